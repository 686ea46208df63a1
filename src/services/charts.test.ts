import { describe, expect, it } from 'vitest';
import {
  createChartBed as build,
  chartLabels as labels,
  chartNow as now,
  chartValues as values,
} from '../../test/fakes/catalogue-charts.ts';
import { ProviderError } from '../core/errors.ts';

const hour = 3_600_000;
const outage = new ProviderError('Azure', 'it does not answer.', { retry: { when: 'later', afterMs: 1_000 } });

describe('a chart of a service', () => {
  it('shows the resources that have the metric', async () => {
    const { draw } = build();
    expect(labels(await draw('cpu', ['shop']))).toEqual(['shop-plan', 'shop-db']);
    expect(labels(await draw('memory', ['web app shop', 'shop-keys']))).toEqual(['shop']);
    expect(labels(await draw('cpu', ['crawler', 'shop-db']))).toEqual(['crawler-plan', 'crawler-cache', 'shop-db']);
  });

  it('shows every resource of a kind', async () => {
    expect(labels(await build().draw('cpu', ['plan']))).toEqual(['shop-plan', 'crawler-plan']);
  });

  it('leaves out what is measured in another unit, and says so', async () => {
    const answer = await build().draw('memory', ['shop']);
    expect(labels(answer)).toEqual(['shop-plan']);
    expect(answer.chart.unit).toBe('percent');
    expect(answer.failures).toEqual(['Left out, because it is measured in bytes there: shop (web app).']);
  });

  it('shows what is named by itself in its own unit', async () => {
    const answer = await build().draw('memory', ['web app shop']);
    expect([labels(answer), answer.chart.unit, answer.chart.title]).toEqual([['shop'], 'bytes', 'Memory of shop']);
  });

  it('reads everything with one query', async () => {
    const { draw, metrics } = build();
    await draw('cpu', ['shop', 'crawler']);
    expect(metrics.queries.map((query) => query.wanted.map((wish) => [wish.resource.name, wish.metric]))).toEqual([
      [
        ['shop-plan', 'CpuPercentage'],
        ['shop-db', 'cpu_percent'],
        ['crawler-plan', 'CpuPercentage'],
        ['crawler-cache', 'serverLoad'],
      ],
    ]);
  });
});

describe('a metric', () => {
  it('may have the name Azure gives it, in any case', async () => {
    const { draw } = build();
    expect((await draw('cpupercentage', ['shop-plan'])).chart.title).toBe('CpuPercentage of shop-plan');
    expect(labels(await draw('Http Queue Length', ['shop']))).toEqual(['shop-plan']);
  });

  it.each([
    ['cup', 'No metric called “cup” on shop. Did you mean cpu?'],
    ['CpuPercentge', 'Did you mean CpuPercentage?'],
    ['xyzzy', 'There are cpu, memory, requests'],
  ])('called “%s” is answered with the nearest', async (metric, hint) => {
    await expect(build().draw(metric, ['shop'])).rejects.toThrow(hint);
  });

  it('that Azure calls so is exactly that one, on the resources that have it', async () => {
    const { chart } = await build().draw('Http5xx', ['shop']);
    expect([chart.title, chart.series.map((one) => one.label)]).toEqual(['Http5xx of shop', ['shop']]);
  });

  it('that no resource of a kind has is answered with those they have, and with words that draw one', async () => {
    const { draw } = build();
    const error: unknown = await draw('cpu', ['web app']).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^No web app has a metric “CPU”\. They have memory, requests, /u),
      examples: ['chart memory of "web app"'],
    });
    await expect(draw('xyzzy', ['web app'])).rejects.toThrow('No metric called “xyzzy” on any web app.');
  });

  it('that a resource does not have is answered with those it has', async () => {
    const { draw } = build();
    await expect(draw('cpu', ['shop-keys'])).rejects.toThrow(
      'shop-keys (key vault) has no metric “CPU”. It has requests, response time and availability.',
    );
    expect((await draw('cpu', ['shop-plan', 'shop-keys'])).failures).toEqual(['shop-keys (key vault) has no metric “CPU”.']);
  });

  it('is only aggregated in ways Azure offers', async () => {
    const { draw } = build();
    await expect(draw('cpu', ['shop-plan'], { aggregation: 'total' })).rejects.toThrow(
      'CpuPercentage has no total; Azure offers its average, minimum and maximum.',
    );
    expect((await draw('cpu', ['shop-plan'], { aggregation: 'maximum' })).chart.subtitle).toContain('maximum per minute');
  });

  it('in seconds is shown in milliseconds', async () => {
    const { draw, metrics } = build();
    metrics.value = () => 0.25;
    const answer = await draw('response time', ['web app shop']);
    expect([answer.chart.unit, values(answer)[0]]).toEqual(['milliseconds', 250]);
  });

  it('that is a rate is the one in percent of the other, and nothing where there was nothing', async () => {
    const { draw, metrics } = build();
    metrics.value = (metric, at) => (metric === 'Http5xx' ? 3 : at % (10 * 60_000) === 0 ? 0 : 60);
    const answer = await draw('error rate', ['web app shop'], { from: now - hour });
    expect(new Set(values(answer))).toEqual(new Set([5, undefined]));
    expect(answer.chart.lines.map((line) => line.label)).toEqual(['target 1 %', 'critical 5 %']);
  });
});

