import { describe, expect, it } from 'vitest';
import type { Resource } from '../../core/model/resource.ts';
import { readAnswers } from './metrics-answer.ts';
import type { MetricCall } from './metrics-plan.ts';
import { resourceMetrics } from './schema.ts';

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
};

const metric = (more: object) => ({ name: 'cachehits', unit: 'Count', errorCode: 'Success', timeseries: [], ...more });
const answer = (metrics: readonly object[], more: object = {}) => [
  resourceMetrics.parse({ resourceId: resource.id, granularity: 'PT1M', metrics, ...more }),
];
const data = [{ timeStamp: new Date(start + minute) }, { timeStamp: new Date(start), total: 0 }];

describe('Azure’s answer', () => {
  it('may name the resource in another case and without the first slash', () => {
    const { series } = readAnswers(call, answer([metric({ timeseries: [{ data }] })], { resourceId: resource.id.toUpperCase().slice(1) }));
    expect(series).toHaveLength(1);
  });

  it('tells zero from nothing, in order of time', () => {
    const { series } = readAnswers(call, answer([metric({ timeseries: [{ data }] })]));
    expect(series[0]?.points).toEqual([
      { at: start, value: 0 },
      { at: start + minute, value: undefined },
    ]);
  });

  it('may come in another interval than was asked for', () => {
    const { series } = readAnswers(call, answer([metric({ timeseries: [{ data }] })], { granularity: 'PT1H' }));
    expect(series[0]?.grainMs).toBe(60 * minute);
  });

  it('may split a metric by dimensions, in either client’s spelling', () => {
    const timeseries = [
      { data, metadataValues: [{ name: 'ShardId', value: '0' }] },
      { data, metadatavalues: [{ name: { value: 'ShardId' }, value: '1' }] },
    ];
    const { series } = readAnswers(call, answer([metric({ timeseries })]));
    expect(series.map((one) => one.dimensions)).toEqual([{ ShardId: '0' }, { ShardId: '1' }]);
  });

  it('may fail a single metric although it succeeds', () => {
    const { series, failures } = readAnswers(call, answer([metric({ errorCode: 'InvalidSamplingType' })]));
    expect(series).toEqual([]);
    expect(failures).toEqual([{ resource, metric: 'cachehits', reason: 'Azure could not read cachehits of one (InvalidSamplingType).' }]);
  });

  it('may leave out a resource or a metric, which is said', () => {
    expect(readAnswers(call, []).failures).toHaveLength(1);
    expect(readAnswers(call, answer([])).failures[0]?.reason).toMatch(/answered nothing about cachehits of one/u);
  });

  it('may hold no points at all, which is a series without points', () => {
    expect(readAnswers(call, answer([metric({})]))).toMatchObject({ failures: [], series: [{ points: [] }] });
  });
});
