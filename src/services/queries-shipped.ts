import { initialLiteral } from './queries-literals.ts';
import type { QueryParameter, ShippedQuery } from './query-services.ts';

/** A file of templates/queries; `name` without its ending. */
export interface QueryFile {
  readonly name: string;
  readonly content: string;
}

/** The queries of the files, by name. Throws for a file that cannot be read as one: it is part of the program. */
export function shippedQueries(files: readonly QueryFile[]): readonly ShippedQuery[] {
  return files.map(readQueryFile).toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

const headLine = /^\/\/ (?<key>title|description|param|for): (?<value>.+)$/u;
const parameterLine =
  /^(?<name>[a-z][A-Za-z0-9]*): (?<type>string|long|real|bool|timespan|datetime)(?: = (?<initial>.+?))? — (?<description>.+)$/u;

function readQueryFile({ name, content }: QueryFile): ShippedQuery {
  const wrong = (what: string): Error => new Error(`templates/queries/${name}.kql: ${what}`);
  if (!/^[a-z][a-z0-9-]*$/u.test(name)) throw wrong('the name has to be of small letters, digits and dashes');
  const head = new Map<string, string>();
  const parameters: QueryParameter[] = [];
  const texts: Partial<Record<'classic' | 'workspace', string>> = {};
  let part: string[] | undefined;
  const parts = new Map<string, string[]>();
  for (const line of content.split(/\r?\n/u)) {
    const { key, value } = headLine.exec(line)?.groups ?? {};
    if (key === undefined || value === undefined) {
      if (part === undefined && line.trim() !== '') throw wrong(`a line stands before “// for: …”: ${line}`);
      part?.push(line);
    } else if (key === 'for') {
      part = [];
      parts.set(value.trim(), part);
    } else if (key === 'param') {
      parameters.push(readParameter(value, wrong));
    } else {
      head.set(key, value.trim());
    }
  }
  for (const [tables, lines] of parts) {
    if (tables !== 'classic' && tables !== 'workspace') throw wrong(`“for: ${tables}” is neither classic nor workspace`);
    texts[tables] = lines.join('\n').trim();
  }
  const title = head.get('title');
  const description = head.get('description');
  if (title === undefined || description === undefined) throw wrong('a title and a description are needed');
  if (Object.values(texts).every((one) => one === '')) throw wrong('there is no query behind “// for: classic” or “// for: workspace”');
  return { name, title, description, parameters, texts };
}

/** `slowerThan: real = 2000 — Milliseconds.` */
function readParameter(line: string, wrong: (what: string) => Error): QueryParameter {
  const { name, type, initial, description } = parameterLine.exec(line)?.groups ?? {};
  if (name === undefined || description === undefined || !isType(type)) throw wrong(`this is no parameter: ${line}`);
  // Throws here already for one that is none of its type.
  if (initial !== undefined) initialLiteral({ name, type }, initial);
  return { name, type, description, initial };
}

const types: readonly string[] = ['string', 'long', 'real', 'bool', 'timespan', 'datetime'] satisfies readonly QueryParameter['type'][];
const isType = (type: string | undefined): type is QueryParameter['type'] => type !== undefined && types.includes(type);
