import type { ChartConfiguration, Plugin } from 'chart.js';
import type { CategoryChart } from '../core/chart.ts';
import { type Brush, write } from './brush.ts';
import { drawnCategories } from './categories.ts';
import { font, ink, pixelRatio, space, width } from './design.ts';
import { paintEmpty, paintPaper, paintTitle } from './frame.ts';
import { keyHeight, paintKey } from './key.ts';
import { distinctLabels } from './labels.ts';
import { valueText } from './values.ts';
import { verticalScale } from './vertical-scale.ts';

export type CategoryConfiguration = ChartConfiguration<'bar', (number | null)[], string>;

/** Names of lying bars take no more than this of the width; standing ones share it, and are turned where they are longer. */
const widestLabel = 300;
const narrowestLabel = 84;
/** Between the names of columns; with less, Chart.js turns them. */
const apart = 9;
/** About what numbers beside the bars, and the margin, take. */
const widestAxis = 50;
/** Right of the longest lying bar stands its value. */
const roomForValue = 64;

/** Lying or standing bars, one group per category. */
export function categoryBars(given: CategoryChart & { readonly style: 'bars' | 'columns' }): CategoryConfiguration {
  const { chart, colours, leftOut } = drawnCategories(given);
  const isLying = given.style === 'bars';
  const key = { names: chart.series.map((one) => one.label), colours };
  const scale = verticalScale({ unit: chart.unit, lines: [], series: ends(chart) });
  const values = {
    type: 'linear' as const,
    min: scale.min,
    max: scale.max,
    stacked: chart.stacked,
    grid: { color: ink.grid, drawTicks: false, lineWidth: 1 },
    border: { display: false },
    ticks: {
      stepSize: scale.step,
      padding: 8,
      color: ink.text,
      font: { family: font.family, size: font.small },
      callback: (value: string | number) => valueText(Number(value), chart.unit),
    },
  };
  let labels: readonly string[] | undefined;
  const widest = isLying ? widestLabel : Math.max(narrowestLabel, (width - 2 * widestAxis) / Math.max(1, chart.categories.length) - apart);
  const names = {
    type: 'category' as const,
    stacked: chart.stacked,
    grid: { display: false },
    border: { color: ink.axis },
    ticks: {
      autoSkip: false,
      maxRotation: isLying ? 0 : 40,
      padding: 6,
      color: ink.text,
      font: { family: font.family, size: font.small },
      callback(this: { readonly ctx: Brush }, _value: string | number, index: number): string {
        labels ??= distinctLabels(this.ctx, chart.categories, { most: widest, size: font.small });
        return labels[index] ?? '';
      },
    },
  };
  return {
    type: 'bar',
    data: {
      labels: [...chart.categories],
      datasets: chart.series.map(({ values: own }, index) => ({
        data: own.map((value) => value ?? null),
        backgroundColor: colours[index] ?? ink.background,
        maxBarThickness: 46,
        barPercentage: 0.88,
        categoryPercentage: 0.84,
      })),
    },
    options: {
      indexAxis: isLying ? 'y' : 'x',
      devicePixelRatio: pixelRatio,
      events: [],
      font: { family: font.family },
      layout: { padding: { top: space.top, right: isLying ? roomForValue : space.right, bottom: keyHeight(key), left: space.edge } },
      plugins: { legend: { display: false }, title: { display: false }, tooltip: { enabled: false } },
      scales: isLying ? { x: values, y: names } : { x: names, y: values },
    },
    plugins: [frame(chart, leftOut, key, isLying)],
  };
}

function frame(chart: CategoryChart, leftOut: string | undefined, key: Parameters<typeof paintKey>[1], isLying: boolean): Plugin<'bar'> {
  const isEmpty = chart.series.every(({ values }) => values.every((value) => value === undefined));
  const subtitle = leftOut === undefined ? chart.subtitle : `${chart.subtitle} · ${leftOut}`;
  return {
    id: 'frame',
    beforeDraw: ({ ctx }) => {
      paintPaper(ctx);
      paintTitle(ctx, { title: chart.title, subtitle });
    },
    afterDatasetsDraw: (picture) => {
      const { ctx, chartArea } = picture;
      if (isEmpty) paintEmpty(ctx, { ...chartArea, x: (at) => at, y: (at) => at }, 'There is nothing to draw.');
      else paintKey(ctx, key);
      if (isEmpty || !isLying || chart.series.length > 1) return;
      picture.getDatasetMeta(0).data.forEach((bar, index) => {
        const value = chart.series[0]?.values[index];
        if (value === undefined) return;
        const at = { x: Math.max(bar.x, chartArea.left) + 6, y: bar.y + 4 };
        write(ctx, valueText(value, chart.unit), { ...at, size: font.small, colour: ink.text, rim: ink.paper });
      });
    },
  };
}

/** The ends of the bars, for the axis: of stacked ones those of the whole stack. */
function ends({ series, stacked, categories }: CategoryChart) {
  if (!stacked) return series.map(({ label, values }) => ({ label, points: values.map((value, at) => ({ at, value })) }));
  const sums = categories.map((_, at) => ({ at, value: series.reduce((sum, { values }) => sum + Math.max(0, values[at] ?? 0), 0) }));
  // From nothing on, also where the tops are all near a hundred.
  return [{ label: 'stack', points: [{ at: -1, value: 0 }, ...sums] }];
}
