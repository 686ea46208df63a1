import type { QueryCell, QueryResult, QueryTable } from '../core/model/query.ts';
import type { Redaction, RedactionTogether } from './redaction.ts';

/** What takes a few milliseconds to read. */
const mostCells = 3_000;
const mostCharacters = 32_000;

export interface Redacted {
  readonly result: QueryResult;
  /** In how many cells something is hidden. */
  readonly redactions: number;
}

/**
 * Hides what must not leave, in reading order: the same value has the same mark in all of it. Everything else gets its turn in
 * between, also inside a row: a large result must not hold up whoever else waits for an answer.
 */
export function redactInTurns(
  redaction: Pick<Redaction, 'together'>,
  result: QueryResult,
  giveWay: () => Promise<unknown>,
): Promise<Redacted> {
  return redactOne(result, redaction.together(), createTurn(giveWay));
}

/** The same for results that are shown in one picture: a value has the same mark in each. */
export async function redactTogether(
  redaction: Pick<Redaction, 'together'>,
  results: readonly QueryResult[],
  giveWay: () => Promise<unknown>,
): Promise<readonly Redacted[]> {
  const together = redaction.together();
  const turn = createTurn(giveWay);
  const redacted: Redacted[] = [];
  for (const result of results) redacted.push(await redactOne(result, together, turn));
  return redacted;
}

async function redactOne({ table, render, partial, ...rest }: QueryResult, together: RedactionTogether, turn: Turn): Promise<Redacted> {
  const columns = together.columns(table.columns);
  const { rows, redactions } = await redactRows(table, together, turn);
  const names = new Map(table.columns.map((column, index) => [column.name, columns[index]?.name ?? column.name]));
  return {
    result: {
      ...rest,
      table: { columns, rows },
      render: render && together.render(render, names),
      partial: partial && { ...partial, message: together.text(partial.message) },
    },
    redactions,
  };
}

async function redactRows({ columns, rows }: QueryTable, { cellsOf }: RedactionTogether, turn: Turn) {
  const hiders = columns.map(cellsOf);
  const hidden: (readonly QueryCell[])[] = [];
  let redactions = 0;
  for (const row of rows) {
    const own: QueryCell[] = [];
    for (const [index, cell] of row.entries()) {
      const size = typeof cell === 'string' ? cell.length : 0;
      // Only where it is over: waiting for nothing costs a cell more than reading it.
      if (turn.isOver(size)) await turn.giveWay();
      const clean = typeof cell === 'string' ? (hiders[index]?.(cell) ?? cell) : cell;
      // Of a number that is none, nothing is hidden: it equals nothing, not even itself.
      if (typeof cell === 'string' && clean !== cell) redactions += 1;
      own.push(clean);
    }
    hidden.push(own);
  }
  return { rows: hidden, redactions };
}

interface Turn {
  /** Counts one more cell of this many characters; whether that is too much for this turn. */
  readonly isOver: (characters: number) => boolean;
  readonly giveWay: () => Promise<unknown>;
}

function createTurn(giveWay: Turn['giveWay']): Turn {
  let cells = 0;
  let characters = 0;
  return {
    isOver: (size) => {
      const isOver = cells > 0 && (cells >= mostCells || characters + size > mostCharacters);
      cells = isOver ? 1 : cells + 1;
      characters = isOver ? size : characters + size;
      return isOver;
    },
    giveWay,
  };
}
