import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownTables } from '../kql/known-tables.ts';
import { globalsFor } from '../kql/parser/globals.ts';
import { columnsOf, descend, diagnosticsOf, kindOf, parseAndAnalyse } from '../kql/parser/tree.ts';
import { logWish } from './log-metric-names.ts';
import {
  activeUsers,
  customMetric,
  customMetricNames,
  durationPercentile,
  jobSuccessRate,
  type LogMetric,
  type LogShape,
  podRestarts,
  type Spelling,
} from './log-metrics.ts';

const globals = globalsFor(knownTables);
const from = Date.UTC(2026, 10, 20, 6);
const shape: LogShape = { tables: 'classic', from, to: from + 6 * 3_600_000, grainMs: 300_000, by: undefined, where: undefined };
const metrics: readonly LogMetric[] = [
  durationPercentile(95, 'requests'),
  durationPercentile(99.9, 'dependencies'),
  ...(['average', 'minimum', 'maximum', 'total', 'count'] as const).map((way) => customMetric('active_chunks', way)),
  customMetric('compliance_score', { percent: 50 }),
  podRestarts,
  jobSuccessRate,
  activeUsers,
];

function read(text: string) {
  const code = parseAndAnalyse(text, globals);
  const columns = columnsOf(code.ResultType).map(({ name, type }) => `${name}: ${type}`);
  return { faults: diagnosticsOf(code).map((one) => one.message), columns, code };
}

const spellings = (metric: LogMetric): readonly Spelling[] => (metric.wanted === 'workspace' ? ['workspace'] : ['classic', 'workspace']);
const cases = metrics.flatMap((metric) => spellings(metric).map((tables) => [metric.title, tables, metric] as const));

describe('the generated query', () => {
  it.each(cases)('of %s is right in %s tables, split and filtered or not', (_title, tables, metric) => {
    const [column = ''] = metric.dimensions[tables];
    for (const by of [undefined, { column, top: 8 }]) {
      for (const where of [undefined, { column, values: ['500', 'a "b" \\'] }]) {
        const { faults, columns } = read(metric.text({ ...shape, tables, by, where }));
        expect(faults).toEqual([]);
        expect(columns.map((one) => one.split(':')[0] ?? '').toSorted((one, other) => one.localeCompare(other, 'en'))).toEqual(
          by === undefined ? ['at', 'value'] : ['at', 'part', 'value'],
        );
        expect(columns).toContain('at: datetime');
      }
    }
  });

  it('is bounded in time, intervals and parts', () => {
    expect(durationPercentile(95, 'requests').text({ ...shape, by: { column: 'name', top: 8 } })).toBe(
      [
        'let parts = requests',
        '| where timestamp >= datetime(2026-11-20T06:00:00.000Z) and timestamp < datetime(2026-11-20T12:00:00.000Z)',
        '| summarize rows = count() by part = tostring(name)',
        '| top 9 by rows',
        '| project part;',
        'requests',
        '| where timestamp >= datetime(2026-11-20T06:00:00.000Z) and timestamp < datetime(2026-11-20T12:00:00.000Z)',
        '| where tostring(name) in (parts)',
        '| summarize value = percentilew(duration, itemCount, 95) by at = bin(timestamp, 5m), part = tostring(name)',
        '| sort by at asc',
      ].join('\n'),
    );
  });

  it('lists the metrics that applications send', () => {
    for (const tables of ['classic', 'workspace'] as const) expect(read(customMetricNames(tables)).faults).toEqual([]);
  });

  it('39: holds what people typed as one literal, whatever it is', () => {
    const nasty = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', "'", '"; .drop table requests //', '\\', '`\n|', '\u2028'));
    fc.assert(
      fc.property(nasty, nasty, (name, value) => {
        const plain = kindsOf(customMetric('x', 'average').text({ ...shape, where: { column: 'cloud_RoleName', values: ['y'] } }));
        const text = customMetric(name, 'average').text({ ...shape, where: { column: 'cloud_RoleName', values: [value] } });
        expect(read(text).faults).toEqual([]);
        expect(kindsOf(text)).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });
});

function kindsOf(text: string): readonly string[] {
  return [...descend(read(text).code.Syntax)].map(kindOf);
}

describe('a name that only logs can tell', () => {
  it.each([
    ['p95 latency', 'p95 latency'],
    ['P99', 'p99 latency'],
    ['p 50 response time', 'p50 latency'],
    ['95th percentile of latency', 'p95 latency'],
    ['99.9 percentile of duration', 'p99.9 latency'],
    ['median latency', 'p50 latency'],
    ['p90 dependency duration', 'p90 dependency duration'],
    ['pod  restarts', 'Pod restarts'],
    ['Job success rate', 'Job success rate'],
    ['daily active users', 'Active users'],
  ])('%j means %s', (typed, title) => {
    expect(logWish(typed)).toMatchObject({ kind: 'known', metric: { title } });
  });

  it('a percentile of anything else may be of a metric that an application sends', () => {
    expect(logWish('p95 compliance_score')).toEqual({ kind: 'custom', name: 'compliance_score', percent: 95 });
  });

  it.each(['cpu', 'response time', 'restarts', 'requests', 'p'])('%j is a metric of Azure', (typed) => {
    expect(logWish(typed)).toBeUndefined();
  });

  it('there is no zeroth percentile', () => {
    expect(() => logWish('p0 latency')).toThrow('A percentile lies above 0 and below 100, as p95.');
  });
});
