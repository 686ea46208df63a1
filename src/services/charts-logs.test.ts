import { describe, expect, it } from 'vitest';
import { chartNow, createChartBed } from '../../test/fakes/catalogue-charts.ts';
import { ProviderError, QueryRejected, UserError } from '../core/errors.ts';
import type { LogQuery, QueryCell, QueryColumn, QueryTable } from '../core/model/query.ts';
import type { LogChartsNeeds } from './charts-logs-read.ts';
import type { FoundPlace, LogTables, QueryAsked } from './query-services.ts';
import { createRedaction } from './redaction.ts';
import { redactTogether } from './redaction-in-turns.ts';
import type { ChartRequest } from './services.ts';

const hour = 3_600_000;
const place = { platform: 'slack', channel: 'C1', kind: 'channel' } as const;
const asker = { role: 'viewer', place } as const;
const columns: readonly QueryColumn[] = [
  { name: 'at', type: 'datetime' },
  { name: 'value', type: 'real' },
  { name: 'part', type: 'string' },
];
const redaction = createRedaction({ builtIn: ['emails', 'addresses'], patterns: {} });
const iso = (at: number): string => new Date(at).toISOString();
const table = (...rows: readonly (readonly QueryCell[])[]): QueryTable => ({ columns, rows });

type Answers = (query: LogQuery) => QueryTable | Error;

function setUp(answers: Answers, { tables = 'classic' }: { readonly tables?: LogTables } = {}) {
  const asked: LogQuery[] = [];
  const wanted: LogTables[] = [];
  const find = async (name: string | undefined, want: LogTables): Promise<FoundPlace> => {
    wanted.push(want);
    if (name === 'nowhere') throw new UserError('No service called “nowhere”.');
    return { place: { kind: 'workspace', id: `ws-${name}`, title: `logs of ${name}` }, tables, service: undefined, name: name ?? '' };
  };
  const logs: LogChartsNeeds = {
    places: { find },
    reads: {
      read: async (query) => {
        asked.push(query);
        const answer = answers(query);
        if (answer instanceof Error) throw answer;
        return { result: { table: answer, render: undefined, partial: undefined }, readAt: chartNow, ms: 5, query };
      },
    },
    longest: { viewer: 7 * 24 * hour, responder: 30 * 24 * hour, admin: 90 * 24 * hour },
    redact: {
      text: redaction.text,
      results: async (results) => (await redactTogether(redaction, results, async () => undefined)).map((one) => one.result),
    },
  };
  const { draw } = createChartBed(undefined, [], logs);
  return {
    asked,
    wanted,
    draw: (metric: string, targets: readonly string[], over: Partial<ChartRequest> = {}) => draw(metric, targets, { asker, ...over }),
  };
}

const down = new ProviderError('Azure', 'it did not answer.', { retry: { when: 'later', afterMs: 1_000 } });

