import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Faults } from '../faults.ts';
import { createSentryEmulator } from './index.ts';
import { metricAlertBody } from './payload.ts';

const at = Date.UTC(2026, 10, 20, 9);
const alert = { project: 'compliance', title: 'Timeouts', state: 'resolved', at, rule: '7', firing: '4' } as const;
const organization = { slug: 'example', url: 'https://sentry.io' };

/** The names in a body, as paths; what lists hold is left out. */
function namesIn(body: unknown, path = ''): readonly string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [path];
  return Object.entries(body).flatMap(([name, value]) => namesIn(value, `${path}/${name}`));
}

const sample = new URL('../../../shared/contracts/sentry/webhooks/metric-alerts.resolved.json', import.meta.url);
describe.skipIf(!existsSync(sample))('the hook of a metric alert (skipped where Sentry’s sample is not at hand)', () => {
  it('has exactly the names of Sentry’s own', () => {
    const official: unknown = JSON.parse(readFileSync(sample, 'utf8'));
    expect(namesIn(metricAlertBody(alert, at, organization)).toSorted()).toEqual(namesIn(official).toSorted());
  });
});

describe('the Sentry stand-in', () => {
  it('tells whoever fires an alert that the bot did not take it', async () => {
    const emulator = createSentryEmulator({
      clock: { now: () => at },
      faults: new Faults(() => at),
      baseUrl: 'http://127.0.0.1:1',
      // Nobody listens on the port of tcpmux.
      botUrl: 'http://127.0.0.1:1',
    });
    await expect(emulator.fire(alert)).rejects.toThrow('fetch failed');
  });
});
