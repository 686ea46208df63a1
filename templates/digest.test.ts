import { describe, expect, it } from 'vitest';
import type { Incident } from '../src/core/model/incident.ts';
import type { KpiState, ServiceHealth } from '../src/services/services.ts';
import { shop } from '../test/fakes/incident-desk.ts';
import { digest } from './digest.ts';

const at = Date.UTC(2026, 10, 20, 8);
const kpi = (over: Partial<KpiState>): KpiState => ({
  name: 'cpu',
  title: 'CPU',
  shown: '31 %',
  value: 31,
  state: 'good',
  limits: 'target ≤ 70 %, critical > 85 %',
  resource: 'shop-plan',
  ...over,
});
const health = (name: string, over: Partial<ServiceHealth>): ServiceHealth => ({
  service: { ...shop, name },
  state: 'good',
  kpis: [kpi({})],
  incidents: [],
  failures: [],
  ...over,
});
const incident: Incident = {
  id: 'INC-7',
  service: 'orders',
  services: ['shop'],
  title: 'Slow responses',
  severity: 'P2',
  state: 'acknowledged',
  openedAt: at,
  alerts: [],
  rooms: [],
  version: 1,
};

describe('a digest', () => {
  it('begins with what is in trouble, and says of what is not well why', async () => {
    const document = digest({
      at,
      from: at - 3_600_000,
      timeZone: 'Europe/Berlin',
      unassigned: [{ ...incident, id: 'INC-8', service: undefined }],
      services: [
        health('shop', {}),
        health('orders', { incidents: [incident] }),
        health('search', {
          state: 'unknown',
          kpis: [kpi({ state: 'unknown', shown: 'no data', value: undefined })],
          failures: ['a: x', 'b: x', 'c: x', 'd: x'],
        }),
        health('payments', { state: 'bad', kpis: [kpi({ state: 'bad', shown: '93 %' })] }),
      ],
    });
    expect(document.summary).toBe('Health digest: 1 in trouble, 1 needs attention, 1 unknown, 1 healthy');
    await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot('./golden/digest.json');
  });

  it('calls a service with a severe open incident in trouble, and counts those that need attention', () => {
    const open = (severity: Incident['severity']) => ({ incidents: [{ ...incident, severity }] });
    const services = [health('a', open('P0')), health('b', open('P1')), health('c', open('P2')), health('d', open('P3'))];
    const { summary, blocks } = digest({ at, from: at, timeZone: 'UTC', unassigned: [{ ...incident, severity: 'P1' }], services });
    expect(summary).toBe('Health digest: 2 in trouble, 2 need attention');
    expect(blocks.find((block) => block.kind === 'note')).toMatchObject({ tone: 'bad' });
  });

  it('never calls healthy what nobody knows', () => {
    const document = digest({ at, from: at, timeZone: 'UTC', unassigned: [], services: [health('shop', { state: 'unknown', kpis: [] })] });
    expect(JSON.stringify(document)).not.toContain('healthy');
    expect(document.blocks).toContainEqual(expect.objectContaining({ kind: 'note', tone: 'unknown' }));
  });

  it('of nothing says so', () => {
    expect(digest({ at, from: at, timeZone: 'UTC', unassigned: [], services: [] }).summary).toBe('Health digest: no service is configured');
  });
});
