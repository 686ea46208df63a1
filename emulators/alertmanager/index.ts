import type { AlertMessage } from '../alerting/rule.ts';
import type { EmulatorClock } from '../clock.ts';
import type { Emulator } from '../emulator.ts';
import type { Faults } from '../faults.ts';
import { createWebhook, type Webhook } from '../webhook.ts';
import { secrets } from '../world.ts';

export interface AlertmanagerEmulator extends Emulator {
  readonly post: (message: AlertMessage) => ReturnType<Webhook['send']>;
}

/** It tries again with longer and longer pauses, and then at each turn of the group until the message would be repeated anyway. */
const minuteMs = 60_000;
const pausesMs: readonly number[] = [
  ...[1, 2, 4, 8, 16, 32].map((seconds) => seconds * 1_000),
  ...Array.from({ length: 46 }, () => 5 * minuteMs),
];
const patienceMs = 10_000;

/** Alertmanager as far as a receiver sees it: its webhook, with a bearer token. */
export function createAlertmanagerEmulator(needs: {
  readonly clock: Pick<EmulatorClock, 'now' | 'at'>;
  readonly faults: Faults;
  /** Where the bot listens: "http://127.0.0.1:3978". */
  readonly botUrl: string;
}): AlertmanagerEmulator {
  const webhook = createWebhook(
    {
      name: 'alertmanager',
      url: () => `${needs.botUrl}/webhooks/alertmanager`,
      headers: () => ({
        'content-type': 'application/json',
        'user-agent': 'Alertmanager/0.28.1',
        authorization: `Bearer ${secrets.alertmanager}`,
      }),
      patienceMs,
      pausesMs,
      // Source: its webhook receiver, which takes answers of 5xx, and none at all, for passing troubles.
      repeats: (status) => (status === undefined || status >= 500 ? 'again' : 'done'),
    },
    needs,
  );
  return {
    name: 'alertmanager',
    mount: () => undefined,
    stop: () => Promise.resolve(),
    post: ({ body }) => webhook.send(JSON.stringify(body)),
  };
}