describe('the grain', () => {
  it.each([
    [1, 60_000],
    [6, 60_000],
    [24, 5 * 60_000],
    [168, hour],
    [24 * 30, 6 * hour],
    [24 * 93, 12 * hour],
  ])('over %d hours is %d ms', async (hours, grainMs) => {
    const { draw, metrics } = build();
    await draw('cpu', ['shop-plan'], { from: now - hours * hour });
    expect(metrics.queries[0]?.grainMs).toBe(grainMs);
  });

  it.each([
    [6, 5 * 60_000],
    [24, 15 * 60_000],
    [168, hour],
  ])('of sums over %d hours is %d ms', async (hours, grainMs) => {
    const { draw, metrics } = build();
    await draw('requests', ['web app shop'], { from: now - hours * hour });
    expect(metrics.queries[0]?.grainMs).toBe(grainMs);
  });

  it('is never finer than Azure has it', async () => {
    const { draw, metrics } = build();
    await draw('storage', ['storage account twin']);
    expect(metrics.queries[0]?.grainMs).toBe(hour);
  });

  it('covers whole intervals only', async () => {
    const { chart } = await build().draw('cpu', ['shop-plan']);
    expect([new Date(chart.from).toISOString(), new Date(chart.to).toISOString()]).toEqual([
      '2026-11-20T08:07:00.000Z',
      '2026-11-20T14:07:00.000Z',
    ]);
  });

  it('sums totals and averages levels when the source answers more finely', async () => {
    const { draw, metrics } = build();
    metrics.grainMs = 60_000;
    metrics.value = () => 2;
    const range = { from: now - 24 * hour };
    expect(values(await draw('requests', ['web app shop'], range))[1]).toBe(30);
    expect(values(await draw('cpu', ['shop-plan'], range))[1]).toBe(2);
  });
});

describe('limits', () => {
  it('are those of the KPI, with what the service says otherwise', async () => {
    const { draw } = build();
    expect((await draw('cpu', ['shop'])).chart.lines.map((line) => [line.label, line.tone])).toEqual([
      ['target 70 %', 'warning'],
      ['critical 85 %', 'bad'],
    ]);
    expect((await draw('cpu', ['crawler-plan'])).chart.lines.map((line) => line.value)).toEqual([50, 85]);
    expect((await draw('cpu', ['shop', 'crawler'])).chart.lines.map((line) => line.value)).toEqual([70, 85]);
  });

  it('are not drawn where the metric has none', async () => {
    expect((await build().draw('requests', ['shop'])).chart.lines).toEqual([]);
  });
});

describe('the words for a chart', () => {
  it('tell average and peak, and when', async () => {
    const { draw, metrics } = build();
    metrics.value = (_metric, at) => (at === Date.UTC(2026, 10, 20, 13, 5) ? 78 : 31);
    const { alt } = await draw('cpu', ['shop-plan'], { timeZone: 'Europe/Berlin' });
    expect(alt).toBe('CPU of shop-plan: average 31 %, peak 78 % at 14:05 CET');
  });

  it('tell the sum of what adds up, and the lowest availability', async () => {
    const { draw, metrics } = build();
    expect((await draw('requests', ['web app shop'], { from: now - hour })).alt).toBe(
      'Requests of shop: 2,520 in all, peak 42 at 13:07 UTC',
    );
    metrics.value = (_metric, at) => (at === Date.UTC(2026, 10, 20, 13) ? 98.5 : 100);
    expect((await draw('availability', ['shop'])).alt).toMatch(/lowest 98\.5 % at 13:00 UTC$/u);
  });

  it('tell each of several curves', async () => {
    expect((await build().draw('cpu', ['shop'])).alt).toBe(
      'CPU of shop: shop-plan average 42 %, peak 42 % at 08:07 UTC; shop-db average 42 %, peak 42 % at 08:07 UTC',
    );
  });

  it('say when nothing was measured', async () => {
    const { draw, metrics } = build();
    metrics.value = () => undefined;
    expect((await draw('cpu', ['shop-plan'])).alt).toBe('CPU of shop-plan: nothing was measured');
  });
});

describe('a failure', () => {
  it('of one metric leaves the others, and is told', async () => {
    const { draw, metrics } = build();
    metrics.failing.set('cpu_percent', outage);
    const answer = await draw('cpu', ['shop']);
    expect([labels(answer), answer.failures]).toEqual([['shop-plan'], ['shop-db (cpu_percent): it does not answer.']]);
  });

  it('of all of them is thrown', async () => {
    const { draw, metrics } = build();
    metrics.failing.set('CpuPercentage', outage);
    await expect(draw('cpu', ['shop-plan'])).rejects.toBe(outage);
  });
});
