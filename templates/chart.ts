import type { ActionItem } from '../src/core/actions.ts';
import { actions, type Block, type Document, note } from '../src/core/document.ts';
import type { ChartAnswer } from '../src/services/services.ts';

/** More sentences than this say no more. */
const mostFailures = 5;

/** A chart, what could not be read, and buttons for other ranges. */
export function chartMessage({ chart, alt, failures }: ChartAnswer, buttons: readonly ActionItem[]): Document {
  const shown = failures.slice(0, mostFailures);
  const rest = failures.length - shown.length;
  const notes: readonly Block[] = [
    ...shown.map((failure) => note('warning', failure)),
    ...(rest > 0 ? [note('warning', `${rest} more could not be read.`)] : []),
  ];
  return { summary: alt, blocks: [{ kind: 'chart', chart, alt }, ...notes, actions(...buttons)] };
}
