import type { Block } from '../src/core/document.ts';
import type { QueryColumn, QueryTable } from '../src/core/model/query.ts';
import { onlySoMany } from './pages.ts';
import { isNumeric, shownCell } from './query-cells.ts';

/** Rows of a page, and columns beside each other: more cannot be read in a chat. */
export const rowsOfPage = 15;
const mostColumns = 8;

export interface TablePage {
  readonly block: Extract<Block, { kind: 'table' }>;
  /** "Rows 16–30 of 112." and which columns are left out; undefined: all is there. */
  readonly words: string | undefined;
}

export const pagesOf = ({ rows }: QueryTable): number => Math.max(1, Math.ceil(rows.length / rowsOfPage));

/** One page of a result, counted from 1. `zone`: of the times, which the column's title names as `zoneName`. */
export function tablePage(table: QueryTable, at: { readonly page: number; readonly zone: string; readonly zoneName: string }): TablePage {
  const pages = pagesOf(table);
  const first = (Math.min(at.page, pages) - 1) * rowsOfPage;
  const rows = table.rows.slice(first, first + rowsOfPage);
  const { shown, empty, beyond } = chooseColumns(table, rows);
  const block: TablePage['block'] = {
    kind: 'table',
    columns: shown.map(({ column }) => ({
      title: column.type === 'datetime' ? `${column.name} (${at.zoneName})` : column.name,
      align: isNumeric(column) || column.type === 'timespan' ? 'right' : 'left',
    })),
    rows: rows.map((row) => shown.map(({ column, index }) => ({ text: shownCell(row[index], column, at.zone) }))),
  };
  const words = [
    ...(at.page > pages ? [onlySoMany(pages)] : []),
    ...(rows.length < table.rows.length
      ? [`Rows ${first + 1}–${first + rows.length} of ${table.rows.length.toLocaleString('en-US')}.`]
      : []),
    ...(empty > 0 ? [`${empty} empty ${empty === 1 ? 'column is' : 'columns are'} left out.`] : []),
    ...(beyond.length > 0 ? [`Not shown for width: ${beyond.join(', ')}. They are in the CSV; | project chooses.`] : []),
  ];
  return { block, words: words.length === 0 ? undefined : words.join(' ') };
}

interface Placed {
  readonly column: QueryColumn;
  readonly index: number;
}

/** Columns in which these rows have anything, the first ones; where there are few, also the empty ones. */
function chooseColumns({ columns }: QueryTable, rows: QueryTable['rows']) {
  const all = columns.map((column, index): Placed => ({ column, index }));
  if (all.length <= mostColumns) return { shown: all, empty: 0, beyond: [] };
  const filled = all.filter(({ index }) => rows.some((row) => row[index] !== undefined && row[index] !== ''));
  return {
    shown: filled.slice(0, mostColumns),
    empty: all.length - filled.length,
    beyond: filled.slice(mostColumns).map(({ column }) => column.name),
  };
}
