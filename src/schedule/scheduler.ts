import type { Clock, DueJob, Log } from '../core/ports.ts';
import { type Alarm, type Heartbeat, ringAfter } from './heartbeat.ts';
import { createJobRunner, type JobRunner } from './job-runner.ts';

export interface Scheduler {
  readonly register: (job: DueJob) => void;
  /** Runs all that is due until nothing is, and returns when the next work falls due (undefined: never). */
  readonly tick: () => Promise<number | undefined>;
  /**
   * For whoever has just stored work: it is done beside what runs already, and nobody waits for it. `job`: the only one it is
   * for; while that runs, nothing else has to be looked at.
   */
  readonly wake: (job?: string) => void;
  readonly start: () => void;
  /** Ends the heartbeat and settles when nothing runs any more. */
  readonly stop: () => Promise<void>;
}

/** A job that is still due after so many runs makes no progress: it waits for the next tick. */
const mostRounds = 1_000;

/** What falls due sooner than the next beat gets an alarm of its own. */
const beatMs = 1_000;

/**
 * What is due is computed from the clock; the heartbeat only wakes it, and an alarm for what falls due between two beats. Jobs run
 * beside one another, so a slow one delays nobody; one job never runs twice at once. `onNextDue` hears after every tick when the next work falls due.
 */
export function createScheduler(options: {
  readonly clock: Clock;
  readonly log: Log;
  readonly heartbeat: Heartbeat;
  /** Default: a timer. */
  readonly alarm?: Alarm | undefined;
  readonly onNextDue?: ((nextDue: number | undefined) => void) | undefined;
}): Scheduler {
  const runners: JobRunner[] = [];
  const ticking = new Set<Promise<unknown>>();
  let stopBeating: (() => Promise<void>) | undefined;
  let state: 'open' | 'stopped' = 'open';
  let unsetAlarm = (): void => undefined;

  let beaten: 'will look' | 'no' = 'no';

  // Each stored alert wakes it: to look once for each would take the time that storing them needs.
  const look = shareNext(() => {
    beaten = 'no';
    return Promise.all(runners.map(async (runner) => ({ runner, due: await runner.next() })));
  });

  const setAlarm = (nextDue: number | undefined): void => {
    unsetAlarm();
    const ms = nextDue === undefined ? 0 : nextDue - options.clock.now();
    const isSoon = stopBeating !== undefined && state === 'open' && ms > 0 && ms < beatMs;
    unsetAlarm = isSoon ? (options.alarm ?? ringAfter)(ms, beat) : () => undefined;
  };

  const tickThrough = async (taking: 'all' | 'idle'): Promise<number | undefined> => {
    for (let round = 0; round < mostRounds; round += 1) {
      const planned = await look();
      const now = options.clock.now();
      const isDue = ({ due }: { readonly due: number | undefined }): boolean => due !== undefined && due <= now;
      // Who wants all of it done waits for what is under way too: until that ends, nobody can say what falls due next.
      const due = planned.filter((one) => (one.runner.state() === 'running' ? taking === 'all' : isDue(one)));
      if (due.length === 0 || state === 'stopped') return earliest(planned.map((one) => one.due));
      await Promise.all(due.map((one) => one.runner.run()));
    }
    options.log.warn({ rounds: mostRounds }, 'a job stays due however often it runs');
    return options.clock.now();
  };

  const tick = async (taking: 'all' | 'idle'): Promise<number | undefined> => {
    if (state === 'stopped') return undefined;
    const through = tickThrough(taking);
    ticking.add(through);
    try {
      const nextDue = await through;
      setAlarm(nextDue);
      options.onNextDue?.(nextDue);
      return nextDue;
    } finally {
      ticking.delete(through);
    }
  };

  const unattended = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => options.log.error({ error }, 'a tick of the scheduler failed'));
  };

  /** One that has not looked yet sees what all who came meanwhile have stored. */
  const beat = (): void => {
    if (beaten === 'will look') return;
    beaten = 'will look';
    unattended(tick('idle'));
  };

  /** What runs may have looked before the new work was stored. All who wake it meanwhile share one more run. */
  const runAgain = (runner: JobRunner): void => {
    const again = runner.run();
    if (ticking.has(again)) return;
    ticking.add(again);
    const ended = again.finally(() => ticking.delete(again));
    unattended(ended.then(beat));
  };

  return {
    register: (job) => {
      runners.push(createJobRunner(job, options.clock, options.log));
    },
    tick: () => tick('all'),
    wake: (job) => {
      const one = job === undefined ? undefined : runners.find((runner) => runner.name === job);
      if (one?.state() === 'running') return runAgain(one);
      // Neither this nor a beat waits for what runs: thousands may come while one job does not end.
      for (const runner of runners) if (runner.state() === 'running') runAgain(runner);
      beat();
    },
    start: () => {
      stopBeating ??= options.heartbeat(beat);
    },
    stop: async () => {
      state = 'stopped';
      unsetAlarm();
      await stopBeating?.();
      await Promise.allSettled(ticking);
    },
  };
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Does `work` once at a time: whoever comes while it is done shares the next, with all others who came meanwhile. */
function shareNext<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let current: Promise<Result> | undefined;
  let following: Promise<Result> | undefined;
  const begin = (): Promise<Result> => {
    following = undefined;
    const begun = work().finally(() => (current = undefined));
    current = begun;
    return begun;
  };
  return () => {
    if (current === undefined) return begin();
    following ??= current.then(begin, begin);
    return following;
  };
}
