import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { createSignatures } from '../../src/auth/signatures.ts';
import { createAzureAlerts } from '../../src/providers/azure/alerts.ts';
import { createSentry } from '../../src/providers/sentry/index.ts';
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
  const source = createAzureAlerts({ secret, signatures: createSignatures() });
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
  'issues.created.json': { resource: 'issue', events: 0 },
  'errors.created.json': { resource: 'error', events: 0 },
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

const ignore = (): void => undefined;

/** The alerts that the emulated Azure sends have the fields of the official samples of their kind. */
export function azureAlertsSent(folder: URL, exchanges: readonly Exchange[]): Checked {
  const samples = ['metric-static.resolved.json', 'test.metric-static.json'].map((name) => readJson(new URL(name, folder)));
  return beside(samples, exchanges, '/webhooks/azure/');
}

export function sentryHooksSent(folder: URL, exchanges: readonly Exchange[]): Checked {
  return beside([readJson(new URL('metric-alerts.resolved.json', folder))], exchanges, '/webhooks/sentry');
}

function beside(samples: readonly unknown[], exchanges: readonly Exchange[], path: string): Checked {
  const sent = exchanges.filter((one) => one.path.startsWith(path));
  return { messages: sent.length, faults: sent.flatMap((one) => faultsBeside(samples, one.request).map((fault) => `${path}: ${fault}`)) };
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