describe('a percentile', () => {
  it('is measured in the logs, interval by interval, with gaps where nothing was', async () => {
    const begin = chartNow - 6 * hour - ((chartNow - 6 * hour) % 60_000);
    const { asked, draw } = setUp(() => table([iso(begin), 120.5], [iso(begin + 120_000), '90']));
    const { chart, alt } = await draw('p95 latency', ['shop']);
    expect(chart).toMatchObject({ title: 'p95 latency of shop', unit: 'milliseconds', style: 'area', extreme: 'highest' });
    expect(chart.series[0]?.points.slice(0, 3).map((one) => one.value)).toEqual([120.5, undefined, 90]);
    expect(chart.series[0]?.points).toHaveLength(360);
    expect(chart.lines.map((one) => one.label)).toEqual(['target 500 ms', 'critical 2,000 ms']);
    expect(chart.subtitle).toContain('95th percentile per minute');
    expect(alt).toContain('peak 121 ms');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ from: begin, waitMs: 60_000 });
  });

  it('tells what it asks before it is sent, also when that fails', async () => {
    const told: QueryAsked[] = [];
    const { asked, draw } = setUp(() => down);
    await expect(draw('p95 latency', ['shop', 'bakery'], { asking: (one) => told.push(one) })).rejects.toThrow('did not answer');
    expect(told).toEqual(asked.map(({ place: of, text, from, to }) => ({ place: of, text, from, to })));
    expect(told.map((one) => one.place.title)).toEqual(['logs of shop', 'logs of bakery']);
  });

  it('is asked in the spelling of the tables that are there', async () => {
    const { asked, draw } = setUp(() => table(), { tables: 'workspace' });
    await draw('p95 latency', ['shop']);
    expect(asked[0]?.text).toContain('AppRequests');
  });

  it('split has the most frequent values, says that there are more, and keeps the column’s spelling', async () => {
    const rows = Array.from({ length: 9 }, (_, index) => [iso(chartNow - hour - (chartNow % 60_000)), index, `op ${index}`] as const);
    const { asked, draw } = setUp(() => table(...rows), { tables: 'workspace' });
    const { chart, failures, dimensions } = await draw('p95 latency', ['shop'], { by: { dimension: 'name', top: undefined } });
    expect(chart.series.map((one) => one.label)).toEqual(rows.slice(0, 8).map(([, , name]) => name));
    expect(failures).toEqual(['Only the 8 most frequent values of name are drawn; there are more.']);
    expect(asked[0]?.text).toContain('part = tostring(Name)');
    expect(dimensions).toContain('ResultCode');
  });

  it('compared has its past behind it', async () => {
    const at = chartNow - hour - (chartNow % 60_000);
    const { asked, draw } = setUp(({ to }) => table([iso(to > chartNow - 24 * hour ? at : at - 24 * hour), 7]));
    const { chart } = await draw('p95 latency', ['shop'], { versusMs: 24 * hour });
    expect(chart.series.map((one) => [one.label, one.pastOf])).toEqual([
      ['shop', undefined],
      ['shop, 1 day before', 'shop'],
    ]);
    expect(chart.series.map((one) => one.points.find(({ value }) => value === 7)?.at)).toEqual([at, at]);
    expect(asked).toHaveLength(2);
  });

  it('of two services, one of which does not answer, is that of the other', async () => {
    const { draw } = setUp(({ place: where }) => (where.title.endsWith('crawler') ? down : table([iso(chartNow - hour), 7])));
    const { chart, failures } = await draw('p95 latency', ['shop', 'crawler']);
    expect(chart.series.map((one) => one.label)).toEqual(['shop']);
    expect(failures).toEqual(['crawler: Azure: it did not answer.']);
  });

  it('that nobody answers is told', async () => {
    await expect(setUp(() => down).draw('p95 latency', ['shop'])).rejects.toThrow('shop: Azure: it did not answer.');
  });

  it('does not look back further than the role may', async () => {
    const { asked, draw } = setUp(() => table());
    const { failures } = await draw('p95 latency', ['shop'], { from: chartNow - 20 * 24 * hour, versusMs: 24 * hour });
    expect(chartNow - (asked[0]?.from ?? 0)).toBeLessThanOrEqual(7 * 24 * hour + hour);
    expect(failures).toEqual([
      'Only the last 1w are drawn: a viewer can look back no further in logs.',
      'Not compared: a viewer can look back no further than 1w in logs.',
    ]);
  });

  it('of all that the role may see says nothing, though it is asked a moment later', async () => {
    const { failures } = await setUp(() => table()).draw('p95 latency', ['shop'], { from: chartNow - 7 * 24 * hour - 900 });
    expect(failures).toEqual([]);
  });

  it('cannot be split by what is no column', async () => {
    await expect(setUp(() => table()).draw('p95 latency', ['shop'], { by: { dimension: 'nam', top: undefined } })).rejects.toThrow(
      'p95 latency has no dimension “nam”; did you mean name?',
    );
  });

  it('of what nobody sends is no percentile', async () => {
    await expect(setUp(() => table()).draw('p95 cpu', ['shop'])).rejects.toThrow(/Azure’s metrics have no percentiles.*“cpu”/u);
  });
});

