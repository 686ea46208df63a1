import { type ActionItem, button } from '../src/core/actions.ts';
import { actions, type Block, note, text } from '../src/core/document.ts';

/** What of a long list one message shows. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** "There are only 3 pages." above the last, where one beyond it was asked for; else nothing. */
  readonly head: readonly Block[];
  /** "Rows 21–22 of 22", and the ways to the others; none where all is shown. `command`: the words that show the list; `of`: instead of "22". */
  readonly foot: (command: string, of?: string) => readonly Block[];
}

export function pageOf<Row>(all: readonly Row[], wanted: number, most: number): Page<Row> {
  const pages = Math.max(1, Math.ceil(all.length / most));
  const page = Math.min(wanted, pages);
  const from = (page - 1) * most;
  const rows = all.slice(from, from + most);
  const foot = (command: string, of = String(all.length)): readonly Block[] => {
    if (pages === 1) return [];
    const items: readonly ActionItem[] = [
      ...(page > 1 ? [button('‹ Previous', `${command} page ${page - 1}`)] : []),
      ...(page < pages ? [button('Next ›', `${command} page ${page + 1}`)] : []),
    ];
    return [text(`Rows ${from + 1}–${from + rows.length} of ${of}`), actions(...items)];
  };
  return { rows, head: wanted > pages ? [note('neutral', onlySoMany(pages))] : [], foot };
}

/** What whoever asked for a page beyond the last is told. */
export const onlySoMany = (pages: number): string =>
  pages === 1 ? 'There is only 1 page.' : `There are only ${pages.toLocaleString('en-US')} pages.`;
