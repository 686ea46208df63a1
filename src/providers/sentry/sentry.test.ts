import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Faults } from '../../../emulators/faults.ts';
import { createSentryEmulator } from '../../../emulators/sentry/index.ts';
import { metricAlertBody, type SentryAlert } from '../../../emulators/sentry/payload.ts';
import { createDemoServer, freePort, listen } from '../../../emulators/server.ts';
import { secrets } from '../../../emulators/world.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import { createSignatures } from '../../auth/signatures.ts';
import type { RawRequest } from '../../core/ports.ts';
import { createSentry } from './index.ts';

const clock = createHandClock();
const signatures = createSignatures();
const sentryAt = (url: string, token = secrets.sentryToken as string, organization = 'example') =>
  createSentry({ clientSecret: secrets.sentry, url, organization, token, signatures, clock, log: createLogList() });
const { alerts } = sentryAt('https://sentry.io');

function request(body: string, headers: Record<string, string> = {}): RawRequest {
  return { method: 'POST', path: alerts.path, query: {}, params: {}, headers, body: new TextEncoder().encode(body) };
}

describe('a hook', () => {
  const body = '{"action": "resolved",  "é": 1}';
  const signature = signatures.hmac(secrets.sentry, body);

  it('is genuine when its raw body is signed with the client secret', async () => {
    expect(await alerts.verify(request(body, { 'sentry-hook-signature': signature }))).toEqual({ genuine: true });
  });

  it.each([
    ['no signature', body, {}],
    ['an empty signature', body, { 'sentry-hook-signature': '' }],
    ['a signature of another length', body, { 'sentry-hook-signature': signature.slice(0, 10) }],
    ['a signature by another secret', body, { 'sentry-hook-signature': signatures.hmac('other', body) }],
    ['a body that was written anew', JSON.stringify(JSON.parse(body)), { 'sentry-hook-signature': signature }],
  ])('is refused with 401: %s', async (_what, sent, headers) => {
    expect(await alerts.verify(request(sent, headers))).toMatchObject({ genuine: false, status: 401 });
  });

  it('33 is the same one when it is replayed with fresh unsigned headers', () => {
    const replayed = request(body, { 'sentry-hook-signature': signature, 'sentry-hook-timestamp': '9', 'request-id': 'new' });
    expect(alerts.identify(replayed)).toBe(alerts.identify(request(body)));
    expect(alerts.identify(request(`${body} `))).not.toBe(alerts.identify(replayed));
  });
});

describe('a metric alert', () => {
  const alert: SentryAlert = { project: 'compliance', title: 'Timeouts', state: 'critical', at: clock.now(), rule: '77', firing: '4' };
  const organization = { slug: 'example', url: 'https://sentry.io' };
  const read = (state: SentryAlert['state'], at: number) =>
    alerts.read(metricAlertBody({ ...alert, state, at }, alert.at, organization), { at: at + 200, resource: 'metric_alert' })[0];

  it('fires and resolves under one key', () => {
    const fired = read('critical', alert.at);
    const resolved = read('resolved', alert.at + 60_000);
    expect(fired).toMatchObject({ state: 'fired', severity: 'P1', project: 'compliance', title: 'Timeouts', at: alert.at });
    expect(resolved).toMatchObject({ key: fired?.key, state: 'resolved', at: alert.at + 60_000 });
  });

  it('is the same alert each time its rule fires, and tells when that firing began', () => {
    const again = { ...alert, firing: '5', at: alert.at + 600_000 };
    const read2 = alerts.read(metricAlertBody(again, again.at, organization), { at: again.at, resource: 'metric_alert' })[0];
    expect(read2?.key).toBe(read('critical', alert.at)?.key);
    expect(read2).toMatchObject({ firing: '5', firingSince: again.at });
    expect(read('resolved', alert.at + 900_000)).toMatchObject({ firing: '4', firingSince: alert.at });
  });

  it('is P3 as a warning', () => {
    expect(read('warning', alert.at)?.severity).toBe('P3');
  });

  it('without a time of closing never resolves before it fired, whatever the clocks say', () => {
    const body = JSON.parse(JSON.stringify(metricAlertBody({ ...alert, state: 'resolved' }, alert.at, organization)));
    body.data.metric_alert.date_closed = null;
    expect(alerts.read(body, { at: alert.at - 600_000, resource: 'metric_alert' })[0]?.at).toBe(alert.at);
  });

  it.each([[{}], [{ action: 'critical' }], [null], ['text'], [{ action: 'critical', data: { metric_alert: { id: 1 } } }]])(
    'that cannot be read is a mistake in words: %j',
    (body) => {
      expect(() => alerts.read(body, { at: 1, resource: 'metric_alert' })).toThrow(/This is not a Sentry metric alert/u);
    },
  );
});