describe('values that are hidden', () => {
  it('stay curves of their own, the same then as now', async () => {
    const at = chartNow - hour - (chartNow % 60_000);
    const { draw } = setUp(({ to }) => {
      const now = to > chartNow - 24 * hour;
      const rows = [
        [iso(now ? at : at - 24 * hour), now ? 100 : 90, '10.0.0.1'] as const,
        [iso(now ? at : at - 24 * hour), 5, '10.0.0.2'] as const,
      ];
      return table(...(now ? rows : rows.toReversed()));
    });
    const { chart } = await draw('p95 latency', ['shop'], { by: { dimension: 'cloud_RoleInstance', top: undefined }, versusMs: 24 * hour });
    expect(chart.series.map((one) => [one.label, ...one.points.flatMap(({ value }) => value ?? [])])).toEqual([
      ['‹IP address 1›', 100],
      ['‹IP address 1›, 1 day before', 90],
      ['‹IP address 2›', 5],
      ['‹IP address 2›, 1 day before', 5],
    ]);
  });
});

describe('a place whose logs have no such table', () => {
  const rejected = new QueryRejected({ code: 'SEM0100', message: "'AppRequests' could not be resolved; ask ana@example.com" });
  const said =
    "bakery: its logs lack a table or column that this is measured in. Azure says: 'AppRequests' could not be resolved; ask ‹e-mail›.";

  it('is named, and the others are drawn', async () => {
    const { draw } = setUp(({ place: where }) => (where.title.endsWith('bakery') ? rejected : table([iso(chartNow - hour), 7])));
    const { chart, failures } = await draw('p95 latency', ['shop', 'bakery']);
    expect(chart.series.map((one) => one.label)).toEqual(['shop']);
    expect(failures).toEqual([said]);
  });

  it('alone is told, and is no failure of anybody', async () => {
    const drawn = setUp(() => rejected).draw('p95 latency', ['bakery']);
    await expect(drawn).rejects.toThrow(UserError);
    await expect(drawn).rejects.toThrow(said);
  });

  it('has no metrics that applications send', async () => {
    await expect(setUp(() => rejected).draw('active_chunks', ['shop'])).rejects.toThrow(
      /No metric called “active_chunks”.*The logs of shop have no table of metrics that applications send\./u,
    );
    await expect(setUp(() => rejected).draw('p99 active_chunks', ['shop'])).rejects.toThrow(/The logs of shop have no table/u);
  });
});

describe('a metric that an application sends', () => {
  const names = { columns: [{ name: 'name', type: 'string' }], rows: [['active_chunks'], ['temp_storage_mb']] } as const;
  const answers: Answers = ({ text }) => (text.includes('top 200') ? names : table([iso(chartNow - hour), 12]));

  it('is drawn by its name, where Azure has no such metric', async () => {
    const { asked, draw } = setUp(answers);
    const { chart } = await draw('active chunks', ['shop'], { aggregation: 'maximum' });
    expect(chart).toMatchObject({ title: 'active_chunks of shop', unit: 'none' });
    expect(asked.at(-1)?.text).toContain('name == "active_chunks"');
    expect(asked.at(-1)?.text).toContain('max(valueMax)');
  });

  it('has percentiles', async () => {
    const { asked, draw } = setUp(answers);
    await draw('p99 temp_storage_mb', ['shop']);
    expect(asked.at(-1)?.text).toContain('percentilew(valueSum / valueCount, valueCount, 99)');
  });

  it('that nobody sends is no metric', async () => {
    await expect(setUp(answers).draw('activ_chunk', ['shop'])).rejects.toThrow('No metric called “activ_chunk”');
  });

  it('is not looked for where logs cannot be read', async () => {
    await expect(setUp(() => down).draw('active_chunks', ['shop'])).rejects.toThrow('No metric called “active_chunks”');
  });
});

describe('pod restarts', () => {
  it('are in a workspace, and one interval more is read to tell what they were before', async () => {
    const { asked, wanted, draw } = setUp(() => table(), { tables: 'workspace' });
    await draw('pod restarts', ['shop'], { from: chartNow - hour });
    expect(wanted).toEqual(['workspace']);
    expect(chartNow - (asked[0]?.from ?? 0)).toBeGreaterThan(hour + 60_000);
  });

  it('of a service without one are refused', async () => {
    await expect(setUp(() => table()).draw('pod restarts', ['shop'])).rejects.toThrow(
      'Pod restarts is in the logs of a Log Analytics workspace, and shop has none.',
    );
  });
});
