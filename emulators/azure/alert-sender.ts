import type { EmulatorClock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import { createWebhook, type Webhook } from '../webhook.ts';

// Source: "Action groups" of the Azure Monitor documentation, retry policy of webhooks.
const pausesMs: readonly number[] = [5000, 20_000, 5000, 40_000, 5000];
const repeatable = new Set([undefined, 408, 429, 503, 504]);
const restMs = 15 * 60_000;
const patienceMs = 10_000;

/** Posts alerts as an action group's webhook does: five further attempts, and then nothing at all for 15 minutes. */
export function createAlertSender(needs: {
  readonly clock: Pick<EmulatorClock, 'now' | 'at'>;
  readonly faults: Faults;
  readonly url: () => string;
  /** The secure webhook's; undefined: the plain one carries none. */
  readonly token?: (() => Promise<string>) | undefined;
}): Webhook {
  const { url, token } = needs;
  const plain = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'IcMBroadcaster/1.0' };
  return createWebhook(
    {
      name: 'azure',
      url,
      headers: async () => (token === undefined ? plain : { ...plain, authorization: `Bearer ${await token()}` }),
      patienceMs,
      pausesMs,
      repeats: (status) => (repeatable.has(status) ? 'again' : 'done'),
      restMs,
    },
    needs,
  );
}
