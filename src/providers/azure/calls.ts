import { type Attempt, readFailure, toProviderError } from './errors.ts';
import { unlessAborted } from './single-flight.ts';

/** Limits of what is asked of Azure at once and how long it may take; milliseconds. */
export interface CallLimits {
  /** One attempt of one request. */
  readonly requestMs: number;
  /** Attempts of one request, the first included. */
  readonly attempts: number;
  /** The first pause between attempts; it doubles. */
  readonly pauseMs: number;
  /** A Retry-After beyond this is not waited for: the caller is told when to come back. */
  readonly longestPauseMs: number;
  /** Requests under way at once. */
  readonly atOnce: number;
}

// Azure Monitor answers in 1 to 5 s at worst; a person waits for the sum of all this.
export const defaultLimits: CallLimits = { requestMs: 10_000, attempts: 3, pauseMs: 500, longestPauseMs: 5000, atOnce: 6 };

/** What every client method takes. */
export interface OperationOptions {
  readonly abortSignal: AbortSignal;
  readonly requestOptions: { readonly timeout: number };
}

export interface Calls {
  /**
   * Runs one request: bounded in number and time, repeated where that is likely to help. Throws ProviderError; when `signal`
   * is aborted, its reason.
   */
  readonly run: <T>(attempt: Attempt, signal: AbortSignal, request: (options: OperationOptions) => Promise<T>) => Promise<T>;
}

export function createCalls(limits: CallLimits, now: () => number): Calls {
  const slots = createSlots(limits.atOnce);
  return {
    run: async (attempt, signal, request) => {
      for (let tried = 1; ; tried += 1) {
        signal.throwIfAborted();
        try {
          return await slots(() => limited(limits.requestMs, signal, request));
        } catch (error) {
          signal.throwIfAborted();
          const wait = pauseBefore(error, tried, limits, now());
          if (wait === undefined) throw toProviderError(error, attempt, now());
          await pause(wait, signal);
        }
      }
    },
  };
}

/** How long to wait before the next attempt; undefined: there is to be none. */
function pauseBefore(error: unknown, tried: number, limits: CallLimits, now: number): number | undefined {
  if (tried >= limits.attempts) return undefined;
  const { status, kind, retryAfterMs } = readFailure(error, now);
  // Signing in has its own repetitions.
  if (kind === 'sign-in') return undefined;
  const passing = status === 429 || status === 529 || status === 408 || (status !== undefined && status >= 500);
  // A timeout is not repeated: whoever waits has waited long enough.
  if (!passing && kind !== 'unreachable') return undefined;
  const wait = retryAfterMs ?? limits.pauseMs * 2 ** (tried - 1);
  return wait > limits.longestPauseMs ? undefined : wait;
}

async function limited<T>(limitMs: number, signal: AbortSignal, request: (options: OperationOptions) => Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(limitMs);
  const either = AbortSignal.any([signal, deadline]);
  // The token is fetched before the request and heeds no signal, so the wait itself is cut short.
  return unlessAborted(request({ abortSignal: either, requestOptions: { timeout: limitMs } }), either);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Lets at most `most` run at once; the others wait in line. */
function createSlots(most: number): <T>(run: () => Promise<T>) => Promise<T> {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
}
