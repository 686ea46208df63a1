import { describe, expect, it } from 'vitest';
import { chartCsv } from '../../templates/chart-csv.ts';
import {
  createChartBed as build,
  chartLabels as labels,
  chartNow as now,
  chartValues as values,
} from '../../test/fakes/catalogue-charts.ts';
import { resource } from '../../test/fakes/catalogue-estate.ts';
import { barsOf } from '../core/chart-bars.ts';
import { ProviderError } from '../core/errors.ts';
import type { ChartAnswer } from './services.ts';

const minute = 60_000;
const hour = 60 * minute;
const at = (hours: number, minutes = 0): number => Date.UTC(2026, 10, 20, hours, minutes);
const times = ({ chart }: ChartAnswer, index = 0) => chart.series[index]?.points.map((point) => point.at) ?? [];
const range = ({ chart }: ChartAnswer) => [chart.from, chart.to];
/** Azure keeps its availability by the hour. */
const cosmos = resource('Microsoft.DocumentDB/databaseAccounts', 'shop-cosmos');

describe('an interval that is not over', () => {
  it('is not drawn: the one before it is, where the range holds no whole one', async () => {
    const { draw, metrics } = build();
    const answer = await draw('requests', ['web app shop'], { from: now - 5 * minute, everyMs: hour });
    expect([range(answer), times(answer)]).toEqual([[at(13), at(14)], [at(13)]]);
    expect(metrics.queries.every((query) => query.to <= now)).toBe(true);
  });

  it('may be widened to while it is over by now', async () => {
    const answer = await build().draw('requests', ['web app shop'], { from: at(12, 10), to: at(12, 40), everyMs: hour });
    expect(range(answer)).toEqual([at(12), at(13)]);
  });

  it('is left out where the source answers more coarsely than it was asked', async () => {
    const { draw, metrics } = build();
    metrics.grainMs = hour;
    expect(times(await draw('cpu', ['shop-plan'])).at(-1)).toBe(at(12, 7) + hour);
    expect(times(await draw('cpu', ['shop-plan'], { from: now - 90 * minute }))).toEqual([at(12, 37)]);
  });
});

describe('resources that are measured at different intervals', () => {
  it('are each drawn at their own', async () => {
    const { draw, metrics } = build(undefined, [cosmos]);
    const answer = await draw('availability', ['shop']);
    expect(range(answer)).toEqual([at(8, 7), at(14, 7)]);
    expect(metrics.queries.map(({ grainMs, wanted }) => [grainMs, wanted.map((wish) => wish.resource.name)])).toEqual([
      [minute, ['shop-ai', 'shop-keys']],
      [hour, ['shop-cosmos']],
    ]);
    expect(labels(answer)).toEqual(['shop-ai', 'shop-keys', 'shop-cosmos (per hour)']);
    expect(times(answer, 0).at(-1)).toBe(at(14, 6));
    expect(times(answer, 2)).toEqual([8, 9, 10, 11, 12, 13].map((hours) => at(hours)));
    expect(answer.chart.subtitle).toContain('average per minute');
  });

  it('have each their own times in a file', async () => {
    const { draw } = build(undefined, [cosmos]);
    const rows = chartCsv((await draw('availability', ['shop'])).chart).split('\r\n');
    expect(rows.find((row) => row.includes('T09:00'))).toBe('2026-11-20T09:00:00.000Z,42,42,42');
    expect(rows.find((row) => row.includes('T09:01'))).toBe('2026-11-20T09:01:00.000Z,42,42,');
  });

  it('are not bars beside each other', async () => {
    const { draw } = build(undefined, [cosmos]);
    const { chart } = await draw('availability', ['shop']);
    expect(barsOf({ series: chart.series.slice(1), addsUp: false })).toBeUndefined();
  });

  it('lack those of which the range holds no whole interval, and say so', async () => {
    const answer = await build(undefined, [cosmos]).draw('availability', ['shop'], { from: now - 30 * minute });
    expect(labels(answer)).toEqual(['shop-ai', 'shop-keys']);
    expect(answer.failures).toEqual(['Left out, because no whole interval of it lies in this range: shop-cosmos (measured every 1h).']);
  });

  it('are drawn although those of one interval cannot be read', async () => {
    const { metrics } = build();
    const outage = new ProviderError('Azure', 'it does not answer.', { retry: { when: 'never' } });
    const { draw } = build((query, options) => (query.grainMs === hour ? Promise.reject(outage) : metrics.read(query, options)), [cosmos]);
    const answer = await draw('availability', ['shop']);
    expect([labels(answer), answer.failures]).toEqual([['shop-ai', 'shop-keys'], ['Azure: it does not answer.']]);
  });
});

describe('a comparison with what lies no whole intervals before', () => {
  it.each([
    ['over 6h every 1h vs 90m', 6, hour, 1.5 * hour, 2, '2h', '1h30m'],
    ['over 7d vs 30m', 168, undefined, 0.5 * hour, 1, '1h', '30m'],
    ['over 7d every 1d vs 36h', 168, 24 * hour, 36 * hour, 48, '2 days', '1d12h'],
  ])('%s is with the nearest that does, and says so', async (_words, hours, everyMs, versusMs, wanted, shown, asked) => {
    const { draw, metrics } = build();
    metrics.value = (_metric, moment) => moment / hour;
    const answer = await draw('cpu', ['shop-plan'], { from: now - hours * hour, everyMs, versusMs });
    expect(times(answer, 1)).toEqual(times(answer));
    expect((values(answer)[0] ?? 0) - (values(answer, 1)[0] ?? 0)).toBe(wanted);
    expect(labels(answer)[1]).toBe(`shop-plan, ${shown} before`);
    expect(answer.failures).toEqual([`Compared with ${shown} before, because ${asked} is no multiple of the interval.`]);
  });
});
