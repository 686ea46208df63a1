import { describe, expect, it } from 'vitest';
import type { Resource } from '../../core/model/resource.ts';
import type { MetricDefinition } from '../../core/model/series.ts';
import type { MetricQuery } from '../../core/ports.ts';
import { alignRange, groupResources, planGroup, retentionMs } from './metrics-plan.ts';
import { chooseGrain, readGrain, unitOf, writeGrain } from './units.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 20, 12, 3, 20);

const resource = (index: number, more: Partial<Resource> = {}): Resource => ({
  id: `/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Web/sites/site${index}`,
  name: `site${index}`,
  type: 'microsoft.web/sites',
  subscription: 's1',
  group: 'rg',
  region: 'westeurope',
  tags: {},
  ...more,
});

const query = (resources: readonly Resource[], metrics: readonly string[]): MetricQuery => ({
  resources,
  metrics,
  aggregations: ['average'],
  from: now - 60 * minute,
  to: now,
  grainMs: minute,
});

describe('grouping', () => {
  it('keeps subscriptions, regions and types apart, and each resource once', () => {
    const all = [
      resource(1),
      resource(2, { subscription: 's2' }),
      resource(3, { region: 'northeurope' }),
      resource(4, { type: 'x/y' }),
      resource(5),
      { ...resource(1), id: resource(1).id.toUpperCase() },
    ];
    expect(groupResources(all).map((group) => group.resources.length)).toEqual([2, 1, 1, 1]);
  });

  it('asks for at most 50 resources and 20 metrics a call', () => {
    const many = Array.from({ length: 120 }, (_, index) => resource(index));
    const metrics = Array.from({ length: 25 }, (_, index) => `m${index}`);
    const [group] = groupResources(many);
    if (group === undefined) throw new Error('no group');
    const { calls } = planGroup(group, undefined, query(many, metrics), now);
    expect(calls.map((call) => [call.resources.length, call.metrics.length])).toEqual([
      [50, 20],
      [50, 5],
      [50, 20],
      [50, 5],
      [20, 20],
      [20, 5],
    ]);
  });

  it('puts metrics of different grains into different calls', () => {
    const [group] = groupResources([resource(1)]);
    if (group === undefined) throw new Error('no group');
    const define = (name: string, grains: readonly number[]): MetricDefinition => ({
      name,
      title: name,
      unit: 'count',
      aggregations: ['average'],
      primary: 'average',
      grainsMs: grains.map((one) => one * minute),
      dimensions: [],
    });
    const { calls } = planGroup(group, [define('fine', [1, 5]), define('coarse', [30, 60])], query([resource(1)], ['fine', 'Coarse']), now);
    expect(calls.map((call) => [call.metrics, call.grainMs / minute])).toEqual([
      [['fine'], 1],
      [['coarse'], 30],
    ]);
  });
});

describe('ranges and grains', () => {
  it('aligns to whole grains and ends with the running minute', () => {
    expect(alignRange(now - 60 * minute, now, 15 * minute, now)).toEqual({
      from: Date.UTC(2026, 10, 20, 11),
      to: Date.UTC(2026, 10, 20, 12, 4),
    });
  });

  it('does not ask for what Azure no longer keeps', () => {
    expect(alignRange(0, now, 60 * minute, now)?.from).toBeGreaterThan(now - retentionMs);
    expect(alignRange(0, now - retentionMs - minute, 60 * minute, now)).toBeUndefined();
  });

  it.each([
    ['PT1M', 1],
    ['PT15M', 15],
    ['PT6H', 360],
    ['P1D', 1440],
  ])('reads and writes %s', (iso, minutes) => {
    expect(readGrain(iso)).toBe(minutes * minute);
    expect(writeGrain(minutes * minute)).toBe(iso);
  });

  it('never takes a finer grain than was asked for, unless there is no other', () => {
    expect(chooseGrain(2 * minute, [])).toBe(5 * minute);
    expect(chooseGrain(48 * 60 * minute, [minute])).toBe(minute);
    expect(readGrain('FULL')).toBeUndefined();
  });

  it('maps Azure’s units, and counts are counts whatever was measured', () => {
    expect(unitOf('NanoCores', 'average')).toEqual({ unit: 'cores', factor: 1e-9 });
    expect(unitOf('BitsPerSecond', 'average')).toEqual({ unit: 'bytes/s', factor: 1 / 8 });
    expect(unitOf('MilliSeconds', 'count')).toEqual({ unit: 'count', factor: 1 });
    expect(unitOf('ByteSeconds', 'average').unit).toBe('none');
  });
});
