import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSignatures } from '../../auth/signatures.ts';
import { UserError } from '../../core/errors.ts';
import type { RawRequest } from '../../core/ports.ts';
import { createAlertmanager } from './index.ts';

const signatures = createSignatures();
const token = 'the-token-of-alertmanager';
const alerts = createAlertmanager({ token: [token], username: 'prom', password: ['sesame'], signatures });
const receivedAt = Date.UTC(2026, 10, 20, 12);

const firing = {
  status: 'firing',
  labels: { alertname: 'HighErrorRate', service: 'packamal', severity: 'critical', method: 'get', route: '/orders', app_version: '4.2.0' },
  annotations: { summary: '7 % of requests fail', description: 'See the runbook.' },
  startsAt: '2026-11-20T11:58:26.739266876Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://prometheus.example.org/graph?g0.expr=x',
  fingerprint: '1a30ba71cca2921f',
};
const resolved = { ...firing, status: 'resolved', endsAt: '2026-11-20T12:08:26Z' };

function group(list: readonly object[], more: object = {}): object {
  return {
    version: '4',
    groupKey: '{}:{alertname="HighErrorRate"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'tocsin',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example.org',
    alerts: list,
    ...more,
  };
}

const read = (body: unknown) => alerts.read(body, { at: receivedAt, resource: undefined });
const one = (alert: object) => read(group([alert]))[0];
const identify = (body: unknown, at = receivedAt): string =>
  alerts.identify({ headers: {}, body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)) }, at);

