import { createHmac } from 'node:crypto';
import type { AlertMessage } from '../alerting/rule.ts';
import type { EmulatorClock } from '../clock.ts';
import type { Emulator } from '../emulator.ts';
import type { Faults } from '../faults.ts';
import { createWebhook, type Webhook } from '../webhook.ts';
import { secrets } from '../world.ts';

export const sonarcloudOrganization = 'example';
/** "example_compliance" */
export const projectKeyOf = (service: string): string => `${sonarcloudOrganization}_${service}`;

export interface SonarcloudEmulator extends Emulator {
  readonly post: (message: AlertMessage) => ReturnType<Webhook['send']>;
}

const patienceMs = 10_000;

/** SonarCloud as far as a receiver sees it: the webhook that follows an analysis, signed, and never sent again. */
export function createSonarcloudEmulator(needs: {
  readonly clock: Pick<EmulatorClock, 'now' | 'at'>;
  readonly faults: Faults;
  /** Where the bot listens: "http://127.0.0.1:3978". */
  readonly botUrl: string;
}): SonarcloudEmulator {
  const webhook = createWebhook(
    {
      name: 'sonarcloud',
      url: () => `${needs.botUrl}/webhooks/sonarcloud`,
      headers: (body) => ({
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'SonarCloud',
        'x-sonarqube-project': projectOf(body),
        'x-sonar-webhook-hmac-sha256': createHmac('sha256', secrets.sonarcloud).update(body, 'utf8').digest('hex'),
      }),
      patienceMs,
      pausesMs: [],
      repeats: () => 'done',
    },
    needs,
  );
  return {
    name: 'sonarcloud',
    mount: () => undefined,
    stop: () => Promise.resolve(),
    post: ({ body }) => webhook.send(JSON.stringify(body)),
  };
}

const projectOf = (body: string): string => /"project":\{"key":"([^"]+)"/u.exec(body)?.[1] ?? '';
