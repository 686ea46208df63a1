import { describe, expect, it } from 'vitest';
import { createChartBed as build, chartLabels as labels, chartNow as now } from '../../test/fakes/catalogue-charts.ts';
import { barsOf } from '../core/chart-bars.ts';

const hour = 3_600_000;
const asLines = 'Drawn as lines, because the bars of these curves could not be told apart.';

describe('bars', () => {
  it('are stacked where they are parts of one amount', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['web-1', 'web-2'];
    const split = await draw('requests', ['web app shop'], { by: { dimension: 'Instance', top: 2 }, style: 'bar' });
    expect([split.chart.style, barsOf(split.chart), split.notes]).toEqual(['bar', 'stacked', []]);
    const plans = await draw('Http Queue Length', ['plan'], { style: 'bar', everyMs: 5 * 60_000 });
    expect(barsOf(plans.chart)).toBe('stacked');
  });

  it('are not where the same requests would be counted twice', async () => {
    const answer = await build().draw('requests', ['shop'], { style: 'bar' });
    expect(labels(answer)).toEqual(['shop (total)', 'shop-ai (count)']);
    expect(barsOf(answer.chart)).toBe('side by side');
    expect(barsOf((await build().draw('cpu', ['plan'], { style: 'bar', everyMs: 5 * 60_000 })).chart)).toBe('side by side');
  });

  it('that could not be told apart are lines, and the chart says so', async () => {
    const { draw } = build();
    const compared = await draw('requests', ['shop'], { style: 'bar', versusMs: 24 * hour });
    expect([compared.chart.style, compared.notes]).toEqual(['line', [asLines]]);
    const many = await draw('cpu', ['plan'], { style: 'bar' });
    expect([many.chart.style, many.notes]).toEqual(['line', [asLines]]);
    const fine = await draw('cpu', ['shop-plan'], { style: 'bar', from: now - 24 * hour, everyMs: 60_000 });
    expect([fine.chart.style, fine.notes]).toEqual([
      'area',
      ['Drawn as an area, because so many bars would be thinner than the gaps between them.'],
    ]);
    const one = await draw('requests', ['web app shop'], { style: 'bar', versusMs: 24 * hour });
    expect([one.chart.style, one.notes]).toEqual(['bar', []]);
  });
});

describe('the requests of a service', () => {
  it('are not those to its key vault, unless that is named', async () => {
    const { draw } = build();
    expect(labels(await draw('requests', ['shop']))).toEqual(['shop (total)', 'shop-ai (count)']);
    expect(labels(await draw('requests', ['shop', 'shop-keys']))).toContain('shop-keys (count)');
    expect(labels(await draw('requests', ['key vault']))).toEqual(['shop-keys']);
    expect(labels(await draw('requests', ['key vault', 'crawler']))).toEqual(['shop-keys']);
  });
});

describe('what the picture tells', () => {
  it('is the lowest availability, in its table too', async () => {
    const { draw } = build();
    expect((await draw('availability', ['shop-ai'])).chart.extreme).toBe('lowest');
    expect((await draw('cpu', ['shop-plan'])).chart.extreme).toBe('highest');
  });

  it('names the day of the highest value where each stands for a day', async () => {
    const { draw, metrics } = build();
    metrics.value = (_metric, at) => (at === Date.UTC(2026, 10, 17) ? 78 : 31);
    const { alt } = await draw('cpu', ['shop-plan'], { from: now - 7 * 24 * hour, everyMs: 24 * hour, timeZone: 'Europe/Berlin' });
    expect(alt).toMatch(/, peak 78 % on 2026-11-17$/u);
  });

  it('names both zones of a range in which the clocks are changed', async () => {
    const { draw } = build();
    const from = Date.UTC(2026, 9, 24, 22);
    const { chart } = await draw('cpu', ['shop-plan'], { from, to: from + 25 * hour, timeZone: 'Europe/Berlin' });
    expect(chart.subtitle).toContain('2026-10-25 00:00 CEST – 2026-10-26 00:00 CET');
  });
});

describe('certain values of a dimension', () => {
  it('of which there are none are answered with those there are', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['web-1', 'web-2'];
    const answer = await draw('cpu', ['shop-plan'], { where: { dimension: 'instance', values: ['web-9'] } });
    expect(answer.failures).toEqual(['No Instance “web-9” was measured in this range; there are web-1 and web-2.']);
    expect(answer.alt).toContain('nothing was measured');
  });

  it('that are known are not asked about, and nothing is said where nothing at all can be told', async () => {
    const { draw, metrics } = build();
    metrics.parts = ['web-1'];
    expect((await draw('cpu', ['shop-plan'], { where: { dimension: 'Instance', values: ['web-1'] } })).failures).toEqual([]);
    expect(metrics.queries).toHaveLength(1);
    metrics.value = () => undefined;
    expect((await draw('cpu', ['shop-plan'], { where: { dimension: 'Instance', values: ['web-1'] } })).failures).toEqual([
      'No Instance “web-1” was measured in this range; nothing else was, either.',
    ]);
  });
});

describe('what is said beside a chart', () => {
  it('is not said again of its past', async () => {
    const { draw, metrics } = build();
    metrics.failing.set('cpu_percent', new Error('it does not answer.'));
    const { failures } = await draw('cpu', ['shop'], { versusMs: 168 * hour });
    expect(failures).toEqual(['shop-db (cpu_percent): it does not answer.']);
  });
});
