import type { CategoryChart } from '../core/chart.ts';
import { drawnOf, mostSeries } from '../core/chart-limits.ts';
import { ink, strokeOf } from './design.ts';

/** A category chart as far as it can be drawn. */
export interface DrawnCategories {
  readonly chart: CategoryChart;
  readonly colours: readonly string[];
  /** "24 of 73 columns drawn"; undefined: all are. */
  readonly leftOut: string | undefined;
}

/**
 * The first categories and series that find room. The slices of a pie are a whole, so there the largest are shown and all others
 * are one slice more.
 */
export function drawnCategories(chart: CategoryChart): DrawnCategories {
  if (chart.style === 'pie') return drawnSlices(chart);
  const drawn = drawnOf(chart);
  const categories = chart.categories.slice(0, drawn.categories);
  const series = chart.series.slice(0, drawn.series);
  return {
    chart: { ...chart, categories, series: series.map((one) => ({ ...one, values: one.values.slice(0, categories.length) })) },
    colours: series.map((_, index) => strokeOf(index).colour),
    leftOut: drawn.words,
  };
}

function drawnSlices(chart: CategoryChart): DrawnCategories {
  const [series] = chart.series;
  const most = drawnOf(chart).categories;
  const slices = chart.categories
    .map((category, index) => ({ category, value: series?.values[index] ?? 0 }))
    .filter(({ value }) => value > 0)
    .toSorted((one, other) => other.value - one.value);
  const shown = slices.length <= most ? slices : slices.slice(0, most - 1);
  const rest = slices.slice(shown.length);
  const others = rest.length === 0 ? [] : [{ category: `${rest.length} others`, value: rest.reduce((sum, { value }) => sum + value, 0) }];
  const all = [...shown, ...others];
  return {
    chart: {
      ...chart,
      categories: all.map((one) => one.category),
      series: [{ label: series?.label ?? '', values: all.map((one) => one.value) }],
    },
    colours: all.map((_, index) => (index < shown.length && index < mostSeries ? strokeOf(index).colour : ink.background)),
    leftOut: undefined,
  };
}