const samples = new URL('../../../../shared/contracts/sentry/webhooks/', import.meta.url);
describe.skipIf(!existsSync(samples))('Sentry’s own samples (skipped where they are not at hand)', () => {
  const read = (name: string, resource: string) =>
    alerts.read(JSON.parse(readFileSync(new URL(name, samples), 'utf8')), { at: Date.UTC(2022, 0, 1), resource });

  it('are understood', () => {
    expect(read('metric-alerts.resolved.json', 'metric_alert')).toMatchObject([
      { key: 'sentry:metric:7', state: 'resolved', project: 'bar', title: 'Too many errors' },
    ]);
    expect(read('issue-alerts.triggered.json', 'event_alert')).toMatchObject([
      { key: 'sentry:issue:1117540176', state: 'fired', severity: 'P2', project: 'front-end', at: Date.UTC(2019, 7, 19, 21, 6, 17, 677) },
    ]);
    expect(read('issues.created.json', 'issue')).toEqual([]);
    expect(read('errors.created.json', 'error')).toEqual([]);
    expect(read('comments.created.json', 'comment')).toEqual([]);
    expect(read('installation.created.json', 'installation')).toEqual([]);
  });

  it('tell the end of an issue that an alert rule has announced', () => {
    const sample = JSON.parse(readFileSync(new URL('issues.created.json', samples), 'utf8'));
    for (const action of ['resolved', 'archived', 'ignored']) {
      expect(alerts.read({ ...sample, action }, { at: Date.UTC(2022, 0, 1), resource: 'issue' })).toMatchObject([
        // Not when the issue was last seen: that may lie before its firing.
        { key: 'sentry:issue:1170820242', state: 'resolved', project: 'front-end', at: Date.UTC(2022, 0, 1) },
      ]);
    }
  });

  it('are refused without the header that names them', () => {
    expect(() => alerts.read({}, { at: 1, resource: undefined })).toThrow('Sentry-Hook-Resource');
    expect(() => alerts.read({}, { at: 1, resource: 'galaxy' })).toThrow('galaxy');
  });
});

describe('with the local stand-in', () => {
  let stop: () => Promise<void> = async () => undefined;
  afterEach(() => stop());

  it('the hook it sends is genuine, and the organization can be read', async () => {
    const faults = new Faults(clock.now);
    const baseUrl = `http://127.0.0.1:${await freePort(0, 'DEMO_PORT')}`;
    const emulator = createSentryEmulator({ clock, faults, baseUrl, botUrl: baseUrl });
    const server = createDemoServer([emulator]);
    const hooks: RawRequest[] = [];
    server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    server.post('/webhooks/sentry', async (received, reply) => {
      const headers = Object.fromEntries(Object.entries(received.headers).map(([name, value]) => [name, String(value)]));
      hooks.push({ ...request(String(received.body), headers) });
      return reply.code(202).send({ accepted: 1 });
    });
    await listen(server, Number(new URL(baseUrl).port));
    stop = () => server.close();

    await emulator.fire({ project: 'compliance', title: 'Timeouts', state: 'critical', at: clock.now(), rule: '5', firing: '4' });
    const [hook] = hooks;
    expect(hook === undefined ? undefined : await alerts.verify(hook)).toEqual({ genuine: true });
    expect(hook?.headers['sentry-hook-resource']).toBe('metric_alert');

    const { signal } = new AbortController();
    const range = { from: clock.now() - 28 * 86_400_000, to: clock.now() };
    const releases = await sentryAt(`${baseUrl}/sentry`).errors.releases({ project: 'compliance', ...range }, { signal });
    expect(releases.length).toBeGreaterThanOrEqual(4);
    expect(releases.every(({ version }) => version.startsWith('compliance@2026.'))).toBe(true);
    expect(await sentryAt(`${baseUrl}/sentry`).errors.releases({ project: 'compliance', ...range }, { signal })).toEqual(releases);
    const check = (token?: string, organization?: string) => sentryAt(`${baseUrl}/sentry`, token, organization).errors.check({ signal });
    expect(await check()).toEqual([{ what: 'Sentry', ok: true, detail: 'the organization Example can be read' }]);
    expect((await check('wrong'))[0]?.detail).toContain('sentry.token');
    expect((await check(undefined, 'nobody'))[0]?.detail).toContain('sentry.organization');
    faults.add({ target: 'sentry', status: 429 });
    expect((await check())[0]).toMatchObject({ ok: false, detail: 'too many requests just now.' });
    faults.clear();
    faults.add({ target: 'sentry', status: 503 });
    expect((await check())[0]?.detail).toBe('it failed with status 503: an outage of Sentry; try again later.');
    faults.clear();
    await server.close();
    expect((await check())[0]?.detail).toBe('it cannot be reached; see the network and sentry.url.');
  });
});
