import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createSignatures } from '../src/auth/signatures.ts';
import type { AlertSource } from '../src/core/alert-ports.ts';
import { createAlertmanager } from '../src/providers/alertmanager/index.ts';
import { createAzureAlerts } from '../src/providers/azure/alerts.ts';
import { readHook } from '../src/providers/sentry/read.ts';
import { createSonarcloud } from '../src/providers/sonarcloud/index.ts';

const signatures = createSignatures();
const read: Readonly<Record<string, AlertSource['read']>> = {
  'Azure Monitor': createAzureAlerts({ webhook: {}, signatures }).read,
  Sentry: readHook,
  'Prometheus Alertmanager': createAlertmanager({ signatures }).read,
  SonarCloud: createSonarcloud({ webhookSecret: [], signatures }).read,
};

it.each(Object.keys(read))('the example of %s in docs/webhooks.md is an alert that fires', async (source) => {
  const page = await readFile(new URL('../docs/webhooks.md', import.meta.url), 'utf8');
  const section = page.split('\n## ').find((one) => one.startsWith(`${source}\n`)) ?? '';
  const example = /(?:-d |body=)'(?<body>\{[^']+\})'/u.exec(section)?.groups?.['body'] ?? '';
  const events = read[source]?.(JSON.parse(example), { at: Date.UTC(2026, 10, 20, 9), resource: 'metric_alert' });
  expect(events).toMatchObject([{ state: 'fired' }]);
});
