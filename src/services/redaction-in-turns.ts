import type { QueryResult, QueryTable } from '../core/model/query.ts';
import type { Redaction } from './redaction.ts';

type Rows = QueryTable['rows'];

/** What takes about five milliseconds to read. */
const mostCells = 3_000;
const mostCharacters = 150_000;

/** As Redaction.result, but everything else gets its turn in between: a large result must not hold up whoever else waits for an answer. */
export async function redactInTurns(
  redaction: Pick<Redaction, 'result'>,
  result: QueryResult,
  giveWay: () => Promise<unknown>,
): Promise<ReturnType<Redaction['result']>> {
  const { columns, rows } = result.table;
  const hidden: Rows[number][] = [];
  let redactions = 0;
  // The first turn hides the names and titles as well; without rows it is the only one.
  const [first = [], ...others] = turnsOf(rows);
  const head = redaction.result({ ...result, table: { columns, rows: first } });
  hidden.push(...head.result.table.rows);
  redactions += head.redactions;
  for (const turn of others) {
    await giveWay();
    const part = redaction.result({ ...result, table: { columns, rows: turn } });
    hidden.push(...part.result.table.rows);
    redactions += part.redactions;
  }
  return { result: { ...head.result, table: { columns: head.result.table.columns, rows: hidden } }, redactions };
}

function turnsOf(rows: Rows): readonly Rows[] {
  const turns: Rows[number][][] = [];
  let cells = Number.POSITIVE_INFINITY;
  let characters = 0;
  for (const row of rows) {
    if (cells >= mostCells || characters >= mostCharacters) {
      turns.push([]);
      cells = 0;
      characters = 0;
    }
    turns.at(-1)?.push(row);
    cells += row.length;
    for (const cell of row) if (typeof cell === 'string') characters += cell.length;
  }
  return turns;
}
