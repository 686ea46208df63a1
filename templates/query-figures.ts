import type { Block } from '../src/core/document.ts';
import type { QueryTable } from '../src/core/model/query.ts';
import { isNumeric, shownCell } from './query-cells.ts';

/** More beside each other are read better in a table. */
const mostFigures = 4;

interface Figures {
  readonly blocks: readonly Block[];
  readonly notes: readonly string[];
  /** "count_ 4,312, failed 12" */
  readonly words: string;
}

/** A single number is shown large; of `render card` each number of the only row. undefined: it is no such result. */
export function figures(
  { columns, rows }: QueryTable,
  { isCard, zone }: { readonly isCard: boolean; readonly zone: string },
): Figures | undefined {
  const [row, other] = rows;
  if (row === undefined || other !== undefined || (columns.length > 1 && !isCard)) return undefined;
  const numbers = columns.flatMap((column, index) =>
    isNumeric(column) ? [{ label: column.name, value: shownCell(row[index], column, zone) }] : [],
  );
  if (numbers.length === 0) return undefined;
  const shown = numbers.slice(0, mostFigures);
  const rest = numbers.slice(mostFigures).map(({ label }) => label);
  return {
    blocks: shown.map((one): Block => ({ kind: 'figure', ...one })),
    notes: rest.length === 0 ? [] : [`Not shown: ${rest.join(', ')}. They are in the CSV.`],
    words: shown.map(({ label, value }) => `${label} ${value}`).join(', '),
  };
}
