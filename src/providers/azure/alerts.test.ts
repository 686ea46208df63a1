import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plainSignatures } from '../../../test/fakes/azure-harness.ts';
import { UserError } from '../../core/errors.ts';
import type { RawRequest } from '../../core/ports.ts';
import { createAzureAlerts } from './alerts.ts';

const samples = new URL('../../../../shared/contracts/azure/alerts/', import.meta.url);
const absent = !existsSync(samples);
const receivedAt = Date.UTC(2026, 10, 20, 12);
const alerts = createAzureAlerts({ webhook: { secret: 'a-long-secret' }, signatures: plainSignatures });

const envelope = z.looseObject({ data: z.looseObject({ essentials: z.looseObject({}), alertContext: z.unknown() }) });

function sample(name: string): z.infer<typeof envelope> {
  const raw: unknown = JSON.parse(readFileSync(new URL(name, samples), 'utf8'));
  if (!name.startsWith('context.')) return envelope.parse(raw);
  const { alertContext } = z.object({ alertContext: z.unknown() }).parse(raw);
  return alertWith({}, alertContext);
}

function alertWith(essentials: object, alertContext: unknown = conditionOf([])): z.infer<typeof envelope> {
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: '/subscriptions/s1/providers/Microsoft.AlertsManagement/alerts/f1',
        alertRule: 'slow responses',
        severity: 'Sev2',
        signalType: 'Metric',
        monitorCondition: 'Fired',
        monitoringService: 'Platform',
        alertTargetIDs: ['/subscriptions/s1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm1'],
        firedDateTime: '2026-11-20T11:00:00.123Z',
        essentialsVersion: '1.0',
        alertContextVersion: '1.0',
        ...essentials,
      },
      alertContext,
    },
  };
}

function conditionOf(dimensions: readonly { name: string; value: string }[]): object {
  const criterion = {
    metricName: 'CPU',
    operator: 'GreaterThan',
    threshold: '80',
    timeAggregation: 'Average',
    metricValue: 93.5,
    dimensions,
  };
  return { properties: null, conditionType: 'SingleResourceMultipleMetricCriteria', condition: { windowSize: 'PT5M', allOf: [criterion] } };
}

function read(body: unknown) {
  const [event, ...more] = alerts.read(body, { at: receivedAt, resource: undefined });
  expect(more).toEqual([]);
  if (event === undefined) throw new Error('no event was read');
  return event;
}

function requestWith(body: string): Pick<RawRequest, 'headers' | 'body'> {
  return { headers: {}, body: new TextEncoder().encode(body) };
}

describe.skipIf(absent)('the official samples (skipped where ../shared is absent)', () => {
  const names = absent ? [] : readdirSync(samples).filter((name) => name.endsWith('.json'));

  it('are 27', () => expect(names).toHaveLength(27));

  it.each(names)('understands %s', (name) => {
    const event = read(sample(name));
    expect(event.title).not.toBe('');
    expect(event.key).toMatch(/^azure\|.*\S/u);
    expect(event.at).toBeGreaterThan(0);
  });

  it('reads them as the golden file says', async () => {
    const seen = Object.fromEntries(names.map((name) => [name, { ...read(sample(name)), description: undefined, link: undefined }]));
    await expect(`${JSON.stringify(seen, undefined, 2)}\n`).toMatchFileSnapshot('./golden/alerts.json');
  });

  it('takes the official resolved alert and its firing for the same alert', () => {
    const resolved = sample('metric-static.resolved.json');
    const { resolvedDateTime: _, ...essentials } = resolved.data.essentials;
    const fired = { ...resolved, data: { ...resolved.data, essentials: { ...essentials, monitorCondition: 'Fired' } } };
    expect(read(fired).key).toBe(read(resolved).key);
    expect(read(resolved)).toMatchObject({ state: 'resolved', at: Date.parse('2019-03-22T14:03:16.224Z') });
  });
});

