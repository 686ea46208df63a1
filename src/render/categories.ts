import type { CategoryChart } from '../core/chart.ts';
import { ink, strokeOf } from './design.ts';

/** More find no room beside each other, or below each other, that could be read. */
const most = { bars: 14, columns: 24, pie: 9 } as const;
const mostSeries = 8;

/** A category chart as far as it can be drawn. */
export interface DrawnCategories {
  readonly chart: CategoryChart;
  readonly colours: readonly string[];
  /** "20 of 57 shown"; undefined: all are. */
  readonly leftOut: string | undefined;
}

/**
 * The first categories and series that find room. The slices of a pie are a whole, so there the largest are shown and all others
 * are one slice more.
 */
export function drawnCategories(chart: CategoryChart): DrawnCategories {
  if (chart.style === 'pie') return drawnSlices(chart);
  const categories = chart.categories.slice(0, most[chart.style]);
  const series = chart.series.slice(0, mostSeries);
  const cut = [
    ...(categories.length < chart.categories.length ? [`${categories.length} of ${chart.categories.length} rows`] : []),
    ...(series.length < chart.series.length ? [`${series.length} of ${chart.series.length} series`] : []),
  ];
  return {
    chart: { ...chart, categories, series: series.map((one) => ({ ...one, values: one.values.slice(0, categories.length) })) },
    colours: series.map((_, index) => strokeOf(index).colour),
    leftOut: cut.length === 0 ? undefined : `${cut.join(', ')} drawn`,
  };
}

function drawnSlices(chart: CategoryChart): DrawnCategories {
  const [series] = chart.series;
  const slices = chart.categories
    .map((category, index) => ({ category, value: series?.values[index] ?? 0 }))
    .filter(({ value }) => value > 0)
    .toSorted((one, other) => other.value - one.value);
  const shown = slices.length <= most.pie ? slices : slices.slice(0, most.pie - 1);
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
