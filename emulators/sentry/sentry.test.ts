import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Faults } from '../faults.ts';
import { createDemoServer } from '../server.ts';
import { secrets } from '../world.ts';
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

describe('its API', () => {
  const secret = { authorization: `Bearer ${secrets.sentryToken}` };
  const releasesPath = '/sentry/api/0/projects/example/compliance/releases/';

  async function start() {
    const faults = new Faults(() => at);
    const emulator = createSentryEmulator({
      clock: { now: () => at },
      faults,
      baseUrl: 'http://127.0.0.1:1',
      botUrl: 'http://127.0.0.1:1',
    });
    const server = createDemoServer([emulator], faults);
    await server.ready();
    const get = (url: string, headers: Readonly<Record<string, string>> = secret) => server.inject({ url, headers });
    return { faults, emulator, get };
  }

  it('lists a few releases a week of each service, newest first, the same ones every time', async () => {
    const { get } = await start();
    for (const project of ['bps-website', 'pixcrawler', 'packamal', 'compliance']) {
      const url = `/sentry/api/0/projects/example/${project}/releases/`;
      const rows: readonly { version: string; dateCreated: string; dateReleased: string }[] = (await get(url)).json();
      expect(rows.length).toBeGreaterThan(12);
      expect(rows.map((one) => one.dateCreated)).toEqual(
        rows
          .map((one) => one.dateCreated)
          .toSorted()
          .toReversed(),
      );
      expect(rows.every((one) => Date.parse(one.dateReleased) <= at && one.version.startsWith(`${project}@`))).toBe(true);
      expect((await get(url)).json()).toEqual(rows);
    }
  });

  it('pages as Sentry does, and names the next page also where there is none', async () => {
    const { get } = await start();
    const all: readonly object[] = (await get(releasesPath)).json();
    const first = await get(`${releasesPath}?per_page=5`);
    expect(first.json()).toEqual(all.slice(0, 5));
    expect(first.headers['link']).toMatch(/rel="previous"; results="false"; .*rel="next"; results="true"; cursor="0:5:0"$/u);
    const last = await get(`${releasesPath}?per_page=100&cursor=0:5:0`);
    expect(last.json()).toEqual(all.slice(5));
    expect(last.headers['link']).toMatch(/rel="next"; results="false"/u);
    const both = '/sentry/api/0/organizations/example/releases/?project=compliance&project=packamal';
    expect(new Set((await get(both)).json<{ version: string }[]>().map((one) => one.version.split('@')[0]))).toEqual(
      new Set(['compliance', 'packamal']),
    );
  });

  it('adds what a scenario releases', async () => {
    const { get, emulator } = await start();
    emulator.release({ project: 'compliance', version: 'compliance@1', createdAt: at - 60_000, releasedAt: at - 30_000 });
    expect((await get(releasesPath)).json()[0]).toMatchObject({ version: 'compliance@1', dateReleased: '2026-11-20T08:59:30.000Z' });
  });

  it('tells its limits, and refuses as Sentry does', async () => {
    const { get, faults } = await start();
    expect((await get(releasesPath)).headers).toMatchObject({ 'x-sentry-rate-limit-limit': '40', 'x-sentry-rate-limit-remaining': '39' });
    expect((await get(releasesPath, {})).statusCode).toBe(401);
    expect((await get(releasesPath, { authorization: 'Bearer x' })).json()).toEqual({ detail: 'Invalid token' });
    expect((await get('/sentry/api/0/projects/example/nothing/releases/')).statusCode).toBe(404);
    faults.add({ target: 'sentry', status: 429, retryAfter: 3, count: 1 });
    const throttled = await get(releasesPath);
    expect([throttled.statusCode, throttled.headers['retry-after'], throttled.headers['x-sentry-rate-limit-remaining']]).toEqual([
      429,
      '3',
      '0',
    ]);
  });

  it('has in a release exactly the names of Sentry’s own example', async (context) => {
    const file = new URL('../../../shared/contracts/sentry/sentry-subset.openapi.json', import.meta.url);
    if (!existsSync(file)) context.skip('Sentry’s specification is not at hand');
    const path = '/api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/';
    const official = JSON.parse(readFileSync(file, 'utf8')).paths[path].get.responses['200'].content['application/json'];
    const [example] = Object.values<{ value: readonly object[] }>(official.examples)[0]?.value ?? [];
    const { get } = await start();
    expect(namesIn((await get(releasesPath)).json()[0]).toSorted()).toEqual(namesIn(example).toSorted());
  });
});