describe('what makes two alerts the same', () => {
  it('tells two machines under one rule apart', () => {
    const other = alertWith({ alertTargetIDs: ['/subscriptions/s1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm2'] });
    expect(read(other).key).not.toBe(read(alertWith({})).key);
  });

  it('tells two values of a dimension apart', () => {
    const [one, two] = ['GetBlob', 'PutBlob'].map((value) => read(alertWith({}, conditionOf([{ name: 'ApiName', value }]))).key);
    expect(one).not.toBe(two);
  });

  it('heeds neither the case nor the order of targets and dimensions', () => {
    const dimensions = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    const targets = ['/subscriptions/s1/a', '/subscriptions/s1/B'];
    const one = read(alertWith({ alertTargetIDs: targets }, conditionOf(dimensions)));
    const two = read(alertWith({ alertTargetIDs: ['/SUBSCRIPTIONS/s1/b', targets[0]] }, conditionOf(dimensions.toReversed())));
    expect(one.key).toBe(two.key);
  });

  it('tells a value that looks like two dimensions from two dimensions, and one target from two', () => {
    const of = (...dimensions: readonly { name: string; value: string }[]) => read(alertWith({}, conditionOf(dimensions))).key;
    expect(of({ name: 'a', value: 'x,b=y' })).not.toBe(of({ name: 'a', value: 'x' }, { name: 'b', value: 'y' }));
    expect(of({ name: 'a=b', value: 'c' })).not.toBe(of({ name: 'a', value: 'b=c' }));
    const on = (...alertTargetIDs: readonly string[]) => read(alertWith({ alertTargetIDs })).key;
    expect(on('/subscriptions/s1/a,/subscriptions/s1/b')).not.toBe(on('/subscriptions/s1/a', '/subscriptions/s1/b'));
    const rule = (alertRule: string, alertTargetIDs: readonly string[]) => read(alertWith({ alertRule, alertTargetIDs })).key;
    expect(rule('a|b', [])).not.toBe(rule('a', ['b']));
  });

  it('tells alerts without rule, target and dimensions apart by their firing', () => {
    const bare = (essentials: object) => {
      const { schemaId, data } = alertWith({});
      const { monitorCondition, firedDateTime, monitoringService } = data.essentials;
      const kept = { monitorCondition, firedDateTime, monitoringService, ...essentials };
      return read({ schemaId, data: { essentials: kept } }).key;
    };
    expect(bare({ alertId: 'f1' })).not.toBe(bare({ alertId: 'f2' }));
    expect(bare({ alertId: 'f1', monitorCondition: 'Resolved' })).toBe(bare({ alertId: 'f1' }));
    expect(bare({ originAlertId: 'o1' })).not.toBe(bare({ originAlertId: 'o2' }));
    expect(bare({ monitoringService: 'A' })).not.toBe(bare({ monitoringService: 'B' }));
    expect(bare({})).not.toBe(bare({ firedDateTime: '2026-11-20T11:05:00Z' }));
    expect(bare({ monitorCondition: 'Resolved' })).toBe(bare({}));
  });

  it('does not guess which condition a firing is of that was found by asking without its dimensions', () => {
    const found = (id: string) =>
      read({
        schemaId: 'tocsinRecovered',
        alert: {
          id: `/subscriptions/s1/providers/Microsoft.AlertsManagement/alerts/${id}`,
          properties: { essentials: { monitorCondition: 'Fired', alertRule: 'slow responses', targetResource: '/subscriptions/s1/a' } },
        },
      });
    expect(found('F1').key).not.toBe(found('F2').key);
    expect(found('F1')).toEqual(found('F1'));
    expect(found('F1').knownBy).toBe('firing');
  });

  it('is no new alert when the same condition fires again', () => {
    const again = read(alertWith({ alertId: '/subscriptions/s1/providers/Microsoft.AlertsManagement/alerts/f2' }));
    expect(again.key).toBe(read(alertWith({})).key);
    expect(again.firing).not.toBe(read(alertWith({})).firing);
  });
});

