import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { plainSignatures as signatures } from '../../../test/fakes/azure-harness.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import type { PollRange } from '../../core/alert-ports.ts';
import type { Resource } from '../../core/model/resource.ts';
import { createAzureAlerts } from './alerts.ts';
import { createAlertsManagement } from './alerts-management.ts';
import { createArmReader } from './arm-reader.ts';
import { createBudget } from './budget.ts';
import { createCalls, defaultLimits } from './calls.ts';
import { redirecting } from './endpoints.ts';
import { unobserved } from './observe.ts';
import { realTime } from './patience.ts';

const { signal } = new AbortController();
const clock = createHandClock();
const minute = 60_000;
const ago = (minutes: number): string => new Date(clock.now() - minutes * minute).toISOString();
const arm = 'management.azure.com';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

type Asked = { readonly path: string; readonly query: URLSearchParams; readonly token: string | undefined };

/** ARM, as far as this listing goes. */
async function startArm(answer: (asked: Asked) => { readonly status?: number; readonly body: unknown }) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const one = { path: url.pathname, query: url.searchParams, token: request.headers.authorization };
    asked.push(one);
    const { status = 200, body } = answer(one);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { asked, url: `http://127.0.0.1:${address.port}/proxy` };
}

async function pollOf(url: string, scope: { subscriptions?: string[]; resourceGroups?: string[]; resources?: readonly Resource[] } = {}) {
  const { createDefaultHttpClient } = await import('@azure/core-rest-pipeline');
  const cloud = { login: 'login.microsoftonline.com', arm, metrics: 'm', logs: 'l', portal: 'p' };
  const httpClient = redirecting(createDefaultHttpClient(), cloud, { arm: url }, 1000);
  const credential = { getToken: () => Promise.resolve({ token: 'the-token', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const clients = { arm: () => createArmReader({ host: arm, credential, httpClient }) };
  const budget = createBudget({ share: 1, now: clock.now, observe: unobserved });
  const limits = { ...defaultLimits, pauseMs: 1 };
  const identity = { kind: 'managed identity' } as const;
  const calls = createCalls({ limits, now: clock.now, time: realTime, random: () => 0, budget, identity, observe: unobserved });
  const { subscriptions = ['s1'], resourceGroups = [], resources = [] } = scope;
  const list = () => Promise.resolve(resources);
  const management = { scope: { subscriptions, resourceGroups, tags: {} }, clients, calls, list, signatures, clock };
  return createAlertsManagement(management);
}

const target = '/subscriptions/s1/resourcegroups/rg/providers/microsoft.web/sites/shop';
const condition = {
  conditionType: 'SingleResourceMultipleMetricCriteria',
  condition: {
    allOf: [{ metricName: 'Http5xx', operator: 'GreaterThan', threshold: '10', dimensions: [{ name: 'Instance', value: 'a' }] }],
  },
};

function listed(id: string, essentials: object, context: unknown = { context: condition }): object {
  return {
    id: `/subscriptions/s1/providers/Microsoft.AlertsManagement/alerts/${id}`,
    name: 'failed requests',
    type: 'Microsoft.AlertsManagement/alerts',
    properties: {
      essentials: {
        severity: 'Sev2',
        alertState: 'New',
        monitorCondition: 'Fired',
        monitorService: 'Platform',
        targetResource: target,
        alertRule: '/subscriptions/s1/resourceGroups/rg/providers/microsoft.insights/metricAlerts/failed requests',
        startDateTime: ago(10),
        lastModifiedDateTime: ago(10),
        ...essentials,
      },
      context,
    },
  };
}

const source = createAzureAlerts({ webhook: {}, signatures });
const read = (body: string) => source.read(JSON.parse(body), { at: clock.now(), resource: undefined })[0];

describe('alerts that were not received', () => {
  it('are read as if they had been posted: the webhook of the same alert has the same key and firing', async () => {
    const { url, asked } = await startArm(() => ({ body: { value: [listed('F1', {})] } }));
    const poll = await pollOf(url);
    const { events, failure } = await poll.poll({ since: clock.now() - 60 * minute, now: clock.now() }, { signal });
    expect(failure).toBeUndefined();
    expect(events).toHaveLength(1);
    const posted = source.read(
      {
        schemaId: 'azureMonitorCommonAlertSchema',
        data: {
          essentials: {
            alertId: '/subscriptions/s1/providers/Microsoft.AlertsManagement/alerts/F1',
            alertRule: 'failed requests',
            severity: 'Sev2',
            monitorCondition: 'Fired',
            alertTargetIDs: [target],
            firedDateTime: ago(10),
          },
          alertContext: condition,
        },
      },
      { at: clock.now(), resource: undefined },
    )[0];
    const { description: _, ...same } = posted ?? {};
    expect(read(events[0]?.body ?? '')).toMatchObject(same);
    expect(events[0]).toMatchObject({ firing: posted?.firing, state: 'fired' });
    const [first] = asked;
    expect(first?.path).toBe('/proxy/subscriptions/s1/providers/Microsoft.AlertsManagement/alerts');
    expect(first?.token).toBe('Bearer the-token');
    expect(Object.fromEntries(first?.query ?? [])).toMatchObject({
      includeContext: 'true',
      pageCount: '25',
      sortBy: 'lastModifiedDateTime',
    });
    const [from = '', to = ''] = (first?.query.get('customTimeRange') ?? '').split('/');
    expect(Date.parse(to)).toBe(clock.now());
    expect(Date.parse(to) - Date.parse(from)).toBeLessThanOrEqual(30 * 24 * 60 * minute);
  });

  it('are known by their firing alone where the listing lacks the context', async () => {
    const { url } = await startArm(() => ({ body: { value: [listed('F1', {}, {})] } }));
    const { events } = await (await pollOf(url)).poll({ since: 0, now: clock.now() }, { signal });
    expect(read(events[0]?.body ?? '')).toMatchObject({
      knownBy: 'firing',
      firing: '/subscriptions/s1/providers/microsoft.alertsmanagement/alerts/f1',
    });
  });

  it('are those that changed since the last success, their end too, though they began before it', async () => {
    const { url, asked } = await startArm(() => ({
      body: {
        value: [
          listed('ended', {
            monitorCondition: 'Resolved',
            startDateTime: ago(300),
            monitorConditionResolvedDateTime: ago(3),
            lastModifiedDateTime: ago(3),
          }),
          listed('before', { startDateTime: ago(90), lastModifiedDateTime: ago(90) }),
        ],
        nextLink: `https://${arm}:443/subscriptions/s1/providers/Microsoft.AlertsManagement/alerts?api-version=2018-05-05&ctoken=2`,
      },
    }));
    const { events } = await (await pollOf(url)).poll({ since: clock.now() - 7 * minute, now: clock.now() }, { signal });
    expect(events.map(({ body }) => read(body))).toMatchObject([
      { state: 'resolved', at: Date.parse(ago(3)), firingSince: Date.parse(ago(300)) },
    ]);
    expect(asked).toHaveLength(1);
  });

  it('are listed page by page, and the token goes to no other host', async () => {
    const { url, asked } = await startArm(({ query }) =>
      query.get('ctoken') === '2'
        ? { body: { value: [listed('F2', {})] } }
        : { body: { value: [listed('F1', {})], nextLink: 'https://evil.example/steal?api-version=2018-05-05&ctoken=2' } },
    );
    const { events } = await (await pollOf(url)).poll({ since: 0, now: clock.now() }, { signal });
    expect(events).toHaveLength(2);
    expect(asked.map(({ path }) => path)).toEqual([asked[0]?.path, asked[0]?.path]);
    expect(asked[1]?.query.get('ctoken')).toBe('2');
  });

  it('end when somebody closes them in Azure: log rules without a state never end otherwise', async () => {
    const closed = { alertState: 'Closed', startDateTime: ago(300), lastModifiedDateTime: ago(3) };
    const { url } = await startArm(() => ({ body: { value: [listed('closed', closed)] } }));
    const { events } = await (await pollOf(url)).poll({ since: clock.now() - 7 * minute, now: clock.now() }, { signal });
    expect(events).toMatchObject([{ state: 'resolved', firing: expect.stringMatching(/\/closed$/u) }]);
    expect(read(events[0]?.body ?? '')).toMatchObject({ state: 'resolved', at: Date.parse(ago(3)), firingSince: Date.parse(ago(300)) });
  });

  it('are not those that ended untold long ago, or that are of another shape', async () => {
    const smart = { SmartDetectorName: 'Latency' };
    const { url } = await startArm(() => ({
      body: {
        value: [
          listed('old', { monitorService: 'SmartDetector', startDateTime: ago(26 * 60) }, smart),
          { id: 'strange' },
          listed('new', { monitorService: 'SmartDetector' }, smart),
        ],
      },
    }));
    const { events } = await (await pollOf(url)).poll({ since: 0, now: clock.now() }, { signal });
    expect(events.map(({ firing }) => firing?.split('/').at(-1))).toEqual(['new']);
  });

  it('of one subscription do not suffer from another one that cannot be asked', async () => {
    const { url } = await startArm(({ path }) =>
      path.includes('/s2/') ? { status: 403, body: { error: { code: 'AuthorizationFailed' } } } : { body: { value: [listed('F1', {})] } },
    );
    const poll = await pollOf(url, { subscriptions: ['s1', 's2'] });
    const { events, failure } = await poll.poll({ since: 0, now: clock.now() }, { signal });
    expect(events).toHaveLength(1);
    expect(failure?.message).toMatch(/list the alerts of the subscription s2 \(AuthorizationFailed\): grant the role Monitoring Reader/u);
  });

  it('are not those whose webhook may still be on its way', async () => {
    const recent = { startDateTime: ago(1), lastModifiedDateTime: ago(1) };
    const { url } = await startArm(() => ({ body: { value: [listed('F1', recent)] } }));
    const poll = await pollOf(url);
    const found = async (later: number) => (await poll.poll({ since: 0, now: clock.now() + later }, { signal })).events.length;
    expect([await found(0), await found(minute)]).toEqual([0, 1]);
  });

  it('of a subscription without the role are asked from where they were left, once it is granted', async () => {
    let status = 403;
    const { url } = await startArm(({ path }) =>
      status === 200 && path.includes('/s1/') ? { body: { value: [listed('F1', {})] } } : { status, body: { value: [] } },
    );
    const [now, since] = [clock.now(), clock.now() - 15 * minute];
    // Each time another process.
    const ask = async (range: PollRange) => (await pollOf(url, { subscriptions: ['s1', 's2'] })).poll(range, { signal });
    const first = await ask({ since, now });
    expect(first.failure?.retry).toEqual({ when: 'never' });
    expect(first.left).toEqual({ s1: since, s2: since });
    const second = await ask({ since: now, now: now + 2 * minute, left: first.left });
    expect(second.left).toEqual(first.left);
    status = 200;
    const third = await ask({ since: now + 2 * minute, now: now + 4 * minute, left: { s1: since } });
    expect(third.events).toHaveLength(1);
    expect(third.left).toEqual({});
    expect((await ask({ since: now + 2 * minute, now: now + 4 * minute })).events).toHaveLength(0);
  });

  it('are those of the configured resource groups, where there are any', async () => {
    const resource = { id: target, name: 'shop', type: 'x', subscription: 'S1', group: 'rg', region: 'r', tags: {} };
    const { url } = await startArm(() => ({
      body: { value: [listed('ours', { targetResource: target.toUpperCase() }), listed('theirs', { targetResource: `${target}2` })] },
    }));
    const poll = await pollOf(url, { subscriptions: [], resourceGroups: ['rg'], resources: [resource] });
    const { events } = await poll.poll({ since: 0, now: clock.now() }, { signal });
    expect(events.map(({ firing }) => firing?.split('/').at(-1))).toEqual(['ours']);
  });
});
