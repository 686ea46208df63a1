import { ProviderError } from '../../core/errors.ts';
import type { Budget } from './budget.ts';
import { type Attempt, type Identity, overBudget, throttled, toProviderError } from './errors.ts';
import { readFailure } from './failure.ts';
import type { AzureObserver } from './observe.ts';
import { createPatience, isTimeUp, type Patience, type RealTime } from './patience.ts';
import { unlessAborted } from './single-flight.ts';
import { createSlots } from './slots.ts';

/** Limits of what is asked of Azure at once and how long it may take; milliseconds. */
export interface CallLimits {
  /** All that one answer takes: signing in, its requests, their repetitions, waiting for turns. */
  readonly totalMs: number;
  /** Signing in, its repetitions included. */
  readonly signInMs: number;
  /** What a resource offers, for whoever waits for that: it goes on being fetched, for the next one who asks. */
  readonly listMs: number;
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

// A person has an answer within 10 s, so everything together stays below, and so does what is asked one after the other: what
// a resource offers, then its values. Azure Monitor answers in 1 to 5 s at worst.
export const defaultLimits: CallLimits = {
  totalMs: 9000,
  signInMs: 3500,
  listMs: 4000,
  requestMs: 5500,
  attempts: 3,
  pauseMs: 500,
  longestPauseMs: 5000,
  atOnce: 6,
};

/** What every client method takes. */
export interface OperationOptions {
  readonly abortSignal: AbortSignal;
  readonly requestOptions: { readonly timeout: number };
}

export interface Calls {
  /** As whom all of it is asked. */
  readonly identity: Identity;
  readonly limits: CallLimits;
  /** A new answer's time begins now. */
  readonly patience: (caller?: AbortSignal) => Patience;
  /**
   * Runs one request: within the budget, bounded in number and time, repeated where that is likely to help. Throws
   * ProviderError, also when the caller's time is over; when the caller leaves for another reason, that reason.
   */
  readonly run: <T>(attempt: Attempt, patience: Patience, request: (options: OperationOptions) => Promise<T>) => Promise<T>;
}

export interface CallNeeds {
  readonly limits: CallLimits;
  readonly now: () => number;
  readonly time: RealTime;
  /** 0..1 */
  readonly random: () => number;
  readonly budget: Budget;
  readonly identity: Identity;
  readonly observe: AzureObserver;
}

export function createCalls(needs: CallNeeds): Calls {
  const { limits, time, observe, identity } = needs;
  const slots = createSlots(limits.atOnce);

  const attemptOnce = async <T>(attempt: Attempt, patience: Patience, request: (options: OperationOptions) => Promise<T>): Promise<T> => {
    await waitForTurn(attempt, patience, needs);
    return slots(patience.signal, () => limited(limits.requestMs, patience.signal, request));
  };

  return {
    identity,
    limits,
    patience: (caller) => createPatience(limits.totalMs, time, caller),
    run: async (attempt, patience, request) => {
      let wait = 0;
      for (let tried = 1; ; tried += 1) {
        unlessLeft(patience, attempt, needs);
        try {
          if (wait > 0) await time.pause(wait, patience.signal);
          return await attemptOnce(attempt, patience, request);
        } catch (error) {
          unlessLeft(patience, attempt, needs);
          const next = pauseBefore(error, tried, attempt, patience, needs);
          if (next === undefined) throw toProviderError(error, attempt, identity, needs.now());
          wait = next;
          observe.retry(attempt.kind);
          observe.waited(attempt.kind, 'retry', wait / 1000);
        }
      }
    },
  };
}

/** Throws the reason why the caller has left; ProviderError when that is the time. */
function unlessLeft({ caller }: Patience, attempt: Attempt, { identity, now }: CallNeeds): void {
  if (isTimeUp(caller)) throw toProviderError(caller.reason, attempt, identity, now());
  caller.throwIfAborted();
}

/** Throws ProviderError when the turn would come too late for whoever waits. */
async function waitForTurn(attempt: Attempt, patience: Patience, { budget, observe, time }: CallNeeds): Promise<void> {
  const { kind, doing } = attempt;
  // Entra's limits are so far away that nobody counts them.
  if (kind === 'login') return;
  const turn = budget.take(kind, attempt.subscription, patience.leftMs());
  switch (turn.state) {
    case 'granted':
      if (turn.waitMs === 0) return;
      observe.waited(kind, 'budget', turn.waitMs / 1000);
      return time.pause(turn.waitMs, patience.signal);
    case 'too long': {
      if (turn.why === 'budget') throw overBudget(doing, turn.waitMs);
      const { sentence, retry } = throttled(doing, turn.waitMs);
      throw new ProviderError('Azure', sentence, { retry });
    }
  }
}

/** How long to wait before the next attempt; undefined: there is to be none. */
function pauseBefore(
  error: unknown,
  tried: number,
  attempt: Attempt,
  patience: Patience,
  { limits, now, random, budget }: CallNeeds,
): number | undefined {
  const { status, kind, retryAfterMs } = readFailure(error, now());
  // A query that took too long would do so again, unless the service itself says when to come back.
  const tooLong = attempt.kind === 'logs' && status === 504 && retryAfterMs === undefined;
  const passing = status === 429 || status === 529 || status === 408 || (status !== undefined && status >= 500);
  // What one request was told holds for all that would be counted together with it.
  if (passing && retryAfterMs !== undefined && attempt.kind !== 'login') budget.rest(attempt.kind, attempt.subscription, retryAfterMs);
  // Signing in has its own repetitions.
  if (tried >= limits.attempts || kind === 'sign-in') return undefined;
  // A timeout is not repeated: whoever waits has waited long enough.
  if (tooLong || (!passing && kind !== 'unreachable')) return undefined;
  const least = retryAfterMs ?? limits.pauseMs * 2 ** (tried - 1);
  // Never earlier than Azure says, and not all at the same moment.
  const wait = least * (1 + random() / 4);
  return wait > Math.min(limits.longestPauseMs, patience.leftMs()) ? undefined : wait;
}

async function limited<T>(limitMs: number, signal: AbortSignal, request: (options: OperationOptions) => Promise<T>): Promise<T> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  // The token is fetched before the request and heeds no signal, so the wait itself is cut short.
  return unlessAborted(request({ abortSignal: either, requestOptions: { timeout: limitMs } }), either);
}
