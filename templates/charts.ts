import { button } from '../src/core/actions.ts';
import { actions, code, type Document, heading, note, sentence } from '../src/core/document.ts';
import type { Person } from '../src/core/model/person.ts';
import { isOwner, type SavedChart } from '../src/core/model/schedule.ts';

/** As many as a message shows with a button each. */
const mostShown = 20;

interface Asked {
  /** What they were searched for by; empty: all are wanted. */
  readonly text: string;
  /** How many there are in all. */
  readonly of: number;
  /** Whoever asks. Theirs stand first. */
  readonly by: Person;
}

/** The saved charts that were found, each with a button that draws it. */
export function savedChartList(charts: readonly SavedChart[], asked: Asked): Document {
  if (asked.of === 0)
    return sentence('No chart is saved yet. Draw one, then write ', code('chart save NAME'), ' or press “Save…” below it.');
  if (charts.length === 0) return sentence(`No saved chart has “${asked.text}” in it; there are ${asked.of}.`);
  const shown = inOrder(charts, asked.by).slice(0, mostShown);
  const summary = charts.length === 1 ? '1 saved chart' : `${charts.length} saved charts`;
  const rest = charts.length - shown.length;
  return {
    summary: `${summary}: ${shown.map((one) => one.name).join(', ')}`,
    blocks: [
      heading(summary),
      {
        kind: 'table',
        columns: ['Name', 'What it draws', 'By'].map((title) => ({ title, align: 'left' })),
        rows: shown.map((one) => [{ text: one.name }, { text: one.command.replace(/^chart /u, '') }, { text: one.ownerName }]),
        ...(rest > 0 ? { total: charts.length } : {}),
      },
      ...(rest > 0 ? [note('neutral', 'Write ', code('charts TEXT'), ' to find the others.')] : []),
      actions(...shown.map((one) => button(`Draw ${one.name}`, `chart ${one.name}`))),
    ],
  };
}

function inOrder(charts: readonly SavedChart[], by: Person): readonly SavedChart[] {
  const rank = (one: SavedChart): number => (isOwner(by, one) ? 0 : 1);
  return charts.toSorted((one, other) => rank(one) - rank(other) || one.id.localeCompare(other.id, 'en', { numeric: true }));
}
