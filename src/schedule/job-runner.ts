import type { Clock, DueJob, Log } from '../core/ports.ts';

/** Runs one job: never twice at once, and not again soon after a failure. */
export interface JobRunner {
  readonly name: string;
  /** When the job wants to run next, a pause after failures included; undefined: nothing to do. */
  readonly next: () => Promise<number | undefined>;
  /** Runs what is due. While a run goes on, one more is queued, and all who ask meanwhile share it. */
  readonly run: () => Promise<void>;
  readonly state: () => 'running' | 'idle';
}

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export function createJobRunner(job: DueJob, clock: Clock, log: Log): JobRunner {
  let failures = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  let current: Promise<void> | undefined;
  let queued: Promise<void> | undefined;

  const failed = (error: unknown): void => {
    const pauseMs = Math.min(firstPauseMs * 2 ** failures, longestPauseMs);
    failures += 1;
    notBefore = clock.now() + pauseMs;
    log.error({ job: job.name, error, failures, pauseMs }, 'a job failed; it is tried again after a pause');
  };

  const next = async (): Promise<number | undefined> => {
    // The clock was set back.
    if (notBefore > clock.now() + longestPauseMs) notBefore = clock.now();
    try {
      const due = await job.next();
      return due === undefined ? undefined : Math.max(due, notBefore);
    } catch (error) {
      // Asking again within the pause gives the same answer: one entry in the log for one failure.
      if (clock.now() >= notBefore) failed(error);
      return notBefore;
    }
  };

  const runOnce = async (): Promise<void> => {
    const due = await next();
    if (due === undefined || due > clock.now()) return;
    try {
      await job.run(clock.now());
      failures = 0;
    } catch (error) {
      failed(error);
    }
  };

  const begin = (): Promise<void> => {
    const run = runOnce().finally(() => {
      if (current === run) current = undefined;
    });
    current = run;
    return run;
  };

  return {
    name: job.name,
    next,
    state: () => (current === undefined ? 'idle' : 'running'),
    run: () => {
      if (current === undefined) return begin();
      queued ??= current.then(() => {
        queued = undefined;
        return begin();
      });
      return queued;
    },
  };
}
