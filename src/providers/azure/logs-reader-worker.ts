/** A thread that reads one long answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { QueryResult, QueryTable } from '../../core/model/query.ts';
import { readAnswer } from './logs-answer.ts';

/** The rows in parts, each asked for; the rest, without rows, at the end. */
export type FromReader =
  | { readonly kind: 'rows'; readonly rows: QueryTable['rows'] }
  | { readonly kind: 'read'; readonly result: QueryResult };

/** What takes a few milliseconds to hand over. */
const mostCharacters = 250_000;
const mostCells = 3_000;

const port = parentPort;
if (port === null) throw new Error('this file is for a thread');

const { body, query } = z.object({ body: z.string(), query: z.string() }).parse(workerData);
const send = (message: FromReader): void => port.postMessage(message, []);

const result = readAnswer(body, query);
const parts = partsOf(result.table.rows);
const next = (): void => {
  const { value: rows } = parts.next();
  send(rows === undefined ? { kind: 'read', result: { ...result, table: { ...result.table, rows: [] } } } : { kind: 'rows', rows });
};
port.on('message', next);
next();

function* partsOf(rows: QueryTable['rows']): Generator<QueryTable['rows'], undefined> {
  let part: QueryTable['rows'][number][] = [];
  let characters = 0;
  let cells = 0;
  for (const row of rows) {
    part.push(row);
    cells += row.length;
    for (const cell of row) if (typeof cell === 'string') characters += cell.length;
    if (characters < mostCharacters && cells < mostCells) continue;
    yield part;
    part = [];
    characters = 0;
    cells = 0;
  }
  if (part.length > 0) yield part;
  return undefined;
}
