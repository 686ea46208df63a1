import { existsSync, readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { resources } from '../estate/resources.ts';
import { type AzureFiring, alertIdOf, alertPayload } from './alert-payload.ts';
import { azureRules } from './alert-rules.ts';
import { mountAlertsManagement } from './alerts-management.ts';
import { createAlertsStore } from './alerts-store.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.UTC(2026, 10, 20, 12);

function firingOf(name: string, target: string, firedAt: number, resolvedAt?: number): AzureFiring {
  const rule = azureRules.find((one) => one.name === name);
  const resource = resources.find((one) => one.name === target);
  if (rule === undefined || resource === undefined) throw new Error(`no ${name} of ${target}`);
  return { rule, target: resource, measured: resource, dimension: undefined, value: 2500, firedAt, resolvedAt };
}

async function begin() {
  let now = start;
  const alerts = createAlertsStore();
  const server = fastify();
  mountAlertsManagement(server, { clock: { now: () => now }, alerts, baseUrl: () => 'http://127.0.0.1:1', principal: 'ana' });
  await server.ready();
  const subscription = resources.find((one) => one.name === 'appi-compliance')?.subscription ?? '';
  const path = `/arm/subscriptions/${subscription}/providers/Microsoft.AlertsManagement/alerts`;
  return {
    alerts,
    path,
    moveTo: (at: number) => (now = at),
    get: async (query = '') => server.inject(`${path}?api-version=2019-03-01${query}`),
    inject: server.inject.bind(server),
  };
}

const slow = (firedAt: number, resolvedAt?: number) => firingOf('compliance-slow-responses', 'appi-compliance', firedAt, resolvedAt);

describe('Alerts Management', () => {
  it('lists what fired, received or not, and what became of it, under one id', async () => {
    const { alerts, get } = await begin();
    alerts.take(alertPayload(slow(start - 30 * minute)), start - 30 * minute);
    alerts.take(alertPayload(firingOf('pixcrawler-slow-responses', 'pixcrawler-ai', start - minute)), start);
    const fired = (await get('&timeRange=1h')).json();
    expect(fired.value).toMatchObject([
      {
        id: alertIdOf(slow(start - 30 * minute)),
        properties: {
          essentials: { monitorCondition: 'Fired', alertState: 'New', severity: 'Sev2', startDateTime: '2026-11-20T11:30:00.000Z' },
        },
      },
    ]);
    alerts.take(alertPayload(slow(start - 30 * minute, start)), start);
    const { value } = (await get('&timeRange=1h')).json();
    expect(value).toHaveLength(1);
    expect(value[0].properties.essentials).toMatchObject({
      monitorCondition: 'Resolved',
      monitorConditionResolvedDateTime: '2026-11-20T12:00:00.000Z',
      alertRule: expect.stringMatching(/providers\/microsoft.insights\/metricAlerts\/compliance-slow-responses$/u),
    });
    expect(value[0].properties.context).toBeUndefined();
    const withContext = (await get('&includeContext=true')).json();
    expect(withContext.value[0].properties.context.context.condition.allOf[0].metricName).toBe('requests/duration');
  });

  it('pages as far as it is asked, newest change first', async () => {
    const { alerts, get, inject } = await begin();
    for (let index = 0; index < 7; index += 1) alerts.take(alertPayload(slow(start - index * minute)), start - index * minute);
    const first = (await get('&pageCount=3')).json();
    const second = (await inject(new URL(first.nextLink).href.replace('http://127.0.0.1:1', ''))).json();
    const third = (await inject(new URL(second.nextLink).href.replace('http://127.0.0.1:1', ''))).json();
    const times = [first, second, third].flatMap(({ value }) =>
      value.map((one: { properties: { essentials: { startDateTime: string } } }) => Date.parse(one.properties.essentials.startDateTime)),
    );
    expect(times).toEqual(Array.from({ length: 7 }, (_, index) => start - index * minute));
    expect(third.nextLink).toBeUndefined();
  });

  it.each(['&pageCount=251', '&pageCount=26&includeContext=true', '&timeRange=2h', '&customTimeRange=yesterday', '&alertState=Open'])(
    'refuses %s',
    async (query) => {
      const { get } = await begin();
      const answer = await get(query);
      expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'BadRequest']);
    },
  );

  it('filters by range, condition and state, and forgets after 30 days', async () => {
    const { alerts, get, moveTo } = await begin();
    alerts.take(alertPayload(slow(start - 3 * day)), start - 3 * day);
    alerts.take(alertPayload(slow(start - minute)), start - minute);
    alerts.take(alertPayload(slow(start - minute, start)), start);
    const count = async (query: string): Promise<number> => (await get(query)).json().value.length;
    expect(await count('')).toBe(1);
    expect(await count('&timeRange=7d')).toBe(2);
    expect(await count('&timeRange=7d&monitorCondition=Fired')).toBe(1);
    expect(await count('&timeRange=7d&alertState=Closed')).toBe(0);
    const range = `${new Date(start - 4 * day).toISOString()}/${new Date(start - 2 * day).toISOString()}`;
    expect(await count(`&customTimeRange=${encodeURIComponent(range)}`)).toBe(1);
    moveTo(start + 28 * day);
    expect(await count('&timeRange=30d')).toBe(1);
  });

  it('changes a state, and remembers who did', async () => {
    const { alerts, path, inject, get } = await begin();
    alerts.take(alertPayload(slow(start - minute)), start - minute);
    const id =
      alertIdOf(slow(start - minute))
        .split('/')
        .at(-1) ?? '';
    const change = (newState: string, alert = id) =>
      inject({
        method: 'POST',
        url: `${path}/${alert}/changestate?api-version=2019-03-01&newState=${newState}`,
        payload: { comment: 'seen' },
      });
    expect((await change('Acknowledged')).json().properties.essentials).toMatchObject({
      alertState: 'Acknowledged',
      lastModifiedUserName: 'ana',
    });
    expect((await get('&alertState=Acknowledged')).json().value).toHaveLength(1);
    expect((await inject(`${path}/${id}?api-version=2019-03-01`)).json().properties.context).toBeDefined();
    expect((await change('Open')).statusCode).toBe(400);
    expect((await change('Closed', 'no-such-alert')).statusCode).toBe(404);
    // What the rule finds later does not undo what a person did.
    alerts.take(alertPayload(slow(start - minute, start)), start);
    expect((await get('&alertState=Acknowledged&monitorCondition=Resolved')).json().value).toHaveLength(1);
  });

  const sample = new URL('../../../shared/contracts/azure/alerts-management/examples/Alerts_List.json', import.meta.url);
  it.skipIf(!existsSync(sample))('has the fields of the official example (skipped where ../shared is absent)', async () => {
    const { alerts, get } = await begin();
    alerts.take(alertPayload(slow(start - minute)), start - minute);
    alerts.take(alertPayload(slow(start - minute, start)), start);
    const [ours] = (await get('&includeContext=true')).json().value;
    const [theirs] = JSON.parse(readFileSync(sample, 'utf8')).responses['200'].body.value;
    for (const [one, other] of [
      [ours, theirs],
      [ours.properties, theirs.properties],
      [ours.properties.essentials, theirs.properties.essentials],
    ])
      expect(Object.keys(one).toSorted()).toEqual(Object.keys(other).toSorted());
  });
});
