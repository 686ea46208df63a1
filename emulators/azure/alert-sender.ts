import type { EmulatorClock } from '../clock.ts';

/** What became of one attempt: an HTTP status, or no answer at all. */
export type Attempt = { readonly at: number; readonly status: number | undefined };

export interface AlertSender {
  /** Makes the first attempt; further ones are put on the clock. */
  readonly send: (payload: object) => Promise<Attempt>;
  /** Every attempt that was made, in order. */
  readonly attempts: readonly Attempt[];
}

// Source: "Action groups" of the Azure Monitor documentation, retry policy of webhooks.
const pausesMs: readonly number[] = [5000, 20_000, 5000, 40_000, 5000];
const repeatable = new Set([408, 429, 503, 504]);
const restMs = 15 * 60_000;
const answerWithinMs = 10_000;

/** Posts alerts as an action group's webhook does: five further attempts, and then nothing at all for 15 minutes. */
export function createAlertSender(options: { readonly clock: EmulatorClock; readonly url: () => string }): AlertSender {
  const { clock, url } = options;
  const attempts: Attempt[] = [];
  let silentUntil = 0;

  const post = async (body: string): Promise<number | undefined> => {
    try {
      const answer = await fetch(url(), {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'IcMBroadcaster/1.0' },
        signal: AbortSignal.timeout(answerWithinMs),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return undefined;
    }
  };

  const attempt = async (body: string, tried: number): Promise<Attempt> => {
    const made = { at: clock.now(), status: await post(body) };
    attempts.push(made);
    if (made.status !== undefined && !repeatable.has(made.status)) return made;
    const pause = pausesMs[tried];
    if (pause === undefined) silentUntil = clock.now() + restMs;
    else clock.at(clock.now() + pause, async () => void (await attempt(body, tried + 1)));
    return made;
  };

  return {
    attempts,
    send: async (payload) => {
      // What falls into the silence is lost, as it is with Azure.
      if (clock.now() < silentUntil) return { at: clock.now(), status: undefined };
      return attempt(JSON.stringify(payload), 0);
    },
  };
}
