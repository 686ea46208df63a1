import type { ChartConfiguration, Plugin } from 'chart.js';
import type { CategoryChart } from '../core/chart.ts';
import { write } from './brush.ts';
import { drawnCategories } from './categories.ts';
import { font, ink, pixelRatio, space } from './design.ts';
import { paintEmpty, paintPaper, paintTitle } from './frame.ts';
import { keyHeight, paintKey } from './key.ts';
import { valueText } from './values.ts';
import { verticalScale } from './vertical-scale.ts';

export type CategoryConfiguration = ChartConfiguration<'bar', (number | null)[], string>;

const longestLabel = { bars: 26, columns: 14 } as const;
/** Right of the longest lying bar stands its value. */
const roomForValue = 64;

/** Lying or standing bars, one group per category. */
export function categoryBars(given: CategoryChart & { readonly style: 'bars' | 'columns' }): CategoryConfiguration {
  const { chart, colours, leftOut } = drawnCategories(given);
  const { style } = given;
  const isLying = style === 'bars';
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
      callback: (_value: string | number, index: number) => shortened(chart.categories[index] ?? '', longestLabel[style]),
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
  return [{ label: 'stack', points: sums }];
}

function shortened(label: string, most: number): string {
  const letters = [...label.replaceAll(/\s+/gu, ' ')];
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most - 1).join('')}…`;
}
