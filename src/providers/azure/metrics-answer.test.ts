import { describe, expect, it } from 'vitest';
import type { Resource } from '../../core/model/resource.ts';
import type { Aggregation } from '../../core/model/series.ts';
import { readAnswers } from './metrics-answer.ts';
import type { MetricCall } from './metrics-plan.ts';
import { type ResourceMetrics, resourceMetrics } from './schema.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 20, 12);

const resource: Resource = {
  id: '/subscriptions/s1/resourceGroups/RG/providers/Microsoft.Cache/Redis/one',
  name: 'one',
  type: 'microsoft.cache/redis',
  subscription: 's1',
  group: 'RG',
  region: 'westeurope',
  tags: {},
};

const call: MetricCall = {
  subscription: 's1',
  region: 'westeurope',
  type: resource.type,
  resources: [resource],
  metrics: ['cachehits'],
  aggregations: ['total'],
  grainMs: minute,
  from: start,
  to: start + 2 * minute,
  split: undefined,
  filter: undefined,
};

/** What came of the one cell that was asked for. */
function outcomeOf(answers: readonly ResourceMetrics[], more: Partial<MetricCall> = {}, aggregation: Aggregation | undefined = 'total') {
  const cell = { resource, metric: 'CacheHits', aggregation };
  const [outcome] = [...readAnswers({ call: { ...call, ...more }, cells: [{ cell, metric: 'cachehits', aggregation }] }, answers).values()];
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}
const seriesOf = (...asked: Parameters<typeof outcomeOf>) => {
  const outcome = outcomeOf(...asked);
  return outcome.state === 'read' ? outcome.series : [];
};

const metric = (more: object) => ({ name: 'cachehits', unit: 'Count', errorCode: 'Success', timeseries: [], ...more });
const answer = (metrics: readonly object[], more: object = {}) => [
  resourceMetrics.parse({ resourceId: resource.id, granularity: 'PT1M', metrics, ...more }),
];
const data = [{ timeStamp: new Date(start + minute) }, { timeStamp: new Date(start), total: 0 }];

describe('Azure’s answer', () => {
  it('may name the resource in another case and without the first slash', () => {
    expect(seriesOf(answer([metric({ timeseries: [{ data }] })], { resourceId: resource.id.toUpperCase().slice(1) }))).toHaveLength(1);
  });

  it('tells zero from nothing, in order of time', () => {
    expect(seriesOf(answer([metric({ timeseries: [{ data }] })]))[0]?.points).toEqual([
      { at: start, value: 0 },
      { at: start + minute, value: undefined },
    ]);
  });

  it('may come in another interval than was asked for', () => {
    expect(seriesOf(answer([metric({ timeseries: [{ data }] })], { granularity: 'PT1H' }))[0]?.grainMs).toBe(60 * minute);
  });

  it('may split a metric by dimensions, in either client’s spelling, which becomes the one that was asked for', () => {
    const timeseries = [
      { data, metadataValues: [{ name: 'shardid', value: '0' }] },
      { data, metadatavalues: [{ name: { value: 'shardid' }, value: '1' }] },
    ];
    const series = seriesOf(answer([metric({ timeseries })]), { split: { dimension: 'ShardId', top: 5 } });
    expect(series.map((one) => one.dimensions)).toEqual([{ ShardId: '0' }, { ShardId: '1' }]);
  });

  it('gives each just the aggregation it asked for, the metric’s own where none was asked', () => {
    const both = [{ timeStamp: new Date(start), total: 6, maximum: 2 }];
    const answers = answer([metric({ timeseries: [{ data: both }] })]);
    expect(seriesOf(answers, {}, 'maximum')).toMatchObject([{ aggregation: 'maximum', points: [{ value: 2 }] }]);
    const own = answer([metric({ timeseries: [{ data: [{ timeStamp: new Date(start), maximum: 2 }] }] })]);
    const [outcome] = readAnswers(
      {
        call: { ...call, aggregations: [] },
        cells: [{ cell: { resource, metric: 'm', aggregation: undefined }, metric: 'cachehits', aggregation: undefined }],
      },
      own,
    ).values();
    expect(outcome).toMatchObject({ state: 'read', series: [{ aggregation: 'maximum', points: [{ value: 2 }] }] });
  });

  it('may hold another aggregation than was hoped for, which is to be asked for again', () => {
    const timeseries = [{ data: [{ timeStamp: new Date(start), maximum: 2 }] }];
    expect(outcomeOf(answer([metric({ timeseries })]))).toMatchObject({ state: 'unmet' });
    expect(outcomeOf(answer([metric({ errorCode: 'InvalidSamplingType' })]))).toMatchObject({
      state: 'unmet',
      reason: 'Azure could not read cachehits of one (InvalidSamplingType).',
    });
  });

  it('may fail a single metric although it succeeds', () => {
    expect(outcomeOf(answer([metric({ errorCode: 'Throttled' })]))).toEqual({
      state: 'failed',
      reason: 'Azure could not read cachehits of one (Throttled).',
    });
  });

  it('may leave out a resource or a metric, which is said', () => {
    expect(outcomeOf([])).toMatchObject({ state: 'failed' });
    expect(outcomeOf(answer([]))).toMatchObject({ reason: 'Azure answered nothing about cachehits of one.' });
  });

  it('may hold no points at all, which is a series without points', () => {
    expect(outcomeOf(answer([metric({})]))).toMatchObject({ state: 'read', series: [{ points: [] }] });
  });
});
