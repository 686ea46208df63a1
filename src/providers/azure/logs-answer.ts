import { z } from 'zod';
import type { QueryCell, QueryColumn, QueryRender, QueryResult, QueryTable, QueryType } from '../../core/model/query.ts';
import { withCutCells } from './logs-cut.ts';
import { problemOf } from './logs-problem.ts';

const column = z.object({ name: z.string().catch(''), type: z.string().catch('string') });
const table = z.object({ name: z.string().optional(), columns: z.array(column), rows: z.array(z.array(z.unknown())) });
const named = z.string().nullish().catch(undefined);
const list = z
  .union([z.array(z.string()), z.string().transform((words) => words.split(',').map((one) => one.trim()))])
  .nullish()
  .catch(undefined);
const render = z.object({ visualization: named, title: named, xColumn: named, yColumns: list, series: list, kind: named });
const answer = z.object({ tables: z.array(table), render: render.nullish().catch(undefined), error: z.unknown().optional() });

/** What an empty workspace answers: 204 and nothing. */
export const nothingFound: QueryResult = { table: { columns: [], rows: [] }, render: undefined, partial: undefined };

/**
 * Reads the service's answer from its text, because the client's own reading rounds whole numbers beyond 2^53 and cuts times to
 * milliseconds. `query`: what was sent. Throws for an answer that is none.
 */
export function readAnswer(body: string, query: string): QueryResult {
  const read = answer.parse(parseExactly(body));
  const found = read.tables.find((one) => one.name === 'PrimaryResult') ?? read.tables[0];
  const { table, cutCells } = found === undefined ? { table: nothingFound.table, cutCells: 0 } : withCutCells(toTable(found));
  return {
    table,
    ...(cutCells === 0 ? {} : { cutCells }),
    render: toRender(read.render ?? undefined),
    partial: read.error === undefined || read.error === null ? undefined : problemOf(read.error, query),
  };
}

/** Whole numbers that a double does not hold come as their digits. */
function parseExactly(body: string): unknown {
  // Looking at every value costs as much as reading does, and few answers have such a number.
  if (!/\d{16}/u.test(body)) return JSON.parse(body);
  return JSON.parse(body, (_key, value: unknown, context?: { readonly source?: string | undefined }) => {
    const source = context?.source;
    const lost = typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/u.test(source);
    return lost ? source : value;
  });
}

function toTable({ columns, rows }: z.infer<typeof table>): QueryTable {
  const typed: readonly QueryColumn[] = columns.map(({ name, type }) => ({ name, type: toType(type) }));
  return { columns: typed, rows: rows.map((row) => typed.map(({ type }, index) => toCell(row[index], type))) };
}

const types: Readonly<Record<string, QueryType>> = {
  bool: 'bool',
  boolean: 'bool',
  int: 'int',
  long: 'long',
  real: 'real',
  double: 'real',
  decimal: 'decimal',
  string: 'string',
  datetime: 'datetime',
  date: 'datetime',
  timespan: 'timespan',
  time: 'timespan',
  guid: 'guid',
  uuid: 'guid',
  uniqueid: 'guid',
  dynamic: 'dynamic',
};

const toType = (name: string): QueryType => types[name.toLowerCase()] ?? 'string';

function toCell(value: unknown, type: QueryType): QueryCell {
  if (value === null || value === undefined) return undefined;
  switch (type) {
    case 'bool':
      return typeof value === 'string' ? value.toLowerCase() === 'true' : Boolean(value);
    case 'int':
    case 'real':
      // "NaN", "Infinity", and digits of a number beyond 2^53.
      return Number(value);
    case 'long':
      return Number.isSafeInteger(Number(value)) ? Number(value) : textOf(value);
    case 'decimal':
    case 'string':
    case 'datetime':
    case 'timespan':
    case 'guid':
      return textOf(value);
    case 'dynamic':
      return typeof value === 'string' ? compact(value) : JSON.stringify(value);
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** JSON without spaces around its signs, its numbers as they stand; text that is no JSON becomes a JSON string. */
function compact(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return JSON.stringify(text);
  }
  return text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/gu, (_, quoted: string | undefined) => quoted ?? '');
}

function toRender(found: z.infer<typeof render> | undefined): QueryRender | undefined {
  const kind = found?.visualization;
  if (found === undefined || kind === undefined || kind === null || kind === '') return undefined;
  const layout = found.kind?.toLowerCase();
  return {
    kind: kind.toLowerCase(),
    title: found.title ?? undefined,
    x: found.xColumn ?? undefined,
    y: found.yColumns ?? undefined,
    series: found.series ?? undefined,
    stacked: layout === undefined || layout === 'default' ? undefined : layout.startsWith('stacked'),
    percent: layout === 'stacked100' ? true : undefined,
  };
}
