import { describe, expect, it } from 'vitest';
import type { CategoryChart } from '../core/chart.ts';
import { drawnCategories } from './categories.ts';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `c${index}`);
const chart = (over: Partial<CategoryChart>): CategoryChart => ({
  title: 't',
  subtitle: 's',
  style: 'bars',
  unit: 'none',
  categories: names(3),
  series: [{ label: 'count_', values: [3, 1, 2] }],
  stacked: false,
  ...over,
});

describe('what of a category chart is drawn', () => {
  it('all of it, in its own order, where it finds room', () => {
    const given = chart({});
    expect(drawnCategories(given)).toMatchObject({ chart: given, leftOut: undefined });
  });

  it.each([
    ['bars', 14],
    ['columns', 24],
  ] as const)('of too many %s the first %i, and says so', (style, most) => {
    const values = names(40).map((_, index) => index);
    const { chart: drawn, leftOut } = drawnCategories(chart({ style, categories: names(40), series: [{ label: 'n', values }] }));
    expect([drawn.categories.length, drawn.series[0]?.values.length]).toEqual([most, most]);
    expect(leftOut).toBe(`${most} of 40 ${style} drawn`);
  });

  it('of too many series the first eight, each in a colour of its own', () => {
    const series = names(11).map((label) => ({ label, values: [1, 2, 3] }));
    const drawn = drawnCategories(chart({ series }));
    expect([drawn.chart.series.length, new Set(drawn.colours).size, drawn.leftOut]).toEqual([8, 8, '8 of 11 series drawn']);
  });

  it('of a pie the largest slices, and all others as one, so that the whole stays the whole', () => {
    const values = names(20).map((_, index) => index);
    const { chart: drawn } = drawnCategories(chart({ style: 'pie', categories: names(20), series: [{ label: 'n', values }] }));
    expect(drawn.categories).toEqual(['c19', 'c18', 'c17', 'c16', 'c15', 'c14', 'c13', 'c12', '11 others']);
    expect(drawn.series[0]?.values.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(190);
  });

  it('of a pie no slice of nothing, and none of less', () => {
    const { chart: drawn } = drawnCategories(chart({ style: 'pie', series: [{ label: 'n', values: [0, -4, 5] }] }));
    expect(drawn.categories).toEqual(['c2']);
  });
});
