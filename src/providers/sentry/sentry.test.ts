import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { createLogList } from '../../../test/fakes/log.ts';
import { createSignatures } from '../../auth/signatures.ts';
import type { Verdict } from '../../core/alert-ports.ts';
import type { RawRequest } from '../../core/ports.ts';
import { createSentry } from './index.ts';

const clock = createHandClock();
const signatures = createSignatures();
const [secret, newer] = ['the-client-secret', 'the-newer-client-secret'] as const;
const sentryAt = (url: string, { token = 'the-token', organization = 'example' } = {}) =>
  createSentry({ clientSecret: [secret, newer], url, organization, token, signatures, clock, log: createLogList() });
const { alerts, spikes } = sentryAt('https://sentry.io');

function request(body: string, headers: Record<string, string> = {}): RawRequest {
  return { method: 'POST', path: '/webhooks/sentry', query: {}, params: {}, headers, body: new TextEncoder().encode(body) };
}

describe('a hook', () => {
  const body = '{"action": "resolved",  "é": 1}';
  const signature = signatures.hmac(secret, body);
  const verify = (sent: RawRequest): Verdict | Promise<Verdict> | undefined => alerts.doors[0]?.verify(sent);

  it('is genuine when its raw body is signed with the client secret', async () => {
    expect(alerts.doors).toMatchObject([{ path: '/webhooks/sentry', secretParams: [] }]);
    expect(await verify(request(body, { 'sentry-hook-signature': signature }))).toEqual({ genuine: true });
  });

  it('43 is genuine with the newer secret too, while it is changed', async () => {
    expect(await verify(request(body, { 'sentry-hook-signature': signatures.hmac(newer, body) }))).toEqual({ genuine: true });
  });

  it.each([
    ['no signature', body, {}],
    ['an empty signature', body, { 'sentry-hook-signature': '' }],
    ['a signature of another length', body, { 'sentry-hook-signature': signature.slice(0, 10) }],
    ['a signature by another secret', body, { 'sentry-hook-signature': signatures.hmac('other', body) }],
    ['a signature by no secret', body, { 'sentry-hook-signature': signatures.hmac('', body) }],
    ['a body that was written anew', JSON.stringify(JSON.parse(body)), { 'sentry-hook-signature': signature }],
    ['a body that was cut', body.slice(0, -1), { 'sentry-hook-signature': signature }],
  ])('is refused with 401: %s', async (_what, sent, headers) => {
    expect(await verify(request(sent, headers))).toMatchObject({ genuine: false, status: 401 });
  });

  it('33 is the same one when it is replayed with fresh unsigned headers', () => {
    const replayed = request(body, { 'sentry-hook-signature': signature, 'sentry-hook-timestamp': '9', 'request-id': 'new' });
    expect(alerts.identify(replayed, 0)).toBe(alerts.identify(request(body), 0));
    expect(alerts.identify(request(`${body} `), 0)).not.toBe(alerts.identify(replayed, 0));
  });
});

describe('a metric alert', () => {
  const startedAt = clock.now();
  const metric = (action: string, { started = startedAt, closed = undefined as number | undefined, firing = '4' } = {}) => ({
    action,
    data: {
      metric_alert: {
        id: firing,
        projects: ['compliance'],
        date_detected: new Date(started).toISOString(),
        date_closed: closed === undefined ? null : new Date(closed).toISOString(),
        alert_rule: { id: '77', name: 'Timeouts', environment: 'production' },
      },
      description_text: '120 events',
      web_url: 'https://sentry.io/organizations/example/alerts/4/',
    },
  });
  const read = (body: object, at = startedAt + 200) => alerts.read(body, { at, resource: 'metric_alert' })[0];

  it('fires and resolves under one key', () => {
    expect(read(metric('critical'))).toMatchObject({
      key: 'sentry:metric:77',
      state: 'fired',
      severity: 'P1',
      project: 'compliance',
      rule: 'Timeouts',
      at: startedAt,
      labels: { kind: 'metric', environment: 'production' },
    });
    expect(read(metric('critical'))?.endsAfterMs).toBeUndefined();
    const resolved = read(metric('resolved', { closed: startedAt + 60_000 }));
    expect(resolved).toMatchObject({
      key: 'sentry:metric:77',
      state: 'resolved',
      at: startedAt + 60_000,
      firing: '4',
      firingSince: startedAt,
    });
  });

  it('is the same alert each time its rule fires, and tells when that firing began', () => {
    const later = startedAt + 600_000;
    expect(read(metric('critical', { started: later, firing: '5' }))).toMatchObject({
      key: 'sentry:metric:77',
      firing: '5',
      firingSince: later,
    });
  });

  it('is P3 as a warning', () => {
    expect(read(metric('warning'))?.severity).toBe('P3');
  });

  it('without a time of closing never resolves before it fired, whatever the clocks say', () => {
    expect(read(metric('resolved'), startedAt - 600_000)?.at).toBe(startedAt);
  });

  it.each([[{}], [{ action: 'critical' }], [null], ['text'], [{ action: 'critical', data: { metric_alert: { id: 1 } } }]])(
    'that cannot be read is a mistake in words: %j',
    (body) => {
      expect(() => alerts.read(body, { at: 1, resource: 'metric_alert' })).toThrow(/This is not a Sentry metric alert/u);
    },
  );
});

