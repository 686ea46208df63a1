import { ProviderError, QueryRejected, UserError } from '../core/errors.ts';

/** How an outside system did when it was last needed; 'unknown': it was not needed yet. */
export interface UseState {
  readonly state: 'ok' | 'failed' | 'unknown';
  readonly reason?: string | undefined;
}

export interface LastUse {
  readonly state: () => UseState;
  /** The same call, whose outcome is remembered; `judge` reads it from a result, undefined: it says nothing. */
  readonly watch: <Args extends readonly unknown[], Result>(
    call: (...args: Args) => Result | Promise<Result>,
    judge?: (result: Result) => UseState | undefined,
  ) => (...args: Args) => Promise<Result>;
}

const ok: UseState = { state: 'ok' };

/** Remembers the last real use of one system, so that its state can be told without asking it. */
export function createLastUse(): LastUse {
  let last: UseState = { state: 'unknown' };
  return {
    state: () => last,
    watch:
      (call, judge = () => ok) =>
      async (...args) => {
        try {
          const result = await call(...args);
          last = judge(result) ?? last;
          return result;
        } catch (error) {
          last = failureIn(error) ?? last;
          throw error;
        }
      },
  };
}

/** A person's mistake says nothing about the system, and neither does a call that was given up; whoever finds a fault in a query works. */
function failureIn(error: unknown): UseState | undefined {
  if (error instanceof QueryRejected) return ok;
  if (error instanceof UserError || (error instanceof Error && error.name === 'AbortError')) return undefined;
  return { state: 'failed', reason: error instanceof ProviderError ? error.message : 'an unexpected failure, see the log' };
}