describe('an alert of Prometheus', () => {
  it('is read with all that is known of it', () => {
    expect(one(firing)).toEqual({
      source: 'alertmanager',
      key: expect.stringContaining('alertname="HighErrorRate"'),
      state: 'fired',
      at: Date.UTC(2026, 10, 20, 11, 58, 26, 739),
      firing: expect.stringContaining('alertname="HighErrorRate"'),
      seenAt: receivedAt,
      firingSince: undefined,
      rule: 'HighErrorRate',
      title: 'HighErrorRate: 7 % of requests fail',
      description: 'See the runbook.',
      severity: 'P1',
      resources: [],
      labels: firing.labels,
      operation: 'GET /orders',
      release: '4.2.0',
      link: firing.generatorURL,
    });
  });

  it('resolves under the same key, at its end, and tells which firing ended', () => {
    expect(one(resolved)).toMatchObject({ key: one(firing)?.key, state: 'resolved', at: Date.UTC(2026, 10, 20, 12, 8, 26) });
    expect(one(resolved)?.firingSince).toBe(one(firing)?.at);
    expect(one(resolved)?.firing).toBe(one(firing)?.firing);
    expect(one({ ...firing, startsAt: '2026-11-20T13:00:00Z' })?.firing).not.toBe(one(firing)?.firing);
    expect(one({ ...resolved, endsAt: '0001-01-01T00:00:00Z' })?.at).toBe(receivedAt);
  });

  it('is told from another by its labels, in whatever order they come, whatever they hold', () => {
    const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2', '1",b="2', ''), { minKeys: 1 });
    const sorted = (given: object): string => JSON.stringify(Object.entries(given).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    fc.assert(
      fc.property(labels, labels, (left, right) => {
        const [first, second] = read(
          group([
            { ...firing, labels: left },
            { ...firing, labels: right },
          ]),
        );
        expect(first?.key === second?.key).toBe(sorted(left) === sorted(right));
        const turned = Object.fromEntries(Object.entries(left).toReversed());
        expect(one({ ...firing, labels: turned })?.key).toBe(first?.key);
      }),
    );
  });

  it.each([
    ['critical', 'P1'],
    ['page', 'P1'],
    ['error', 'P2'],
    ['High', 'P2'],
    ['warning', 'P3'],
    ['info', 'P3'],
    ['P0', 'P0'],
    ['p2', 'P2'],
    ['constructor', 'P3'],
    [undefined, 'P3'],
  ])('labelled %s is %s', (severity, expected) => {
    expect(one({ ...firing, labels: { alertname: 'x', ...(severity === undefined ? {} : { severity }) } })?.severity).toBe(expected);
  });

  it('is about the Azure resource that a label names', () => {
    const resource = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/packamal-aks';
    expect(one({ ...firing, labels: { alertname: 'x', microsoft_resourceid: resource } })?.resources).toEqual([resource]);
  });

  it('links to nothing but https', () => {
    expect(one({ ...firing, generatorURL: 'javascript:alert(1)' })?.link).toBe('https://alertmanager.example.org');
    expect(read(group([{ ...firing, generatorURL: 'http://prom:9090' }], { externalURL: 'http://am:9093' }))[0]?.link).toBeUndefined();
  });

  it('says how many alerts of its group were left out', () => {
    expect(read(group([firing], { truncatedAlerts: 12 }))[0]?.description).toBe(
      'See the runbook.\nAlertmanager left 12 more alerts of this group out of its message (max_alerts of the receiver).',
    );
  });

  it('comes in a group with others, each with its own state', () => {
    const other = { ...resolved, labels: { alertname: 'Other' } };
    expect(read(group([firing, other])).map(({ state }) => state)).toEqual(['fired', 'resolved']);
    expect(read(group([]))).toEqual([]);
  });

  it.each([[{}], [null], ['text'], [{ version: '3', alerts: [] }], [{ version: '4', alerts: [{ status: 'x' }] }]])('is not %j', (body) => {
    expect(() => read(body)).toThrow(UserError);
    expect(() => read(body)).toThrow(/not what Alertmanager posts/u);
  });
});

describe('a group that is posted again', () => {
  it('16 is the same message within a minute while its alerts, their states and times are the same', () => {
    const other = { ...firing, fingerprint: '2', labels: { alertname: 'Other' } };
    expect(identify(group([other, firing], { receiver: 'again' }))).toBe(identify(group([firing, other])));
    expect(identify(group([resolved]))).not.toBe(identify(group([firing])));
    expect(identify(group([{ ...firing, startsAt: '2026-11-20T13:00:00Z' }]))).not.toBe(identify(group([firing])));
    expect(identify(group([firing, other]))).not.toBe(identify(group([firing])));
  });

  it('is another message later while it fires, and the same for ever once all of it is over', () => {
    expect(identify(group([firing]), receivedAt + 59_999)).toBe(identify(group([firing])));
    expect(identify(group([firing]), receivedAt + 60_000)).not.toBe(identify(group([firing])));
    expect(identify(group([resolved]), receivedAt + 60_000)).toBe(identify(group([resolved])));
    expect(identify('not json', receivedAt + 60_000)).toBe(identify('not json'));
  });

  it('is told by its labels where no fingerprint is sent, and by its bytes where it cannot be read', () => {
    const { fingerprint: _, ...bare } = firing;
    expect(identify(group([bare]))).not.toBe(identify(group([{ ...bare, labels: { alertname: 'Other' } }])));
    expect(identify('not json')).toBe(identify('not json'));
    expect(identify('not json')).not.toBe(identify('not json either'));
  });
});

describe('who posts', () => {
  const verify = (authorization?: string, source = alerts) => {
    const headers = authorization === undefined ? {} : { authorization };
    const request: RawRequest = { method: 'POST', path: '', query: {}, params: {}, headers, body: new Uint8Array() };
    return source.doors[0]?.verify(request);
  };
  const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

  it('is let in with the token, or with user name and password', async () => {
    for (const good of [`Bearer ${token}`, `bearer ${token}`, basic('prom:sesame')]) expect(await verify(good)).toEqual({ genuine: true });
  });

  it('is refused with anything else', async () => {
    const wrong = [undefined, '', 'Bearer', 'Bearer ', `Bearer ${token}x`, `Bearer ${token.slice(0, -1)}`, token];
    const wrongPairs = ['prom:', 'prom:sesame2', ':sesame', 'Prom:sesame', 'sesame'].map(basic);
    for (const one of [...wrong, ...wrongPairs, 'Basic prom:sesame', `Basic ${token}`])
      expect(await verify(one)).toMatchObject({ genuine: false, status: 401 });
  });

  it('is refused while nothing is configured', async () => {
    const closed = createAlertmanager({ signatures });
    const empty = createAlertmanager({ token: [''], signatures });
    for (const source of [closed, empty])
      for (const given of ['Bearer ', 'Bearer undefined', basic('undefined:undefined')])
        expect(await verify(given, source)).toMatchObject({ genuine: false });
  });

  it('43 may use the old and the new token or password while it is changed', async () => {
    const both = createAlertmanager({ token: ['old', 'new'], username: 'u', password: ['one', 'two'], signatures });
    for (const good of ['Bearer old', 'Bearer new', basic('u:one'), basic('u:two')])
      expect(await verify(good, both)).toEqual({ genuine: true });
  });
});
