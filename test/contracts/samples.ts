import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { createSignatures } from '../../src/auth/signatures.ts';
import { createAzureAlerts } from '../../src/providers/azure/alerts.ts';
import { recoveredBody } from '../../src/providers/azure/alerts-management-schema.ts';
import { createSentry } from '../../src/providers/sentry/index.ts';
import { createSonarcloud } from '../../src/providers/sonarcloud/index.ts';
import { createSystemClock } from '../../src/schedule/system-clock.ts';
import type { Exchange } from './openapi.ts';
import { faultsBeside } from './shapes.ts';

/** Messages of a system that publishes samples instead of a specification: how many, and what is wrong with them. */
export interface Checked {
  readonly messages: number;
  readonly faults: readonly string[];
}

const secret = 'a-secret-of-the-contracts';
const context = z.object({ alertContext: z.unknown() });
const whole = z.looseObject({ data: z.looseObject({ essentials: z.looseObject({ monitoringService: z.string() }) }) });

/** Every sample of the common alert schema is read by the alert source as one alert. */
export function azureSamplesRead(folder: URL): Checked {
  const source = createAzureAlerts({ webhook: { secret }, signatures: createSignatures() });
  const names = jsonFiles(folder);
  const template = whole.parse(readJson(new URL('metric-static.resolved.json', folder)));
  const faults = names.flatMap((name) => {
    const sample = readJson(new URL(name, folder));
    // Some samples are the context alone.
    const body = name.startsWith('context.') ? { ...template, data: { ...template.data, ...context.parse(sample) } } : sample;
    return faultsOf(name, () => {
      const [event, ...more] = source.read(body, { at: 0, resource: undefined });
      return event === undefined || more.length > 0 || event.title === '' ? ['is not read as one alert'] : [];
    });
  });
  return { messages: names.length, faults };
}

const resources: Readonly<Record<string, { readonly resource: string; readonly events: number }>> = {
  'metric-alerts.resolved.json': { resource: 'metric_alert', events: 1 },
  'issue-alerts.triggered.json': { resource: 'event_alert', events: 1 },
  'issues.created.json': { resource: 'issue', events: 1 },
  'errors.created.json': { resource: 'error', events: 1 },
  'comments.created.json': { resource: 'comment', events: 0 },
  'installation.created.json': { resource: 'installation', events: 0 },
};

/** Every sample of Sentry's hooks is read by the alert source: as an alert, or as none where it is none. */
export function sentrySamplesRead(folder: URL): Checked {
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const options = { clientSecret: secret, url: 'https://sentry.io', organization: 'example', token: secret };
  const { alerts } = createSentry({ ...options, signatures: createSignatures(), clock: createSystemClock(), log });
  const names = jsonFiles(folder);
  const faults = names.flatMap((name) => {
    const expected = resources[name];
    if (expected === undefined) return [`${name} is a sample that nobody has looked at`];
    return faultsOf(name, () => {
      const events = alerts.read(readJson(new URL(name, folder)), { at: 0, resource: expected.resource });
      return events.length === expected.events ? [] : [`is read as ${events.length} alerts, not ${expected.events}`];
    });
  });
  return { messages: names.length, faults };
}

/** The one sample of the webhook: a quality gate of the main branch. The other samples are answers of the API. */
export function sonarcloudSampleRead(folder: URL): Checked {
  const source = createSonarcloud({ webhookSecret: [secret], signatures: createSignatures() });
  const name = 'webhook.payload-example.json';
  const faults = faultsOf(name, () => {
    const events = source.read(readJson(new URL(name, folder)), { at: 0, resource: undefined });
    return events.length === 1 && events[0]?.state === 'resolved' ? [] : ['is not read as a quality gate that passed'];
  });
  return { messages: 1, faults };
}

const listed = z.object({ responses: z.object({ '200': z.object({ body: z.object({ value: z.array(z.unknown()) }) }) }) });

/** Every alert of the official listing is read as what it is there: its firing, and whether it goes on. */
export function azureListingRead(folder: URL): Checked {
  const source = createAzureAlerts({ webhook: {}, signatures: createSignatures() });
  const { value } = listed.parse(readJson(new URL('Alerts_List.json', folder))).responses['200'].body;
  const faults = value.flatMap((alert) =>
    faultsOf('Alerts_List.json', () => {
      const [event, ...more] = source.read(JSON.parse(recoveredBody(alert)), { at: 0, resource: undefined });
      return event?.firing === undefined || event.state !== 'fired' || more.length > 0 ? ['is not read as alerts that fire'] : [];
    }),
  );
  return { messages: value.length, faults };
}

const ignore = (): void => undefined;

const conditionOf = z.object({ data: z.object({ alertContext: z.object({ conditionType: z.string() }) }) });

/** The alerts that the emulated Azure sends have the fields of the official samples of their kind. */
export function azureAlertsSent(folder: URL, exchanges: readonly Exchange[]): Checked {
  const read = (names: readonly string[]): readonly unknown[] => names.map((name) => readJson(new URL(name, folder)));
  const metric = read(['metric-static.resolved.json', 'test.metric-static.json']);
  const log = read(['test.log-v2.json']).map(withoutOwnProperties);
  return beside(exchanges, '/webhooks/azure', (message) =>
    conditionOf.parse(message).data.alertContext.conditionType === 'LogQueryCriteria' ? log : metric,
  );
}

/** What people have written into their rule is theirs: in the samples two keys, with most rules none. */
function withoutOwnProperties(sample: unknown): unknown {
  const { data } = z.looseObject({ data: z.looseObject({ alertContext: z.looseObject({}) }) }).parse(sample);
  return { schemaId: '', data: { ...data, alertContext: { ...data.alertContext, properties: null }, customProperties: null } };
}

const hookData = z.object({ data: z.record(z.string(), z.unknown()) });

/** The hooks that the emulated Sentry sends have the fields of the official sample of their kind, which their data tells. */
export function sentryHooksSent(folder: URL, exchanges: readonly Exchange[]): Checked {
  const kinds = {
    metric_alert: 'metric-alerts.resolved.json',
    event: 'issue-alerts.triggered.json',
    issue: 'issues.created.json',
    error: 'errors.created.json',
  } as const;
  return beside(exchanges, '/webhooks/sentry', (message) => {
    const { data } = hookData.parse(message);
    const kind = (['metric_alert', 'event', 'issue', 'error'] as const).find((one) => one in data) ?? 'metric_alert';
    return [readJson(new URL(kinds[kind], folder))];
  });
}

function beside(exchanges: readonly Exchange[], path: string, samplesOf: (message: unknown) => readonly unknown[]): Checked {
  const sent = exchanges.filter((one) => one.path.startsWith(path));
  const faults = sent.flatMap(({ request }) => faultsBeside(samplesOf(request), request).map((fault) => `${path}: ${fault}`));
  return { messages: sent.length, faults };
}

function faultsOf(name: string, look: () => readonly string[]): readonly string[] {
  try {
    return look().map((fault) => `${name} ${fault}`);
  } catch (error) {
    return [`${name} is refused: ${String(error)}`];
  }
}

const jsonFiles = (folder: URL): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.json'));

function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