describe('an error', () => {
  const error = (more: object = {}) => ({
    event_id: 'e1',
    issue_id: '17',
    title: 'ConnectionTimeout: pg-compliance',
    culprit: 'app.db',
    datetime: '2026-11-20T08:59:00.000000Z',
    level: 'error',
    url: 'https://sentry.io/api/0/projects/example/compliance/events/e1/',
    web_url: 'https://sentry.io/organizations/example/issues/17/events/e1/',
    ...more,
  });
  const read = (more?: object) =>
    alerts.read({ action: 'created', data: { error: error(more) } }, { at: clock.now(), resource: 'error' })[0];

  it('fires its issue, for an hour unless it comes again', () => {
    expect(read()).toEqual({
      source: 'sentry',
      key: 'sentry:issue:17',
      firing: 'e1',
      state: 'fired',
      at: Date.UTC(2026, 10, 20, 8, 59),
      endsAfterMs: 3_600_000,
      rule: 'ConnectionTimeout: pg-compliance',
      title: 'ConnectionTimeout: pg-compliance',
      description: 'app.db',
      severity: 'P2',
      resources: [],
      labels: { kind: 'error' },
      project: 'compliance',
      operation: undefined,
      release: undefined,
      link: 'https://sentry.io/organizations/example/issues/17/events/e1/',
    });
    expect(read({ level: 'fatal' })?.severity).toBe('P1');
    expect(read({ level: 'warning' })?.severity).toBe('P3');
  });

  it('tells release, environment and operation, of its own or of its tags', () => {
    const tags = [
      ['environment', 'production'],
      ['release', 'compliance@4.2.0'],
      ['transaction', 'POST /screenings'],
    ];
    const found = { release: 'compliance@4.2.0', operation: 'POST /screenings', labels: { kind: 'error', environment: 'production' } };
    expect(read({ tags })).toMatchObject(found);
    expect(read({ tags: tags.map(([key, value]) => ({ key, value })) })).toMatchObject(found);
    expect(read({ release: 'own', transaction: 'GET /', environment: 'test', tags })).toMatchObject({ release: 'own', operation: 'GET /' });
    expect(read({ release: null, tags: 'nonsense' })?.release).toBeUndefined();
  });
});

