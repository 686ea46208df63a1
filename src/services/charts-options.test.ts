import { describe, expect, it } from 'vitest';
import {
  createChartBed as build,
  chartLabels as labels,
  chartNow as now,
  chartValues as values,
} from '../../test/fakes/catalogue-charts.ts';
import { ProviderError } from '../core/errors.ts';

const minute = 60_000;
const hour = 60 * minute;
const week = 168 * hour;
const outage = new ProviderError('Azure', 'it does not answer.', { retry: { when: 'later', afterMs: 1_000 } });
const by = (dimension: string, top?: number) => ({ by: { dimension, top } });
const where = (dimension: string, ...found: readonly string[]) => ({ where: { dimension, values: found } });

describe('a chart of which nothing arrives', () => {
  it('is given up before ten seconds are over, in a sentence', async () => {
    const { draw, beside } = build(() => new Promise(() => undefined));
    const drawing = draw('cpu', ['shop-plan']);
    setImmediate(() => beside.over.abort());
    await expect(drawing).rejects.toMatchObject({ provider: 'Azure', message: 'it did not answer in time. Try again in a moment.' });
  });
});

describe('a chart that is split', () => {
  it('has a curve for each value, the largest first, and no more than are wanted', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['web-1', 'web-2', 'web-3'];
    metrics.value = (_metric, _at, part) => Number(part?.slice(4));
    const answer = await draw('cpu', ['shop-plan'], by('instance', 2));
    expect(metrics.queries.map((query) => query.split)).toEqual([{ dimension: 'Instance', top: 3 }]);
    expect(labels(answer)).toEqual(['web-3', 'web-2']);
    expect(answer.chart.title).toBe('CPU of shop-plan by Instance');
    expect(answer.failures).toEqual([
      'Only the 2 largest are drawn; there are more. Write top 20 for more of them, or where Instance … for certain ones.',
    ]);
  });

  it('says nothing of more where all are drawn', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['web-1', ''];
    const answer = await draw('cpu', ['shop-plan'], by('Instance'));
    expect([labels(answer), answer.failures]).toEqual([['web-1', '(none)'], []]);
  });

  it('names the resource where there are several, and shows fewer of each', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['1', '2', '3', '4', '5'];
    const answer = await draw('cpu', ['shop-plan', 'crawler-plan'], by('Instance', 1));
    expect(labels(answer)).toEqual(['shop-plan · 1', 'crawler-plan · 1']);
    await draw('cpu', ['shop-plan', 'crawler-plan'], by('Instance'));
    await draw('cpu', ['shop-plan', 'crawler-plan'], by('Instance', 20));
    expect(metrics.queries.map((query) => query.split?.top)).toEqual([1 + 1, 4 + 1, 20 + 1]);
  });

  it('leaves out what cannot be split so, and says why', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['web-1'];
    const answer = await draw('cpu', ['shop'], by('Instance'));
    expect(labels(answer)).toEqual(['web-1']);
    expect(answer.failures).toEqual(['Left out: shop-db (cpu_percent has no dimension “Instance”).']);
  });

  it('of which nothing has the dimension is answered with those there are', async () => {
    const { draw } = build();
    await expect(draw('requests', ['shop-ai'], by('region'))).rejects.toThrow(
      'requests/count has no dimension “region”; it can be split by request/resultCode and cloud/roleName.',
    );
    await expect(draw('cpu', ['shop-plan'], by('instanc'))).rejects.toThrow('did you mean Instance?');
    await expect(draw('cpu', ['shop-db'], by('Instance'))).rejects.toThrow('it can be neither split nor filtered.');
  });

  it('understands the last part of a dimension’s name', async () => {
    expect((await build().draw('requests', ['shop-ai'], by('resultcode'))).chart.title).toBe('Requests of shop-ai by request/resultCode');
  });

  it('divides each part of a rate by its own whole', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['a', 'b'];
    metrics.value = (metric, _at, part) => (metric === 'Http5xx' ? 1 : part === 'a' ? 10 : 50);
    const answer = await draw('error rate', ['web app shop'], by('Instance'));
    expect([labels(answer), values(answer)[0], values(answer, 1)[0]]).toEqual([['a', 'b'], 10, 2]);
  });
});

describe('a chart of certain values of a dimension', () => {
  it('asks for them alone, and says so in the picture', async () => {
    const { draw, metrics } = build();
    const answer = await draw('requests', ['shop-ai'], where('request/resultcode', '500', '503'));
    expect(metrics.queries[0]?.filter).toEqual({ dimension: 'request/resultCode', values: ['500', '503'] });
    expect(answer.chart.subtitle).toMatch(/^count per 5 min · request\/resultCode 500 or 503 · 2026-11-20/u);
    expect(answer.alt).toMatch(/^Requests of shop-ai \(request\/resultCode 500 or 503\): 3,024 in all, /u);
  });
});

