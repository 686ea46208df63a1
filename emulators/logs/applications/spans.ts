import type { Summary } from '../../estate/values.ts';
import type { Minutes } from '../minutes.ts';
import type { Stretch } from '../rows.ts';
import { ticksOfMinute } from '../times.ts';

/** Minutes that are sampled together: one in the last week, ten in what is older. */
export interface Span {
  /** The first of them, since 1970. */
  readonly minute: number;
  readonly minutes: number;
  /** How often it happened. */
  readonly count: number;
  /** What all of it took together, in ms; 0 where no duration is asked for. */
  readonly took: number;
}

const length = { full: 1, thin: 10 };

/** Its last tick: what belongs to it is counted in it. */
export const endOf = ({ minute, minutes }: Span): number => ticksOfMinute(minute + minutes) - 1;

/** The first minute of the span that a minute lies in. */
export const spanOf = (minute: number, { density }: Stretch): number => minute - (minute % length[density]);

/** The stretch's spans, by a metric that counts something and one that says how long it takes on average. */
export function spansOf(minutes: Minutes, stretch: Stretch, counted: string, lasting?: string): readonly Span[] {
  const counts = minutes.of(stretch, counted);
  const averages = lasting === undefined ? undefined : minutes.of(stretch, lasting);
  const found: Span[] = [];
  for (let index = 0; index < counts.length; index += length[stretch.density]) {
    const end = Math.min(index + length[stretch.density], counts.length);
    let count = 0;
    let took = 0;
    for (let place = index; place < end; place += 1) {
      const summary = measured(counts[place], averages === undefined ? 0 : averages[place]?.average);
      count += summary.count;
      took += summary.took;
    }
    found.push({ minute: stretch.first + index, minutes: end - index, count, took });
  }
  return found;
}

/** Where one of the two was not measured there is nothing to tell. */
const measured = (count: Summary | undefined, average: number | undefined): Pick<Span, 'count' | 'took'> =>
  count === undefined || average === undefined ? { count: 0, took: 0 } : { count: count.total, took: count.total * average };
