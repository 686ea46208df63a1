import type { CategoryChart, XyChart } from './chart.ts';

/** More find no room beside each other, or below each other, that could be read. A pie shows the largest and adds up the others. */
const mostCategories = { bars: 14, columns: 24, pie: 9 } as const satisfies Readonly<Record<CategoryChart['style'], number>>;
/** As many as there are colours. */
export const mostSeries = 8;

interface Drawn {
  readonly categories: number;
  readonly series: number;
  /** "24 of 73 columns, 8 of 9 series drawn"; undefined: all of it is. */
  readonly words: string | undefined;
}

/** How many categories and series of a picture without a time axis are drawn, always the first ones. */
export function drawnOf(picture: CategoryChart | XyChart): Drawn {
  const isOfNames = 'categories' in picture;
  const given = isOfNames ? picture.categories.length : 0;
  const categories = isOfNames ? Math.min(given, mostCategories[picture.style]) : 0;
  const series = Math.min(picture.series.length, mostSeries);
  const cut = [
    ...(categories < given && picture.style !== 'pie' ? [`${categories} of ${given.toLocaleString('en-US')} ${picture.style}`] : []),
    ...(series < picture.series.length ? [`${series} of ${picture.series.length.toLocaleString('en-US')} series`] : []),
  ];
  return { categories, series, words: cut.length === 0 ? undefined : `${cut.join(', ')} drawn` };
}
