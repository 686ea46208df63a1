import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analysed, day, hour } from './analyse.fixture.ts';

describe('the tables of a query', () => {
  it.each([
    ['requests', ['requests']],
    ['requests | union traces, AppTraces', ['requests', 'traces', 'AppTraces']],
    ['union traces, (requests | where success == false)', ['traces', 'requests']],
    ['let T = requests; let unused = traces; T | take 1', ['requests']],
    ['let f = (n:long) { exceptions | take n }; f(5)', ['exceptions']],
    ['let f = (T:(name:string)) { T | distinct name }; requests | invoke f()', ['requests']],
    ['let f = (T:(name:string)) { let x = T | take 1; x }; union f(requests), f(dependencies)', ['requests', 'dependencies']],
    ['requests | where operation_Id in (exceptions | project operation_Id)', ['requests', 'exceptions']],
    ['print toscalar(traces | count)', ['traces']],
    ['requests | lookup kind=inner pageViews on operation_Id', ['requests', 'pageViews']],
    ['requests | as R | join kind=inner (R) on id', ['requests']],
    ['search in (traces, App*) "x"', ['traces', 'App*']],
    ['union Kube*', ['Kube*']],
    ['search "x"', ['*']],
    ["table('requests') | take 1", ['requests']],
    ["['requests'] | take 1", ['requests']],
    ['let m = materialize(requests | take 5); m | union m', ['requests']],
    ['requests | evaluate bag_unpack(customDimensions)', ['requests']],
    ['range x from 1 to 5 step 1 | partition by x { requests | where duration > toscalar(x) }', ['requests']],
    ['traces | partition by operation_Id { requests | where operation_Id == toscalar(operation_Id) }', ['requests', 'traces']],
    ['let m = toscalar(traces | count); requests | where duration > toscalar(m)', ['requests', 'traces']],
    ['requests | evaluate ipv4_lookup(traces, client_IP, message)', ['requests', 'traces']],
    ['range x from 1 to 5 step 1', []],
    ['datatable(a:long)[1, 2]', []],
  ])('%s', (text, tables) => {
    expect(analysed(text).tables).toEqual(tables);
  });

  it('are named as they are written where they are elsewhere', () => {
    expect(analysed("workspace('mine').requests | take 1", ['mine']).tables).toEqual(["workspace('mine').requests"]);
  });
});

describe('the joins of a query', () => {
  it.each([
    ['requests | join (traces) on operation_Id', 'innerunique'],
    ['requests | join kind=leftouter (traces) on operation_Id', 'leftouter'],
    ['requests | join hint.strategy=broadcast kind=inner (traces) on operation_Id', 'inner'],
    ['requests | lookup (traces) on operation_Id', 'leftouter'],
  ])('%s', (text, kind) => {
    expect(analysed(text).joins).toEqual([{ kind, tables: ['requests', 'traces'] }]);
  });

  it('are found in what a let declares', () => {
    const text = 'let J = requests | join kind=inner (traces | join (exceptions) on id) on id; J | count';
    expect(analysed(text).joins).toEqual([
      { kind: 'innerunique', tables: ['traces', 'exceptions'] },
      { kind: 'inner', tables: ['requests', 'traces'] },
    ]);
  });
});

describe('the time a query looks back', () => {
  it.each([
    ['requests | where timestamp > ago(1h)', 'all', hour],
    ['requests | where timestamp >= ago(90m) and name == "x"', 'all', 1.5 * hour],
    ['AppRequests | where ago(2d) < TimeGenerated', 'all', 2 * day],
    ['requests | where timestamp between (ago(3d) .. now())', 'all', 3 * day],
    ['requests | where timestamp > now() - 5h', 'all', 5 * hour],
    ['requests | where timestamp > now(-5h)', 'all', 5 * hour],
    ['requests | where now() - timestamp < 5h', 'all', 5 * hour],
    ['requests | where timestamp > datetime(2026-11-19 12:00)', 'all', day],
    ['requests | where timestamp > datetime(2026-11-19T12:00:00Z)', 'all', day],
    ['requests | where timestamp > todatetime("2026-11-18T12:00:00")', 'all', 2 * day],
    ['requests | where bin(timestamp, 1d) == datetime(2026-11-20)', 'all', day / 2],
    ['requests | where timestamp > startofday(ago(1d))', 'all', 2 * day],
    ['let start = ago(7d); requests | where timestamp > start', 'all', 7 * day],
    ['let back = 2h; requests | where timestamp > ago(2 * back)', 'all', 4 * hour],
    ['declare query_parameters(back:timespan = 3h); requests | where timestamp > ago(back)', 'all', 3 * hour],
    ['let recent = (t:datetime) { t > ago(6h) }; requests | where recent(timestamp)', 'all', 6 * hour],
    ['requests | where timestamp > ago(1h) or timestamp > ago(4h)', 'all', 4 * hour],
    ['requests | where timestamp > ago(1h) or name == "x"', 'none', undefined],
    ['requests | where timestamp < ago(1h)', 'none', undefined],
    ['requests | where name == "x"', 'none', undefined],
    ['requests | where timestamp > ago(1h) | join (traces) on operation_Id', 'some', hour],
    ['requests | where timestamp > ago(1h) | join (traces | where timestamp > ago(2h)) on operation_Id', 'all', 2 * hour],
    ['requests | join (traces) on operation_Id | where timestamp > ago(1h)', 'some', hour],
    ['union requests, traces | where timestamp > ago(1h)', 'all', hour],
    ['requests | make-series count() on timestamp from ago(7d) to now() step 1h', 'all', 7 * day],
    ['requests | make-series count() on timestamp in range(ago(2d), now(), 1h)', 'all', 2 * day],
    ['requests | where operation_Id in (traces | project operation_Id) and timestamp > ago(1h)', 'some', hour],
    ['search timestamp > ago(2h) and "x"', 'all', 2 * hour],
    ['requests | where timestamp > toscalar(traces | summarize max(timestamp))', 'some', undefined],
    ['print 1', 'all', undefined],
    // Names that every object has are no units of time, and what is no number is no range.
    ['requests | where timestamp > toString(ago(1d))', 'all', undefined],
    ['requests | where timestamp > constructor(ago(1d))', 'all', undefined],
    ['requests | where timestamp > ago(1d*1e308*1e308 - 1d*1e308*1e308)', 'all', undefined],
    ['requests | where timestamp > ago(1d*1e308*1e308)', 'all', undefined],
  ])('%s', (text, timeFilter, lookBackMs) => {
    const found = analysed(text);
    expect([found.timeFilter, found.lookBackMs]).toEqual([timeFilter, lookBackMs]);
  });
});

