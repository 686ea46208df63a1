import { describe, expect, it } from 'vitest';
import type { Resource } from '../../core/model/resource.ts';
import type { Aggregation, MetricDefinition } from '../../core/model/series.ts';
import type { MetricWish } from '../../core/ports.ts';
import { cellsOf, type Group, groupCells, type Question } from './metrics-cells.ts';
import { alignRange, type Plan, planExactly, planOptimistically, retentionMs } from './metrics-plan.ts';
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

const question: Question = { from: now - 60 * minute, to: now, grainMs: minute, split: undefined, filter: undefined };

const wish = (of: Resource, metric: string, ...aggregations: readonly Aggregation[]): MetricWish => ({
  resource: of,
  metric,
  aggregations,
});

function groupOf(wanted: readonly MetricWish[]): Group {
  const [group, ...others] = groupCells(cellsOf({ wanted }));
  if (group === undefined || others.length > 0) throw new Error('not one group');
  return group;
}

const define = (name: string, aggregations: readonly Aggregation[], more: Partial<MetricDefinition> = {}): MetricDefinition => ({
  name,
  title: name,
  unit: 'count',
  aggregations,
  primary: aggregations[0] ?? 'average',
  grainsMs: [minute, 5 * minute],
  dimensions: [],
  ...more,
});

const shape = ({ calls }: Plan) => calls.map(({ call }) => [call.metrics.join(), call.aggregations.join()]);

describe('grouping', () => {
  it('keeps subscriptions, regions and types apart, and each thing once', () => {
    const all = [
      resource(1),
      resource(2, { subscription: 's2' }),
      resource(3, { region: 'northeurope' }),
      resource(4, { type: 'x/y' }),
      resource(5),
      { ...resource(1), id: resource(1).id.toUpperCase() },
    ];
    const groups = groupCells(cellsOf({ wanted: all.map((one) => wish(one, 'Requests', 'total')) }));
    expect(groups.map((group) => group.cells.length)).toEqual([2, 1, 1, 1]);
  });

  it('asks for at most 50 resources and 20 metrics a call', () => {
    const many = Array.from({ length: 120 }, (_, index) => resource(index));
    const metrics = Array.from({ length: 25 }, (_, index) => `m${index}`);
    const { calls } = planOptimistically(groupOf(many.flatMap((one) => metrics.map((name) => wish(one, name, 'average')))), question, now);
    expect(calls.map(({ call }) => [call.resources.length, call.metrics.length])).toEqual([
      [50, 20],
      [50, 5],
      [50, 20],
      [50, 5],
      [20, 20],
      [20, 5],
    ]);
    expect(calls.map(({ cells }) => cells.length)).toEqual([1000, 250, 1000, 250, 400, 100]);
  });
});

describe('a plan without knowing the type', () => {
  const plan = (...wanted: readonly MetricWish[]) => planOptimistically(groupOf(wanted), question, now);

  it('is one call for what several resources and metrics want', () => {
    expect(shape(plan(wish(resource(1), 'a', 'average'), wish(resource(2), 'b', 'average', 'maximum')))).toEqual([
      ['a,b', 'average,maximum'],
    ]);
  });

  it('leaves the choice to Azure where metrics of different natures meet', () => {
    expect(shape(plan(wish(resource(1), 'cpu', 'average'), wish(resource(1), 'requests', 'total')))).toEqual([['cpu,requests', '']]);
    expect(shape(plan(wish(resource(1), 'cpu'), wish(resource(2), 'requests')))).toEqual([['cpu,requests', '']]);
  });

  it('asks for the largest of a dimension by one aggregation at a time', () => {
    const split = { dimension: 'Instance', top: 5 };
    const { calls } = planOptimistically(groupOf([wish(resource(1), 'cpu', 'average', 'maximum')]), { ...question, split }, now);
    expect(calls.map(({ call }) => call.aggregations)).toEqual([['average'], ['maximum']]);
  });

  it('asks nothing about what Azure no longer keeps', () => {
    const past = { ...question, from: 0, to: minute };
    const { calls, settled } = planOptimistically(groupOf([wish(resource(1), 'cpu', 'average')]), past, now);
    expect(calls).toEqual([]);
    expect([...settled.values()]).toEqual([{ state: 'read', series: [] }]);
  });
});

describe('a plan that knows the type', () => {
  const definitions = [
    define('cpu', ['average', 'minimum', 'maximum']),
    define('memory', ['average', 'minimum', 'maximum']),
    define('requests', ['total', 'average', 'count'], { dimensions: ['Instance'] }),
    define('events', ['count']),
    define('capacity', ['average'], { grainsMs: [60 * minute] }),
  ];
  const plan = (wanted: readonly MetricWish[], trust: 'primaries' | 'nothing' = 'primaries', more: Partial<Question> = {}) =>
    planExactly(groupOf(wanted), definitions, { question: { ...question, ...more }, now, trust });

  it('asks together what has all the aggregations of the others', () => {
    const wanted = [
      wish(resource(1), 'CPU', 'average', 'maximum'),
      wish(resource(1), 'memory', 'maximum'),
      wish(resource(1), 'events', 'count'),
    ];
    expect(shape(plan(wanted))).toEqual([
      ['cpu,memory', 'average,maximum'],
      ['events', 'count'],
    ]);
  });

  it('lets Azure choose where everything is asked for its primary aggregation, unless that has failed', () => {
    const wanted = [wish(resource(1), 'cpu', 'average'), wish(resource(1), 'events', 'count'), wish(resource(1), 'requests', 'total')];
    expect(shape(plan(wanted))).toEqual([['cpu,events,requests', '']]);
    expect(plan(wanted, 'nothing').calls).toHaveLength(3);
  });

  it('replaces an aggregation the metric lacks by its primary one', () => {
    expect(shape(plan([wish(resource(1), 'events', 'average')]))).toEqual([['events', 'count']]);
  });

  it('puts metrics of different grains into different calls', () => {
    const { calls } = plan([wish(resource(1), 'cpu', 'average'), wish(resource(1), 'Capacity', 'average')]);
    expect(calls.map(({ call }) => [call.metrics, call.grainMs / minute])).toEqual([
      [['cpu'], 1],
      [['capacity'], 60],
    ]);
  });

  it('says what the type does not have, and asks the rest', () => {
    const { calls, settled } = plan([wish(resource(1), 'cpuu', 'average'), wish(resource(1), 'cpu', 'average')]);
    expect([...settled.values()]).toEqual([{ state: 'failed', reason: 'site1 has no metric called cpuu.' }]);
    expect(calls).toHaveLength(1);
    const split = plan([wish(resource(1), 'requests', 'total')], 'primaries', { split: { dimension: 'Node', top: 5 } });
    expect([...split.settled.values()]).toEqual([
      { state: 'failed', reason: 'requests of site1 has no dimension called Node; it has Instance.' },
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

  it('takes the last interval whole where it is over', () => {
    expect(alignRange(now - 180 * minute, now - 61 * minute, 15 * minute, now)?.to).toBe(Date.UTC(2026, 10, 20, 11, 15));
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
