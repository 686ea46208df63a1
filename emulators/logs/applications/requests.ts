import { type Dice, diceOf, longTailed, sharesOf } from '../dice.ts';
import type { Minutes } from '../minutes.ts';
import { profiles } from '../profiles/index.ts';
import { type Operation, pick } from '../profiles/profile.ts';
import type { Stretch } from '../rows.ts';
import { within } from '../times.ts';
import { type Span, spansOf } from './spans.ts';

/** One request that was sampled. */
export interface RequestRow {
  /** The minutes that it was sampled in. */
  readonly span: Span;
  /** No other request of the component has it. */
  readonly key: number;
  readonly at: number;
  readonly operation: Operation;
  /** slow: one that takes seconds while all is well · failed: it counts as one of the failed. */
  readonly kind: 'regular' | 'slow' | 'failed';
  /** How many requests it stands for. */
  readonly count: number;
  readonly duration: number;
}

interface Draft extends Omit<RequestRow, 'duration'> {
  /** Compared with the span's others; what is slow has its own. */
  readonly length: number;
  readonly duration: number | undefined;
}

const slowFrom = 2050;
const keysPerMinute = 64;
const mostFailedRows = { full: 10, thin: 3 };
const requestsPerRow = { full: 75, thin: 600 };

/**
 * The requests of a component: in every span as many, and as many failed ones, as its metrics count, and together as long.
 */
export function requestRows(needs: { readonly stretch: Stretch; readonly minutes: Minutes; readonly seed: string }): readonly RequestRow[] {
  const { stretch, minutes } = needs;
  const failed = spansOf(minutes, stretch, 'requests/failed');
  const dice = diceFor(needs.seed, stretch.resource.id);
  return spansOf(minutes, stretch, 'requests/count', 'requests/duration').flatMap((span, index) => {
    if (span.count === 0) return [];
    const failures = Math.min(failed[index]?.count ?? 0, span.count);
    const slow = span.count - failures < 2 ? undefined : slowDuration(dice.slow, span);
    return timed(draftsOf({ stretch, span, failures, slow, dice }), span.took);
  });
}

type RequestDice = ReturnType<typeof diceFor>;

const diceFor = (seed: string, owner: string) => ({
  slow: diceOf(seed, owner, 'slow'),
  operation: diceOf(seed, owner, 'operation'),
  length: diceOf(seed, owner, 'length'),
  time: diceOf(seed, owner, 'time'),
});

/**
 * Three requests in an hour take more than two seconds whatever happens, as long as the sum of their span leaves room for the
 * rest; one does in any case.
 */
function slowDuration(dice: Dice, { minute, minutes, took }: Span): number | undefined {
  const third = Math.floor(minute / 20);
  const chosen = third * 20 + Math.floor(dice(third) * 20);
  if (chosen < minute || chosen >= minute + minutes) return undefined;
  const wanted = slowFrom * (1 - 0.9 * dice(~third)) ** -0.55;
  if (took * 0.5 >= slowFrom) return Math.min(wanted, took * 0.5);
  return third % 3 === 2 && took * 0.95 > slowFrom ? slowFrom + 10 : undefined;
}

interface Sampling {
  readonly stretch: Stretch;
  readonly span: Span;
  readonly failures: number;
  readonly slow: number | undefined;
  readonly dice: RequestDice;
}

function draftsOf({ stretch, span, failures, slow, dice }: Sampling): readonly Draft[] {
  const failedCounts = sharesOf(failures, mostFailedRows[stretch.density]);
  const rest = span.count - failures - (slow === undefined ? 0 : 1);
  const regularCounts = sharesOf(rest, 1 + Math.floor(span.count / requestsPerRow[stretch.density]));
  const drafts = [
    ...regularCounts.map((one) => ({ kind: 'regular' as const, count: one })),
    ...failedCounts.map((one) => ({ kind: 'failed' as const, count: one })),
    ...(slow === undefined ? [] : [{ kind: 'slow' as const, count: 1 }]),
  ];
  const { operations } = profiles[stretch.resource.service];
  return drafts.map(({ kind, count: standsFor }, place) => {
    const key = span.minute * keysPerMinute + (kind === 'regular' ? place : keysPerMinute / 2 + place - regularCounts.length);
    const among = kind === 'slow' ? operations.filter(({ length }) => length > 1) : operations;
    const operation = pick(among, dice.operation(key));
    return {
      span,
      key,
      at: within(span.minute, dice.time(key), span.minutes),
      operation,
      kind,
      count: standsFor,
      length: operation.length * longTailed(dice.length, key),
      duration: kind === 'slow' ? slow : undefined,
    };
  });
}

/** Gives the drafts durations that make `total` with what they stand for, in the order of time. */
function timed(drafts: readonly Draft[], total: number): readonly RequestRow[] {
  let lengths = 0;
  let left = total;
  for (const { count, length, duration } of drafts) {
    if (duration === undefined) lengths += count * length;
    else left -= count * duration;
  }
  return drafts
    .map(({ length, duration, ...row }) => ({ ...row, duration: duration ?? (left * length) / lengths }))
    .toSorted((one, other) => one.at - other.at);
}