describe('how far the filters of a query reach', () => {
  it.each([
    ['requests | where timestamp > datetime_add("day", -3, now())', 3 * day, undefined],
    ['requests | where datetime_diff("day", now(), timestamp) < 3', 3 * day, undefined],
    ['requests | where datetime_diff("day", now(), timestamp) <= 3', 4 * day, undefined],
    ['requests | where timestamp in (range(ago(3d), now(), 1d))', 3 * day, undefined],
    ['requests | extend day = timestamp | where day > ago(3d)', 3 * day, undefined],
    ['let T = requests | project-rename at = timestamp | project then = at; T | where then > ago(3d)', 3 * day, undefined],
    ['requests | summarize count() by d = bin(timestamp, 1d) | where d >= ago(4d)', 4 * day, undefined],
    ['let back = 3d; let start = ago(back); requests | where ingestion_time() > start', 3 * day, undefined],
    ['requests | where timestamp + 3d > now()', 3 * day, undefined],
    ['requests | where not(timestamp < ago(3d))', 3 * day, undefined],
    ['requests | where timestamp >= make_datetime(2026, 11, 15)', 5.5 * day, undefined],
    ['requests | where timestamp < ago(2d) | where timestamp > ago(5d)', 5 * day, undefined],
    ['requests | where timestamp < ago(2d) | count', undefined, 'as far as it goes'],
    ['requests | where timestamp < datetime(2026-11-15)', undefined, 'as far as it goes'],
    ['requests | where now() - timestamp > 3d', undefined, 'as far as it goes'],
    ['requests | where timestamp < ago(1h)', undefined, undefined],
    ['requests | where hourofday(timestamp) > 8', undefined, undefined],
    ['requests | where dayofmonth(timestamp) == 15', undefined, 'unclear'],
    ['requests | where format_datetime(timestamp, "yyyy-MM-dd") == "2026-11-15"', undefined, 'unclear'],
    ['requests | where timestamp !between (ago(5d) .. 2d)', undefined, 'unclear'],
    ['requests | where timestamp > toscalar(traces | summarize max(timestamp))', undefined, 'unclear'],
    ['requests | where dayofmonth(timestamp) == 15 | where timestamp > ago(1h)', hour, undefined],
  ] as const)('%s', (text, lookBackMs, reach) => {
    const found = analysed(text);
    expect([found.lookBackMs, found.reach]).toEqual([lookBackMs, reach]);
  });

  it('are told beside the moments that are named elsewhere', () => {
    expect(analysed('requests | summarize seen = max(timestamp) by name | where seen < ago(2d)').namedMs).toBe(2 * day);
    expect(analysed('requests | extend since1970 = timestamp - datetime(1970-01-01)').namedMs).toBe(undefined);
    expect(analysed('print ago(9d)').namedMs).toBe(undefined);
  });
});

describe('what a query gives', () => {
  it('is told by its columns, with the names that Kusto makes up', () => {
    expect(analysed('requests | summarize count(), avg(duration) by bin(timestamp, 1h), name').columns).toEqual([
      { name: 'timestamp', type: 'datetime' },
      { name: 'name', type: 'string' },
      { name: 'count_', type: 'long' },
      { name: 'avg_duration', type: 'real' },
    ]);
  });

  it('is told by its chart', () => {
    const series = 'requests | summarize count() by bin(timestamp, 1h)';
    expect(analysed(`${series} | render TimeChart with (title="x")`).render).toBe('timechart');
    expect(analysed(`${series} | render piechart`).render).toBe('piechart');
    expect(analysed(series).render).toBe(undefined);
  });
});

const seeds = new URL('../../../../shared/kql/seed-queries/', import.meta.url);
describe.skipIf(!existsSync(seeds))('the queries that people run today (where the folder of seeds is there)', () => {
  const wrong = new Set(['001_L128_01.kql', '001_L128_02.kql', '001_L349_04_string.kql']);
  it.each(existsSync(seeds) ? readdirSync(seeds) : [])('%s', (file) => {
    const { findings } = analysed(readFileSync(new URL(file, seeds), 'utf8'));
    expect(findings.filter(({ verdict }) => verdict === 'refuse')).toEqual([]);
    expect(findings.filter(({ verdict }) => verdict === 'confirm').map(({ rule }) => rule)).toEqual(wrong.has(file) ? ['semantic'] : []);
  });
});
