import { ticksPerMs } from '../../../src/kql/types.ts';
import { type Dice, diceOf, guidOf, longTailed } from '../dice.ts';
import { profiles } from '../profiles/index.ts';
import type { Jobs } from '../profiles/profile.ts';
import type { Stretch } from '../rows.ts';
import { ticksOfMinute, within } from '../times.ts';
import type { Applications } from './activity.ts';
import type { RequestRow } from './requests.ts';
import { spanOf } from './spans.ts';

export interface Job {
  readonly jobs: Jobs;
  readonly key: number;
  readonly id: string;
  readonly kind: string;
  readonly submitted: number;
  /** In ticks; in the same hour as `submitted`. */
  readonly ended: number;
  readonly seconds: number;
  readonly state: 'completed' | 'failed';
  /** 0 to 1. */
  readonly score: number | undefined;
  /** The one that submitted it. */
  readonly request: () => RequestRow | undefined;
}

/** What a component's requests take on average while all is well, in ms: when they take longer, so do its jobs. */
const usualMs = 200;

/** The jobs that a service's applications took on, in the order that they were submitted. */
export function jobsOf({ seed, minutes, requests }: Applications, stretch: Stretch): readonly Job[] {
  const { jobs } = profiles[stretch.resource.service];
  if (jobs === undefined) return [];
  const dice = diceOf(seed, stretch.resource.id, 'job');
  const counts = minutes.of(stretch, 'requests/count');
  const durations = minutes.of(stretch, 'requests/duration');
  const failing = minutes.of(stretch, 'inner/failed_jobs');
  // Only where an operation is asked for.
  let bySpan: ReadonlyMap<number, readonly RequestRow[]> | undefined;
  const requestsOf = (minute: number): readonly RequestRow[] => {
    bySpan ??= Map.groupBy(requests(stretch), ({ span }) => span.minute);
    return bySpan.get(spanOf(minute, stretch)) ?? [];
  };
  return counts.flatMap((summary, index) => {
    const minute = stretch.first + index;
    const number = Math.floor((summary?.total ?? 0) / jobs.requests + dice(minute));
    const strain = Math.max(1, (durations[index]?.average ?? usualMs) / usualMs) ** 0.4;
    return Array.from({ length: number }, (_, place) => {
      const key = minute * 16 + place;
      const request = () => requestsOf(minute)[place];
      return jobOf({ jobs, key, minute, strain, failing: (failing[index]?.average ?? 0) / 100, request, stretch, dice });
    }).toSorted((one, other) => one.submitted - other.submitted);
  });
}

function jobOf(of: {
  readonly jobs: Jobs;
  readonly key: number;
  readonly minute: number;
  readonly strain: number;
  /** Which part fails besides. */
  readonly failing: number;
  readonly request: Job['request'];
  readonly stretch: Stretch;
  readonly dice: Dice;
}): Job {
  const { jobs, key, minute, strain, failing, stretch, dice } = of;
  const seconds = jobs.seconds * strain * (0.55 + 0.45 * longTailed(dice, key));
  const submitted = within(minute, dice(key + 5));
  const hourEnd = ticksOfMinute(stretch.first + 60) - 1;
  // The more strained the service, the more of them fail.
  const state = dice(key + 7) < 0.025 * strain ** 2 + failing ? ('failed' as const) : ('completed' as const);
  const spread = 0.13 * (dice(key + 9) + dice(key + 10) - 1);
  return {
    jobs,
    key,
    id: guidOf(dice, key),
    kind: jobs.kinds[Math.floor(dice(key + 11) * jobs.kinds.length)] ?? '',
    submitted,
    ended: Math.min(submitted + Math.floor(seconds * 1000 * ticksPerMs), hourEnd),
    seconds,
    state,
    score: jobs.score === undefined ? undefined : Math.round((jobs.score.mean + 1.3 * spread) * 1000) / 1000,
    request: of.request,
  };
}
