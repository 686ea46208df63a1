import { formatDuration } from '../core/duration.ts';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/** "1 week before", "3 days before", "6h before" */
export function beforeWords(versusMs: number): string {
  if (versusMs % weekMs === 0) return `${counted(versusMs / weekMs, 'week')} before`;
  if (versusMs % dayMs === 0) return `${counted(versusMs / dayMs, 'day')} before`;
  return `${formatDuration(versusMs)} before`;
}

/** The same in a sentence: a week is what people compare with most. */
export function pastWords(versusMs: number): string {
  return versusMs === weekMs ? 'last week' : beforeWords(versusMs);
}

function counted(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}
