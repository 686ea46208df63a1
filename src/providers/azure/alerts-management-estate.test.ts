import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureHarness, startAzure } from '../../../test/fakes/azure-harness.ts';
import type { AlertEvent } from '../../core/model/alert.ts';

const { signal } = new AbortController();
const minute = 60_000;

let world: AzureHarness;
beforeAll(async () => {
  world = await startAzure();
});
afterAll(async () => world[Symbol.asyncDispose]());

/** An alert that Azure tells and that reaches nobody. */
function tell(monitorCondition: 'Fired' | 'Resolved', firedAt: number): AlertEvent | undefined {
  const now = world.clock.now();
  const resource = world.estate.resources.find(({ name }) => name === 'appi-compliance');
  const subscription = /^\/subscriptions\/([^/]+)/u.exec(resource?.id ?? '')?.[1] ?? '';
  const body = {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: `/subscriptions/${subscription}/providers/Microsoft.AlertsManagement/alerts/0F1E2D3C-0000-4000-8000-000000000001`,
        alertRule: 'compliance-slow-responses',
        severity: 'Sev2',
        signalType: 'Metric',
        monitorCondition,
        monitoringService: 'Platform',
        alertTargetIDs: [resource?.id ?? ''],
        originAlertId: 'x',
        firedDateTime: new Date(firedAt).toISOString(),
        ...(monitorCondition === 'Resolved' ? { resolvedDateTime: new Date(now).toISOString() } : {}),
        description: 'Slow',
      },
      alertContext: {
        conditionType: 'SingleResourceMultipleMetricCriteria',
        condition: { allOf: [{ metricName: 'requests/duration', dimensions: [{ name: 'request/name', value: 'GET /' }] }] },
      },
    },
  };
  // Nobody listens where it is posted to, so nobody waits for it.
  world.server.post({ source: 'azure', at: now, body, alerts: [] }).catch(() => undefined);
  return world.azure.alerts.read(body, { at: now, resource: undefined })[0];
}

const asked = async (since: number) => {
  const { events, failure } = await world.azure.missed.poll({ since, now: world.clock.now() }, { signal });
  return {
    failure,
    events: events.map(({ body }) => world.azure.alerts.read(JSON.parse(body), { at: world.clock.now(), resource: undefined })[0]),
  };
};

describe('an alert whose webhook reached nobody', () => {
  it('is found by asking each subscription, and so is its end: the same alert as its webhook would have told', async () => {
    const firedAt = world.clock.now();
    const posted = tell('Fired', firedAt);
    expect((await asked(0)).events).toEqual([]);
    await world.clock.advance(2 * minute);
    const { events, failure } = await asked(firedAt - minute);
    expect(failure).toBeUndefined();
    expect(events).toMatchObject([
      { key: posted?.key, firing: posted?.firing, state: 'fired', at: firedAt, operation: 'GET /', rule: posted?.rule },
    ]);
    expect(events[0]?.knownBy).toBeUndefined();
    await world.clock.advance(20 * minute);
    const over = tell('Resolved', firedAt);
    await world.clock.advance(2 * minute);
    expect((await asked(world.clock.now() - 5 * minute)).events).toMatchObject([
      { key: posted?.key, state: 'resolved', at: over?.at, firingSince: firedAt },
    ]);
  });

  it('is asked for again when Azure fails or refuses, and says why', async () => {
    world.faults.add({ target: 'azure/arm/subscriptions', status: 403 });
    expect((await asked(0)).failure?.message).toMatch(/grant the role Monitoring Reader/u);
    world.faults.clear();
    world.faults.add({ target: 'azure/arm/subscriptions', status: 503 });
    expect((await asked(0)).failure?.retry).toMatchObject({ when: 'later' });
    world.faults.clear();
    expect((await asked(0)).failure).toBeUndefined();
  });
});
