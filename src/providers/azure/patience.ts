/** How long whoever asked can wait for the sum of what one answer takes: its requests, repetitions and turns. */
export interface Patience {
  /** Aborted when the caller leaves or the time is over, whichever comes first. */
  readonly signal: AbortSignal;
  /** The caller's own part of it. */
  readonly caller: AbortSignal;
  /** Milliseconds that are left. */
  readonly leftMs: () => number;
}

/** Time as it really passes, whatever the bot's clock says; handed in so that tests need not wait. */
export interface RealTime {
  /** Milliseconds since some moment. */
  readonly elapsed: () => number;
  /** Rejects with the signal's reason when that is aborted first. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Work that several callers share is not one caller's to cancel. */
export const nobody = new AbortController().signal;

export function createPatience(ms: number, time: Pick<RealTime, 'elapsed'>, caller: AbortSignal = nobody): Patience {
  const until = time.elapsed() + ms;
  return { signal: AbortSignal.any([caller, AbortSignal.timeout(ms)]), caller, leftMs: () => Math.max(0, until - time.elapsed()) };
}

/** Whoever waits has no time left (AbortSignal.timeout); any other reason means that nobody wants the answer. */
export const isTimeUp = ({ reason }: AbortSignal): boolean => reason instanceof Error && reason.name === 'TimeoutError';

export const realTime: RealTime = {
  elapsed: () => performance.now(),
  pause: (ms, signal) =>
    new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
};
