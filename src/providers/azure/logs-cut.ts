import type { QueryCell, QueryTable } from '../../core/model/query.ts';

/** Characters of one cell: nobody reads more of it, and whatever reads it for people takes time for each. */
export const longestCell = 32_768;
const mark = '… cut';
/** How far back the cut may go to come between two words. */
const longestWord = 4_096;

/** Cells that are too long are cut, visibly; how many. Done before anything is hidden in them. */
export function withCutCells({ columns, rows }: QueryTable): { readonly table: QueryTable; readonly cutCells: number } {
  let cutCells = 0;
  const cut = (cell: QueryCell): QueryCell => {
    if (typeof cell !== 'string' || cell.length <= longestCell) return cell;
    cutCells += 1;
    return `${cell.slice(0, endOf(cell))}${mark}`;
  };
  const table = { columns, rows: rows.map((row) => (row.some(isTooLong) ? row.map(cut) : row)) };
  return { table, cutCells };
}

const isTooLong = (cell: QueryCell): boolean => typeof cell === 'string' && cell.length > longestCell;

/** Not inside a word: half a token or half an address would not be recognised as one, and stay. */
function endOf(cell: string): number {
  const most = longestCell - mark.length;
  const last = cell.slice(most - longestWord, most).search(/[\s"',;(){}[\]<>][^\s"',;(){}[\]<>]*$/u);
  return last === -1 ? most : most - longestWord + last + 1;
}
