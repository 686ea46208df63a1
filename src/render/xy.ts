import type { ChartConfiguration, Plugin, Point as Spot } from 'chart.js';
import type { XyChart } from '../core/chart.ts';
import { drawnOf } from '../core/chart-limits.ts';
import { write } from './brush.ts';
import { faded, font, height, ink, pixelRatio, space, strokeOf, width } from './design.ts';
import { paintEmpty, paintPaper, paintTitle } from './frame.ts';
import { keyHeight, paintKey } from './key.ts';
import { valueText } from './values.ts';
import { type VerticalScale, verticalScale } from './vertical-scale.ts';

export type XyConfiguration = ChartConfiguration<'scatter', Spot[]>;

const roomForAxisName = 18;

/** Numbers against numbers: dots, or dots joined from left to right. */
export function xy(chart: XyChart): XyConfiguration {
  const drawn = drawnOf(chart);
  const series = chart.series.slice(0, drawn.series);
  const key = { names: series.map((one) => one.label), colours: series.map((_, index) => strokeOf(index).colour) };
  const spots = series.flatMap((one) => one.points);
  const up = scaleOf(
    spots.map((spot) => spot.y),
    chart.unit,
  );
  const across = scaleOf(
    spots.map((spot) => spot.x),
    'none',
  );
  return {
    type: 'scatter',
    data: {
      datasets: series.map(({ points }, index) => {
        const { colour } = strokeOf(index);
        const isCurve = chart.style === 'curve';
        return {
          data: isCurve ? points.toSorted((one, other) => one.x - other.x) : [...points],
          showLine: isCurve,
          borderColor: colour,
          borderWidth: 2,
          backgroundColor: isCurve ? colour : faded(colour, 0.55),
          pointRadius: isCurve ? 0 : 3,
          pointBorderWidth: 0,
          // Of a dot at the edge both halves are drawn.
          clip: isCurve ? 0 : 6,
        };
      }),
    },
    options: {
      devicePixelRatio: pixelRatio,
      events: [],
      layout: { padding: { top: space.top, right: space.right, bottom: keyHeight(key) + roomForAxisName, left: space.edge } },
      plugins: { legend: { display: false }, title: { display: false }, tooltip: { enabled: false } },
      scales: { x: axis(across, 'none'), y: axis(up, chart.unit) },
    },
    plugins: [frame(chart, key, drawn.words)],
  };
}

/** Not from nothing on where all is far from it: the shape of the cloud is what is looked for. */
function scaleOf(values: readonly number[], unit: XyChart['unit']): VerticalScale {
  const lowest = values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const highest = values.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  const moved = lowest > 0 && highest - lowest < lowest ? lowest : 0;
  const scale = verticalScale({
    unit,
    lines: [],
    series: [{ label: '', points: values.map((value, at) => ({ at, value: value - moved })) }],
  });
  const from = Math.floor(moved / scale.step) * scale.step;
  const min = scale.min + from;
  // The axis ends a little behind the last dot rather than at a round number: with few steps that would be far away.
  const max = Math.max(highest + (highest - min) * 0.04, min + scale.step);
  return { min, max, step: max - min < scale.step * 4 ? scale.step / 2 : scale.step };
}

function axis({ min, max, step }: VerticalScale, unit: XyChart['unit']) {
  return {
    type: 'linear' as const,
    min,
    max,
    grid: { color: ink.grid, drawTicks: false, lineWidth: 1 },
    border: { color: ink.axis },
    ticks: {
      stepSize: step,
      includeBounds: false,
      padding: 8,
      maxRotation: 0,
      color: ink.text,
      font: { family: font.family, size: font.small },
      callback: (value: string | number) => valueText(Number(value), unit),
    },
  };
}

function frame(chart: XyChart, key: Parameters<typeof paintKey>[1], leftOut: string | undefined): Plugin<'scatter'> {
  const isEmpty = chart.series.every((one) => one.points.length === 0);
  const subtitle = leftOut === undefined ? chart.subtitle : `${chart.subtitle} · ${leftOut}`;
  return {
    id: 'frame',
    beforeDraw: ({ ctx }) => {
      paintPaper(ctx);
      paintTitle(ctx, { title: chart.title, subtitle });
    },
    afterDatasetsDraw: ({ ctx, chartArea }) => {
      if (isEmpty) return paintEmpty(ctx, { ...chartArea, x: (at) => at, y: (at) => at }, 'There is nothing to draw.');
      paintKey(ctx, key);
      const at = { x: (chartArea.left + chartArea.right) / 2, y: height - keyHeight(key) };
      write(ctx, chart.axis, { ...at, size: font.small, colour: ink.faint, align: 'center', most: width - 2 * space.edge });
    },
  };
}
