import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { alert, at, issue, namesIn, organization } from '../../test/fakes/sentry-samples.ts';
import { startHook } from '../../test/fakes/webhook.ts';
import type { AlertMessage } from '../alerting/rule.ts';
import { EmulatorClock } from '../clock.ts';
import { createEstate } from '../estate/estate.ts';
import { Faults } from '../faults.ts';
import { createDemoServer } from '../server.ts';
import { secrets } from '../world.ts';
import { errorsPerMinute } from './alert-rules.ts';
import { createSentryEmulator } from './index.ts';
import { issueBody, metricAlertBody } from './payload.ts';

const minute = 60_000;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function create(botUrl: string) {
  const clock = new EmulatorClock({ start: at, patienceMs: 0 });
  const faults = new Faults(clock.now);
  const estate = createEstate({ seed: 'tocsin', clock });
  const emulator = createSentryEmulator({ clock, faults, estate, baseUrl: 'http://127.0.0.1:1', botUrl });
  return { clock, faults, estate, emulator };
}

const message = (resource: AlertMessage['resource'], body: object): AlertMessage => ({
  source: 'sentry',
  at,
  body,
  resource,
  issue,
  alerts: [],
});

describe('the Sentry stand-in', () => {
  it('signs the raw body, and says in a header what it is about', async () => {
    const hook = await startHook();
    stops.push(hook.stop);
    const { emulator } = create(hook.url);
    expect(await emulator.post(message('issue', issueBody(issue, 'created', organization)))).toMatchObject({ status: 202 });
    const [got] = hook.got;
    expect(got?.headers).toMatchObject({
      'sentry-hook-resource': 'issue',
      'sentry-hook-signature': createHmac('sha256', secrets.sentry)
        .update(got?.body ?? '')
        .digest('hex'),
    });
  });

  it('sends nothing again, whatever becomes of it', async () => {
    const hook = await startHook([503]);
    stops.push(hook.stop);
    const { emulator, clock, faults } = create(hook.url);
    expect(await emulator.post(message('metric_alert', metricAlertBody(alert, organization)))).toMatchObject({ status: 503 });
    faults.add({ target: 'sentry-webhook', timeout: 'before', count: 1 });
    expect(await emulator.post(message('metric_alert', metricAlertBody(alert, organization)))).toMatchObject({ status: undefined });
    await clock.advance(60 * minute);
    expect(hook.got).toHaveLength(1);
  });
});

describe('its API', () => {
  const secret = { authorization: `Bearer ${secrets.sentryToken}` };
  const releasesPath = '/sentry/api/0/projects/example/compliance/releases/';

  async function start() {
    const { faults, emulator, estate, clock } = create('http://127.0.0.1:1');
    const server = createDemoServer([emulator], faults);
    await server.ready();
    const get = (url: string, headers: Readonly<Record<string, string>> = secret) => server.inject({ url, headers });
    return { faults, emulator, estate, clock, get };
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

  const series = '/sentry/api/0/organizations/example/events-timeseries/';

  it('counts errors by the minute as the estate counts exceptions', async () => {
    const { get, estate, clock } = await start();
    const from = at - 60 * minute;
    estate.apply({
      resource: 'appi-compliance',
      metric: 'exceptions/count',
      from: at - 10 * minute,
      to: at,
      change: (value) => value + 20,
    });
    const query = `dataset=errors&project=compliance&interval=1m&yAxis=count()&start=${new Date(from).toISOString()}&end=${new Date(at).toISOString()}`;
    const body: { timeSeries: { values: { timestamp: number; value: number; incomplete: boolean }[] }[]; meta: object } = (
      await get(`${series}?${query}`)
    ).json();
    const values = body.timeSeries[0]?.values ?? [];
    expect(values.map((one) => ({ at: one.timestamp, count: one.value }))).toEqual(errorsPerMinute(estate, 'compliance', { from, to: at }));
    expect(values.at(-1)?.value).toBeGreaterThanOrEqual(20);
    expect(values.at(-15)?.value).toBeLessThan(5);
    expect(body.meta).toEqual({ dataset: 'errors', start: from, end: at });
    const now: typeof body = (await get(`${series}?dataset=errors&statsPeriod=1h&interval=1m`)).json();
    expect(now.timeSeries[0]?.values.map((one) => one.incomplete).slice(-2)).toEqual([false, clock.now() % minute !== 0]);
  });

  it('has the names of Sentry’s specification in events over time', async (context) => {
    const file = new URL('../../../shared/contracts/sentry/sentry-subset.openapi.json', import.meta.url);
    if (!existsSync(file)) context.skip('Sentry’s specification is not at hand');
    const path = '/api/0/organizations/{organization_id_or_slug}/events-timeseries/';
    const { schema } = JSON.parse(readFileSync(file, 'utf8')).paths[path].get.responses['200'].content['application/json'];
    const { get } = await start();
    const body = (await get(`${series}?dataset=errors&statsPeriod=1h&interval=5m&groupBy=project`)).json();
    const [one] = body.timeSeries;
    expect(body.timeSeries).toHaveLength(4);
    const item = schema.properties.timeSeries.items;
    for (const [value, of] of [
      [body.meta, schema.properties.meta],
      [one, item],
      [one.meta, item.properties.meta],
      [one.values[0], item.properties.values.items],
      [one.groupBy[0], item.properties.groupBy.items],
    ]) {
      expect(Object.keys(of.properties)).toEqual(expect.arrayContaining(Object.keys(value)));
      expect(Object.keys(value)).toEqual(expect.arrayContaining(of.required));
    }
  });

  it.each(['dataset=logs', 'dataset=errors&interval=10s', 'dataset=errors&statsPeriod=soon', 'dataset=errors&yAxis=p95()', 'interval=1m'])(
    'refuses what it cannot count: %s',
    async (query) => {
      const { get } = await start();
      const answer = await get(`${series}?${query}`);
      expect([answer.statusCode, typeof answer.json().detail]).toEqual([400, 'string']);
    },
  );

  it('lists the issues that hooks told of beside the everyday ones, and each by its number', async () => {
    const { get, emulator } = await start();
    await emulator.post(message('issue', issueBody(issue, 'created', organization)));
    const list = '/sentry/api/0/organizations/example/issues/?project=compliance&statsPeriod=24h';
    const rows: { id: string; title: string; count: string }[] = (await get(list)).json();
    expect(rows.map((one) => one.title)).toContain('TimeoutError: The operation did not complete in time');
    expect(rows.length).toBeGreaterThan(1);
    expect((await get(`/sentry/api/0/organizations/example/issues/${issue.id}/`)).json()).toMatchObject({ id: issue.id, count: '12' });
    expect((await get('/sentry/api/0/organizations/example/issues/1/')).statusCode).toBe(404);
    expect((await get(`${list}&query=is:resolved`)).json()).toEqual([]);
    const first = await get(`${list}&limit=1`);
    expect(first.json()).toHaveLength(1);
    expect(first.headers['link']).toMatch(/rel="next"; results="true"; cursor="0:1:0"$/u);
  });
});