describe('an issue', () => {
  const body = (action: string) => ({
    action,
    data: {
      issue: {
        id: '17',
        title: 'ConnectionTimeout',
        culprit: 'app.db',
        level: 'error',
        firstSeen: '2026-11-20T08:59:00Z',
        lastSeen: '2026-11-20T08:59:30Z',
        permalink: null,
        project: { slug: 'compliance' },
      },
    },
  });
  const read = (action: string) => alerts.read(body(action), { at: clock.now(), resource: 'issue' });

  it('fires when it is new, and when it comes back', () => {
    const common = { key: 'sentry:issue:17', state: 'fired', endsAfterMs: 3_600_000, labels: { kind: 'issue' }, severity: 'P2' };
    expect(read('created')).toMatchObject([{ ...common, at: Date.UTC(2026, 10, 20, 8, 59) }]);
    expect(read('unresolved')).toMatchObject([{ ...common, at: clock.now() }]);
  });

  it('resolves when somebody resolves or archives it, by whatever word', () => {
    // Not when the issue was last seen: that may lie before its firing.
    for (const action of ['resolved', 'archived', 'ignored'])
      expect(read(action)).toMatchObject([{ key: 'sentry:issue:17', state: 'resolved', at: clock.now(), endsAfterMs: undefined }]);
  });

  it('18 fires no later than we were told, so that its end is never earlier, whatever the clocks of the machines it happens on say', () => {
    const ahead = new Date(clock.now() + 9 * 60_000).toISOString();
    const event = { event_id: 'e', issue_id: '17', level: 'error', datetime: ahead };
    const error = alerts.read({ action: 'created', data: { error: event } }, { at: clock.now(), resource: 'error' });
    expect(error).toMatchObject([{ key: 'sentry:issue:17', state: 'fired', at: clock.now() }]);
    expect(read('resolved')[0]?.at).toBeGreaterThanOrEqual(error[0]?.at ?? Number.NaN);
    const created = body('created');
    const issue = { ...created.data.issue, firstSeen: ahead };
    expect(alerts.read({ ...created, data: { issue } }, { at: clock.now(), resource: 'issue' })).toMatchObject([{ at: clock.now() }]);
  });

  it('of which something else is told is understood, and of no interest', () => {
    expect(read('assigned')).toEqual([]);
  });
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
      {
        key: 'sentry:issue:1117540176',
        state: 'fired',
        severity: 'P2',
        project: 'front-end',
        at: Date.UTC(2019, 7, 19, 21, 6, 17, 677),
        rule: 'Very Important Alert Rule!',
        labels: { kind: 'issue' },
        endsAfterMs: 3_600_000,
      },
    ]);
    expect(read('issues.created.json', 'issue')).toMatchObject([{ key: 'sentry:issue:1170820242', state: 'fired', project: 'front-end' }]);
    expect(read('errors.created.json', 'error')).toMatchObject([{ key: 'sentry:issue:1170820242', state: 'fired', project: 'front-end' }]);
    expect(read('comments.created.json', 'comment')).toEqual([]);
    expect(read('installation.created.json', 'installation')).toEqual([]);
  });

  it('are refused without the header that names them', () => {
    expect(() => alerts.read({}, { at: 1, resource: undefined })).toThrow('Sentry-Hook-Resource');
    expect(() => alerts.read({}, { at: 1, resource: 'galaxy' })).toThrow('galaxy');
  });
});

describe('Sentry’s API', () => {
  let stop: () => void = () => undefined;
  afterEach(() => stop());
  const { signal } = new AbortController();

  /** Knows one organization and one token, and answers with `status` to whoever has it. */
  async function start(): Promise<{ readonly url: string; readonly fail: (status: number | undefined) => void }> {
    let failing: number | undefined;
    const server = createServer((asked, response) => {
      const { authorization } = asked.headers;
      if (authorization !== 'Bearer the-token') return response.writeHead(401).end('{}');
      if (failing !== undefined) return response.writeHead(failing).end('"no"');
      if (asked.url !== '/api/0/organizations/example/') return response.writeHead(404).end('{}');
      return response.end('{"slug": "example", "name": "Example"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stop = () => {
      server.closeAllConnections();
      server.close();
    };
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { url: `http://127.0.0.1:${address.port}`, fail: (status) => (failing = status) };
  }

  it('is checked by reading the organization, and each failure says what to do', async () => {
    const { url, fail } = await start();
    const check = async (options?: { token?: string; organization?: string }) => (await sentryAt(url, options).errors.check({ signal }))[0];
    expect(await check()).toEqual({ what: 'Sentry', ok: true, detail: 'the organization Example can be read' });
    expect((await check({ token: 'wrong' }))?.detail).toContain('sentry.token');
    expect((await check({ organization: 'nobody' }))?.detail).toContain('sentry.organization');
    fail(429);
    expect(await check()).toMatchObject({ ok: false, detail: 'too many requests just now.' });
    fail(503);
    expect((await check())?.detail).toBe('it failed with status 503: an outage of Sentry; try again later.');
    stop();
    expect((await check())?.detail).toBe('it cannot be reached; see the network and sentry.url.');
  });

  it('is asked for spikes only where somebody wants them and there is a token', () => {
    expect(spikes).toBeUndefined();
    const wanted = { sensitivity: 'medium', least: 20, projects: () => ['shop'] } as const;
    const needs = { clientSecret: secret, url: 'https://sentry.io', organization: 'example', signatures, clock, log: createLogList() };
    expect(createSentry({ ...needs, spikes: wanted }).spikes).toBeUndefined();
    expect(createSentry({ ...needs, spikes: wanted, token: 't' }).spikes).toMatchObject({ everyMs: 60_000, source: 'sentry' });
  });
});