describe('how an alert is read', () => {
  it('says the condition in its title', () => {
    expect(read(alertWith({})).title).toBe('slow responses: Average CPU of vm1 > 80 (measured 93.5)');
  });

  it.each([
    ['Sev0', 'P0'],
    ['Sev1', 'P1'],
    ['Sev2', 'P2'],
    ['Sev3', 'P3'],
    ['Sev4', 'P3'],
    ['constructor', 'P3'],
    [null, 'P3'],
    [undefined, 'P3'],
  ])('takes %s for %s', (severity, expected) => expect(read(alertWith({ severity })).severity).toBe(expected));

  it('takes the moment of receipt for the end of an alert that does not tell it', () => {
    expect(read(alertWith({ monitorCondition: 'Resolved' }))).toMatchObject({ state: 'resolved', at: receivedAt });
    expect(read(alertWith({ monitorCondition: 'Resolved', resolvedDateTime: null })).at).toBe(receivedAt);
  });

  it('18 takes no end for earlier than its firing, when our clock is behind Azure’s', () => {
    const firedDateTime = new Date(receivedAt + 4 * 60_000).toISOString();
    const fired = read(alertWith({ firedDateTime }));
    expect(read(alertWith({ firedDateTime, monitorCondition: 'Resolved' })).at).toBe(fired.at);
  });

  it('takes the moment of receipt for a time that is missing or cannot be read', () => {
    for (const firedDateTime of [undefined, null, 'yesterday']) expect(read(alertWith({ firedDateTime })).at).toBe(receivedAt);
  });

  it('links to the alert’s page, and to no address that is not https', () => {
    expect(read(alertWith({})).link).toMatch(/^https:\/\/portal\.azure\.com\/.*%2Falerts%2Ff1$/u);
    expect(read(alertWith({ investigationLink: 'https://portal.azure.com/x' })).link).toBe('https://portal.azure.com/x');
    expect(read(alertWith({ investigationLink: 'javascript:alert(1)' })).link).toMatch(/^https:/u);
  });

  it('names a rule that is given by its whole id by its last part', () => {
    expect(read(alertWith({ alertRule: '/subscriptions/s1/providers/x/rules/slow' })).title).toMatch(/^slow: /u);
  });

  it('takes a Service Health event whose stage is “Resolved” for the end, although it says “Fired”', () => {
    const properties = {
      title: 'Trouble',
      trackingId: 'T-1',
      impactedServices: '[{"ServiceName":"SQL","ImpactedRegions":[{"RegionName":"West Europe"}]}]',
    };
    const health = (stage: string) => read(alertWith({}, { eventSource: 2, operationName: 'x', properties: { ...properties, stage } }));
    expect(health('Active').state).toBe('fired');
    expect(health('Resolved').state).toBe('resolved');
    expect(health('Resolved').key).toBe(health('Active').key);
    expect(health('Active').title).toBe('slow responses: Trouble: SQL (West Europe)');
  });

  it('tells what silences and correlation look at: rule, dimensions, operation and release', () => {
    const dimensions = [
      { name: 'request/name', value: 'GET /orders' },
      { name: 'application_Version', value: '4.2.0' },
      { name: 'cloud/roleInstance', value: 'a1' },
    ];
    expect(read(alertWith({}, conditionOf(dimensions)))).toMatchObject({
      rule: 'slow responses',
      operation: 'GET /orders',
      release: '4.2.0',
      labels: { 'request/name': 'GET /orders', application_Version: '4.2.0', 'cloud/roleInstance': 'a1' },
      firing: '/subscriptions/s1/providers/microsoft.alertsmanagement/alerts/f1',
    });
  });

  it.each([
    ['smart detection', { SmartDetectorName: 'Latency', DetectionSummary: 'slower' }, 24],
    ['a budget', { AlertData: { BudgetName: 'may' } }, 24],
    ['a log rule of the first version', { SearchQuery: 'Heartbeat', ResultCount: 2 }, 1],
    ['an act in the activity log', { eventSource: 'Administrative', operationName: 'restart' }, 1],
    ['a metric alert', conditionOf([]), undefined],
    ['Resource Health', { eventSource: 'ResourceHealth', properties: { currentHealthStatus: 'Unavailable' } }, undefined],
    ['Service Health', { eventSource: 2, properties: { stage: 'Active' } }, undefined],
  ])('lets %s end by itself where Azure never tells the end', (_what, context, hours) => {
    expect(read(alertWith({}, context)).endsAfterMs).toBe(hours === undefined ? undefined : hours * 3_600_000);
  });

  it('reads a budget alert, whose rule, severity and targets are null', () => {
    const essentials = { alertRule: null, severity: null, signalType: null, alertTargetIDs: null, originAlertId: null };
    const budget = (BudgetName: string) =>
      read(alertWith({ ...essentials, monitoringService: 'CostAlerts' }, { AlertData: { BudgetName } }));
    expect(budget('may')).toMatchObject({ rule: 'budget may', severity: 'P3', resources: [] });
    expect(budget('may').key).not.toBe(budget('june').key);
  });

  it('reads what has nothing but its condition', () => {
    const body = { schemaId: 'azureMonitorCommonAlertSchema', data: { essentials: { monitorCondition: 'Fired' } } };
    expect(read(body)).toMatchObject({ state: 'fired', at: receivedAt, title: 'Azure alert', firing: undefined });
  });

  it('understands an alert of an unknown kind by its essentials', () => {
    expect(read(alertWith({}, { something: 'new' }))).toMatchObject({ title: 'slow responses', state: 'fired' });
  });

  it.each([[{}], [null], ['text'], [{ schemaId: 'AzureMonitorMetricAlert', data: {} }]])('refuses %j and says what to turn on', (body) => {
    expect(() => read(body)).toThrow(UserError);
    expect(() => read(body)).toThrow(/common alert schema/u);
  });
});

describe('what makes two deliveries one event', () => {
  it('knows a redelivery from a new event', () => {
    const identify = (essentials: object): string => alerts.identify(requestWith(JSON.stringify(alertWith(essentials))), receivedAt);
    expect(identify({ description: 'the same, sent again by another machine' })).toBe(identify({}));
    expect(identify({ monitorCondition: 'Resolved' })).not.toBe(identify({}));
    expect(identify({ firedDateTime: '2026-11-20T11:05:00Z' })).not.toBe(identify({}));
  });

  it('knows a body it cannot read by its bytes', () => {
    expect(alerts.identify(requestWith('not json'), receivedAt)).toBe(alerts.identify(requestWith('not json'), receivedAt));
    expect(alerts.identify(requestWith('not json'), receivedAt)).not.toBe(alerts.identify(requestWith('not json either'), receivedAt));
  });
});
