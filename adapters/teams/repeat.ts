import { readRefusal } from './errors.ts';

/** What a call does when it is carried out twice: a second message, or nothing that was not so before. */
export type Effect = 'adds a message' | 'may be repeated';

/** Makes a call, and again where Teams asks for it. Rejects with the last failure. */
export type Repeat = <T>(effect: Effect, signal: AbortSignal, call: () => Promise<T>) => Promise<T>;

export interface RepeatNeeds {
  /** At least 0 and below 1. */
  readonly random: () => number;
  /** Settles after so many milliseconds, or when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * What the platform's documentation wants to be tried again. 412 and 429 are said before anything is done. 502 and 504 are a
 * gateway's word for a call it lost track of, however soon they come: a message may stand there, the connector takes no key by
 * which it would know the second one, and nobody can ask it. So these repeat only what does no harm twice.
 */
const worthRepeating: Readonly<Record<Effect, ReadonlySet<number>>> = {
  'adds a message': new Set([412, 429]),
  'may be repeated': new Set([412, 429, 502, 504]),
};

/** Waits where the platform names none, and what is added by chance so that many callers do not come back at once. */
const pauseMs = 400;
const jitterMs = 400;
/** A longer Retry-After is for whoever asked for the call: nobody should be kept waiting here. */
const longestPauseMs = 3_000;

/** Once for each status. */
export function createRepeat({ random, pause }: RepeatNeeds): Repeat {
  return async (effect, signal, call) => {
    const met = new Set<number>();
    for (;;) {
      try {
        return await call();
      } catch (error) {
        const { status, retryAfterMs = pauseMs } = readRefusal(error);
        if (status === undefined || !worthRepeating[effect].has(status) || met.has(status) || retryAfterMs > longestPauseMs) throw error;
        met.add(status);
        await pause(retryAfterMs + random() * jitterMs, signal).catch(() => undefined);
        if (signal.aborted) throw error;
      }
    }
  };
}