describe('a comparison', () => {
  it('moves the past to the shown range and names it', async () => {
    const { draw, metrics } = build();
    metrics.value = (_metric, at) => (at < now - 24 * hour ? 28 : 31);
    const { chart, alt } = await draw('cpu', ['shop-plan'], { versusMs: week });
    expect(chart.series.map(({ label, pastOf }) => [label, pastOf])).toEqual([
      ['shop-plan', undefined],
      ['shop-plan, 1 week before', 'shop-plan'],
    ]);
    const [shown, past] = chart.series;
    expect(past?.points.map((point) => point.at)).toEqual(shown?.points.map((point) => point.at));
    expect(past?.points[0]?.value).toBe(28);
    expect(chart.style).toBe('line');
    expect(chart.subtitle).toContain(' · compared with 1 week before · ');
    expect(alt).toBe('CPU of shop-plan: average 31 %, peak 31 % at 08:07 UTC, last week average 28 %');
  });

  it('says in words how long before, and sums up what adds up', async () => {
    const { draw } = build();
    const answer = await draw('requests', ['web app shop'], { versusMs: 48 * hour, from: now - hour });
    expect(labels(answer)[1]).toBe('shop, 2 days before');
    expect(answer.alt).toMatch(/, 2 days before 2,520 in all$/u);
    expect(labels(await draw('cpu', ['shop-plan'], { versusMs: 6 * hour }))[1]).toBe('shop-plan, 6h before');
  });

  it('compares each value of a split with itself', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['web-1', 'web-2'];
    // Who was small is large now.
    metrics.value = (_metric, at, part) => (at < now - 24 * hour === (part === 'web-1') ? 10 : 90);
    const answer = await draw('cpu', ['shop-plan'], { ...by('Instance', 1), versusMs: week });
    expect(labels(answer)).toEqual(['web-1', 'web-1, 1 week before']);
    expect([values(answer)[0], values(answer, 1)[0]]).toEqual([90, 10]);
  });

  it('is drawn without the past where that cannot be read', async () => {
    const { metrics } = build();
    const { draw } = build((query, options) => (query.to < now - 24 * hour ? Promise.reject(outage) : metrics.read(query, options)));
    const answer = await draw('cpu', ['shop-plan'], { versusMs: week });
    expect([labels(answer), answer.failures]).toEqual([['shop-plan'], ['Last week could not be read. Azure: it does not answer.']]);
  });
});

describe('the interval', () => {
  it('is the one that was asked for', async () => {
    const { draw, metrics } = build();
    expect((await draw('cpu', ['shop-plan'], { everyMs: 5 * minute })).chart.subtitle).toContain('average per 5 min');
    expect(metrics.queries[0]?.grainMs).toBe(5 * minute);
  });

  it('that Azure does not keep is answered with those it does', async () => {
    await expect(build().draw('cpu', ['shop-plan'], { everyMs: 7 * minute })).rejects.toThrow(
      'CpuPercentage is not kept every 7m; Azure offers 1m, 5m, 1h and 1d.',
    );
  });

  it('that makes too many points is answered with the finest possible', async () => {
    await expect(build().draw('cpu', ['shop-plan'], { everyMs: minute, from: now - week })).rejects.toThrow(
      'Every 1m over 1w is 10,080 points; the finest I draw over that range is every 15m.',
    );
  });

  it('is told as it is where Azure answers more coarsely', async () => {
    const { draw, metrics } = build();
    metrics.grainMs = hour;
    expect((await draw('cpu', ['shop-plan'])).chart.subtitle).toContain('average per hour');
  });
});

describe('a cold chart', () => {
  it('waits a moment for definitions that are not there yet', async () => {
    const { draw, metrics, beside } = build();
    beside.soon = new AbortController().signal;
    metrics.definitionsAfter = new Promise((resolve) => setImmediate(resolve));
    expect((await draw('cpu', ['shop-plan'])).dimensions).toEqual(['Instance']);
  });

  it('of a name we know waits for one read and for nothing else that is late', async () => {
    const { draw, metrics } = build();
    metrics.definitionsAfter = new Promise(() => undefined);
    const answer = await draw('cpu', ['shop-plan']);
    expect([metrics.queries.length, answer.dimensions]).toEqual([1, []]);
  });

  it('tells by what it can be split, as far as that is known when it is drawn', async () => {
    const { draw } = build();
    expect((await draw('cpu', ['shop-plan'])).dimensions).toEqual(['Instance']);
    expect((await draw('cpu', ['shop-db'])).dimensions).toEqual([]);
    // What not all of them have comes last.
    expect((await draw('requests', ['shop-ai', 'web app shop'])).dimensions).toEqual(['request/resultCode', 'cloud/roleName', 'Instance']);
    expect((await draw('failure rate', ['shop-ai'])).dimensions).toEqual(['request/resultCode']);
  });

  it('is drawn although nobody can tell the dimensions', async () => {
    const { draw, metrics } = build();
    metrics.definitionsAfter = Promise.reject(outage);
    expect((await draw('cpu', ['shop-plan'])).dimensions).toEqual([]);
  });
});

describe('how it is aggregated', () => {
  it('stands beside each name where not all are aggregated alike', async () => {
    const answer = await build().draw('requests', ['shop']);
    expect(labels(answer)).toEqual(['shop (total)', 'shop-ai (count)']);
    expect(answer.chart.subtitle).toMatch(/^total and count per/u);
  });

  it('leaves out what does not offer it, and says why', async () => {
    const answer = await build().draw('requests', ['shop'], { aggregation: 'total' });
    expect([labels(answer), answer.failures]).toEqual([['shop'], ['Left out: shop-ai (requests/count has no total).']]);
  });
});
