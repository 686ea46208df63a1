import type { Demo } from '../../emulators/start-demo.ts';
import { secrets } from '../../emulators/world.ts';
import { azureAlert } from '../harness/azure-alert.ts';
import { createControl } from '../harness/control.ts';
import { type Figure, percentile } from './figures.ts';

const alerts = 40;
/** Teams takes a message each two seconds from a bot, Slack one each second: nothing here waits for that. */
const everyMs = 2_200;
const patienceMs = 10_000;

/** From the request with an alert of P0, which waits for no others, to the first message of its incident in each chat. */
export async function benchAlertToPost(demo: Demo): Promise<readonly Figure[]> {
  const sentAt = new Map<string, number>();
  for (let number = 0; number < alerts; number += 1) {
    const rule = `urgent rule ${number} of the bench`;
    sentAt.set(rule, demo.clock.now());
    await send(demo, azureAlert(rule, `urgent-${number}`, { severity: 'Sev0', site: `urgent-${number}` }));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return [...(await figuresOf(demo, 'slack', sentAt)), ...(await figuresOf(demo, 'teams', sentAt))];
}

async function send(demo: Demo, alert: object): Promise<void> {
  const answer = await fetch(`${demo.botUrl}/webhooks/azure/${secrets.azureWebhook}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alert),
  });
  if (answer.status !== 202) throw new Error(`webhook answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function figuresOf(demo: Demo, platform: 'slack' | 'teams', sentAt: ReadonlyMap<string, number>): Promise<readonly Figure[]> {
  const control = createControl(demo.url, patienceMs);
  const rules = [...sentAt.keys()];
  const times = await control.until(platform, 'incidents', 'a message for each alert', (messages) => {
    const roots = messages.filter(({ user, thread }) => user === 'tocsin' && thread == null);
    const found = rules.flatMap((rule) => roots.find(({ text }) => text.includes(`${rule}\n`) || text.includes(`${rule} `)) ?? []);
    return found.length < alerts ? undefined : found.map(({ at }, index) => Date.parse(at) - (sentAt.get(rules[index] ?? '') ?? 0));
  });
  const name = platform === 'slack' ? 'Slack' : 'Teams';
  return [
    { name: `webhook of a P0 alert to its message in ${name}, p50`, value: percentile(times, 0.5), unit: 'ms' },
    { name: `webhook of a P0 alert to its message in ${name}, p99`, value: percentile(times, 0.99), unit: 'ms', bound: 500 },
  ];
}
