import type { QueryCell, QueryColumn, QueryRender, QueryResult } from '../core/model/query.ts';
import { hideConnectionStrings } from './redaction-connections.ts';
import { addressPatterns, emailPattern, markOf, type RedactionPattern, tokenPatterns } from './redaction-patterns.ts';

export interface RedactionRules {
  readonly builtIn: readonly ('tokens' | 'emails' | 'addresses' | 'connectionStrings')[];
  /** Regular expressions (flag u) by the name that stands in the place of what they find. */
  readonly patterns: Readonly<Record<string, string>>;
}

/** Hides what must not leave the process. */
export interface Redaction {
  readonly text: (text: string) => string;
  /** All cells that hold text, names of columns, and titles. */
  readonly result: (result: QueryResult) => { readonly result: QueryResult; readonly redactions: number };
}

type Hide = (text: string) => string;

/** Rules of the configuration, ready to be used. */
export function createRedaction({ builtIn, patterns }: RedactionRules): Redaction {
  const has = new Set(builtIn);
  const own = Object.entries(patterns).map(([name, source]) => custom(name, source));
  const before: readonly Hide[] = [
    ...own,
    ...(has.has('connectionStrings') ? [hideConnectionStrings] : []),
    ...(has.has('tokens') ? tokenPatterns.map(hider) : []),
    ...(has.has('emails') ? [hider(emailPattern)] : []),
  ];
  const addresses: readonly Hide[] = has.has('addresses') ? addressPatterns.map(hider) : [];
  const hide = (text: string, kind: 'any' | 'version'): string => {
    const hidden = before.reduce((left, one) => one(left), text);
    // A version may be four numbers with dots between them.
    return kind === 'version' ? hidden : addresses.reduce((left, one) => one(left), hidden);
  };
  const anything: Hide = (text) => hide(text, 'any');
  const cellHider = ({ name, type }: QueryColumn): Hide | undefined => {
    const inText: Hide = /version/iu.test(name) ? (text) => hide(text, 'version') : anything;
    if (type === 'string') return inText;
    return type === 'dynamic' ? (json) => hideInJson(json, inText, has.has('tokens') ? 'secrets too' : 'values only') : undefined;
  };

  return {
    text: anything,
    result: ({ table, render, partial }) => {
      const hiders = table.columns.map((column) => remembering(cellHider(column)));
      let redactions = 0;
      const clean = (cell: QueryCell, column: number): QueryCell => {
        const hidden = typeof cell === 'string' ? (hiders[column]?.(cell) ?? cell) : cell;
        if (hidden !== cell) redactions += 1;
        return hidden;
      };
      const rows = table.rows.map((row) => row.map(clean));
      // A pivoted table has values as its columns' names.
      const columns = distinct(table.columns.map((column) => ({ ...column, name: anything(column.name) })));
      const names = new Map(table.columns.map((column, index) => [column.name, columns[index]?.name ?? column.name]));
      return {
        result: {
          table: { columns, rows },
          render: render && hideRender(render, anything, names),
          partial: partial && { ...partial, message: anything(partial.message) },
        },
        redactions,
      };
    },
  };
}

/** Logs say the same over and over. */
function remembering(hide: Hide | undefined): Hide | undefined {
  if (hide === undefined) return undefined;
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const hidden = hide(text);
    known.set(text, hidden);
    return hidden;
  };
}

function hider({ hint, find, mark, is }: RedactionPattern): Hide {
  return (text) => {
    if (!hint.test(text)) return text;
    if (is === undefined) return text.replaceAll(find, mark);
    return text.replaceAll(find, (found, ...rest: readonly unknown[]) => {
      const at = rest.find((one) => typeof one === 'number') ?? 0;
      return is(found, text, at) ? mark : found;
    });
  };
}

function custom(name: string, source: string): Hide {
  const find = new RegExp(source, 'gu');
  return (text) => text.replaceAll(find, (found) => (found === '' ? '' : markOf(name)));
}

const jsonString = /"(?:[^"\\]|\\.)*"(?:\s*:)?/gu;
const secretName =
  /^(?:.{0,30}[_-])?(?:password|passwd|pwd|secret|client_?secret|token|access_?token|refresh_?token|id_?token|api_?key|authorization|connection_?string|account_?key|shared_?access_?key)$/iu;

/** In each text of the JSON, keys as well; numbers stay as they are written. What is called a secret is one, whatever it looks like. */
function hideInJson(json: string, hide: Hide, names: 'secrets too' | 'values only'): string {
  if (!json.includes('"')) return json;
  let key: string | undefined;
  return json.replaceAll(jsonString, (found) => {
    const isKey = found.endsWith(':');
    const literal = isKey ? found.slice(0, found.lastIndexOf('"') + 1) : found;
    const text = readText(literal);
    if (text === undefined) return found;
    const named = key;
    key = isKey ? text : undefined;
    const isSecret = names === 'secrets too' && !isKey && named !== undefined && text !== '' && secretName.test(named);
    const hidden = isSecret ? markOf('token') : hide(text);
    return hidden === text ? found : `${JSON.stringify(hidden)}${found.slice(literal.length)}`;
  });
}

function readText(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

function hideRender(render: QueryRender, hide: Hide, names: ReadonlyMap<string, string>): QueryRender {
  const nameOf = (name: string): string => names.get(name) ?? hide(name);
  return {
    ...render,
    ...(render.title === undefined ? {} : { title: hide(render.title) }),
    ...(render.x === undefined ? {} : { x: nameOf(render.x) }),
    ...(render.y === undefined ? {} : { y: render.y.map(nameOf) }),
    ...(render.series === undefined ? {} : { series: render.series.map(nameOf) }),
  };
}

/** Two columns must not become one. */
function distinct(columns: readonly QueryColumn[]): readonly QueryColumn[] {
  const taken = new Map<string, number>();
  return columns.map((column) => {
    const before = taken.get(column.name) ?? 0;
    taken.set(column.name, before + 1);
    return before === 0 ? column : { ...column, name: `${column.name} ${before + 1}` };
  });
}
