import type { Verdict } from '../core/alert-ports.ts';
import { createRateLimit } from './rate-limit.ts';

/**
 * Stands before a source's proof, so that a flood of forgeries costs little: they are not counted against what the source may
 * send, but whoever sends many is answered slowly, and no more proofs than a few are checked at once.
 */
export interface ForgeryGuard {
  /** 'busy': too many are being checked already. */
  readonly check: (verify: () => Verdict | Promise<Verdict>) => Promise<Verdict | 'busy'>;
  /** What to do about a request that was refused; `unsaid`: how many were refused since the last that was logged. */
  readonly refused: () => { readonly log: 'log' | 'pass over'; readonly unsaid: number; readonly answer: () => Promise<'keep' | 'close'> };
}

export interface ForgeryGuardNeeds {
  /** Real time in milliseconds, from any beginning. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** Only tokens are checked with time between; a genuine sender has far fewer under way. */
const mostChecks = 256;
/** A person who sets the secret up wrongly is answered at once; who guesses is not. */
const promptPerMinute = 120;
const holdMs = 1_000;
/** More are not held, because each is an open connection: theirs are closed. */
const mostHeld = 1_000;
const logEveryMs = 10_000;

export function createForgeryGuard({ now, pause }: ForgeryGuardNeeds): ForgeryGuard {
  const prompt = createRateLimit({ perMinute: promptPerMinute, burst: promptPerMinute, now });
  let checks = 0;
  let held = 0;
  let unsaid = 0;
  let loggedAt = Number.NEGATIVE_INFINITY;

  const hold = async (): Promise<'keep' | 'close'> => {
    if (held >= mostHeld) return 'close';
    held += 1;
    await pause(holdMs).finally(() => (held -= 1));
    return 'keep';
  };

  return {
    check: async (verify) => {
      if (checks >= mostChecks) return 'busy';
      checks += 1;
      try {
        return await verify();
      } finally {
        checks -= 1;
      }
    },
    refused: () => {
      const isFlood = prompt.take() !== 'taken';
      const answer = isFlood ? hold : async () => 'keep' as const;
      if (isFlood && now() - loggedAt < logEveryMs) {
        unsaid += 1;
        return { log: 'pass over', unsaid, answer };
      }
      const said = { log: 'log' as const, unsaid, answer };
      loggedAt = now();
      unsaid = 0;
      return said;
    },
  };
}
