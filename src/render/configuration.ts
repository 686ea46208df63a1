import type { ChartConfiguration, ChartDataset, Plugin, Point as Spot } from 'chart.js';
import type { Chart, ChartSeries } from '../core/chart.ts';
import { formatValue } from '../core/numbers.ts';
import { decimate } from './decimate.ts';
import { faded, font, ink, pixelRatio, space, strokeOf } from './design.ts';
import { type Plot, paintEmpty, paintGaps, paintLegend, paintLines, paintMarks, paintPaper, paintTitle } from './frame.ts';
import { sharedGaps, usualDistance, withGaps } from './gaps.ts';
import { legendOf } from './legend.ts';
import { type TimeTick, timeTicks } from './time-ticks.ts';
import { type VerticalScale, verticalScale } from './vertical-scale.ts';

/** The chart in Chart.js' words. The time axis is a linear one whose ticks we choose, because only we know the zone. */
export function configurationOf(given: Chart): ChartConfiguration<'line' | 'bar', Spot[]> {
  const chart = { ...given, series: given.series.map((one) => ({ label: one.label, points: withGaps(one.points) })) };
  const scale = verticalScale(chart);
  const legend = legendOf(chart.series, chart.unit);
  const ticks = timeTicks(chart.from, chart.to, chart.timeZone);
  return {
    type: chart.style === 'bar' ? 'bar' : 'line',
    data: { datasets: chart.series.map((series, index) => datasetOf(series, index, chart, scale)) },
    options: {
      devicePixelRatio: pixelRatio,
      events: [],
      font: { family: font.family },
      layout: { padding: { top: space.top, right: space.right, bottom: legend.height, left: space.edge } },
      normalized: true,
      parsing: false,
      plugins: { legend: { display: false }, title: { display: false }, tooltip: { enabled: false }, decimation: { enabled: false } },
      scales: { x: timeAxis(chart, ticks), y: valueAxis(chart, scale) },
    },
    plugins: [framePlugin(chart, scale, legend)],
  };
}

function timeAxis(chart: Chart, ticks: readonly TimeTick[]) {
  return {
    type: 'linear' as const,
    min: chart.from,
    max: chart.to,
    offset: false,
    grid: { color: ink.grid, drawTicks: false, lineWidth: 1, offset: false },
    border: { color: ink.axis },
    afterBuildTicks: (axis: { ticks: { value: number; major?: boolean }[] }) => {
      axis.ticks = ticks.map(({ at, major }) => ({ value: at, major }));
    },
    ticks: {
      padding: 6,
      maxRotation: 0,
      autoSkip: false,
      color: ink.text,
      font: ({ index }: { index: number }) => ({
        family: font.family,
        size: font.small,
        weight: ticks[index]?.major === true ? ('bold' as const) : ('normal' as const),
      }),
      callback: (_value: string | number, index: number) => ticks[index]?.label ?? '',
    },
  };
}

function valueAxis(chart: Chart, scale: VerticalScale) {
  return {
    type: 'linear' as const,
    min: scale.min,
    max: scale.max,
    grid: { color: ink.grid, drawTicks: false, lineWidth: 1 },
    border: { display: false },
    ticks: {
      stepSize: scale.step,
      padding: 8,
      color: ink.text,
      font: { family: font.family, size: font.small },
      callback: (value: string | number) => formatValue(Number(value), chart.unit),
    },
  };
}

function datasetOf(series: ChartSeries, index: number, chart: Chart, scale: VerticalScale): ChartDataset<'line' | 'bar', Spot[]> {
  const { colour, dash } = strokeOf(index);
  // A bar stands in the middle of its interval, a line's point at its beginning.
  const shift = chart.style === 'bar' ? usualDistance(series.points, 0) / 2 : 0;
  const data = decimate(series.points).map(({ at, value }) => ({ x: at + shift, y: value ?? Number.NaN }));
  if (chart.style === 'bar')
    return { type: 'bar', data, backgroundColor: faded(colour, 0.85), barPercentage: 0.9, categoryPercentage: 0.95 };
  return {
    type: 'line',
    data,
    borderColor: colour,
    backgroundColor: faded(colour, 0.14),
    borderDash: [...dash],
    borderWidth: chart.series.length > 5 ? 1.5 : 2,
    borderJoinStyle: 'round',
    // An area stands for an amount, so there is none where the axis does not begin at nothing.
    fill: chart.style === 'area' && scale.min <= 0 ? 'origin' : false,
    // A value between two gaps is no line: it is drawn as a dot, or it would not be seen.
    pointRadius: dotSizes(data),
    pointBackgroundColor: colour,
    pointBorderWidth: 0,
    spanGaps: false,
  };
}

/** One size for all where it can be: Chart.js looks at every point by itself when it is given a list. */
function dotSizes(data: readonly Spot[]): number | number[] {
  const sizes = data.map((_spot, at) => (isAlone(data, at) ? 2.5 : 0));
  return sizes.some((size) => size > 0) ? sizes : 0;
}

function isAlone(data: readonly Spot[], at: number): boolean {
  const isGap = (spot: Spot | undefined): boolean => spot === undefined || Number.isNaN(spot.y);
  return !isGap(data[at]) && isGap(data[at - 1]) && isGap(data[at + 1]);
}

function framePlugin(chart: Chart, scale: VerticalScale, legend: ReturnType<typeof legendOf>): Plugin<'line' | 'bar'> {
  const gaps = sharedGaps(chart.series);
  const isEmpty = chart.series.every((one) => one.points.every((point) => point.value === undefined));
  return {
    id: 'frame',
    beforeDraw: ({ ctx }) => {
      paintPaper(ctx);
      paintTitle(ctx, chart);
    },
    beforeDatasetsDraw: (drawn) => paintGaps(drawn.ctx, plotOf(drawn), gaps),
    afterDatasetsDraw: (drawn) => {
      const plot = plotOf(drawn);
      paintLines(drawn.ctx, plot, chart.lines, scale);
      paintMarks(drawn.ctx, plot, chart.marks);
      if (isEmpty) paintEmpty(drawn.ctx, plot, 'Nothing was measured in this time.');
      else paintLegend(drawn.ctx, legend, { left: space.edge + 4, right: plot.right });
    },
  };
}

function plotOf(drawn: Parameters<NonNullable<Plugin<'line' | 'bar'>['beforeDraw']>>[0]): Plot {
  const { left, right, top, bottom } = drawn.chartArea;
  const across = drawn.scales['x'];
  const up = drawn.scales['y'];
  return {
    left,
    right,
    top,
    bottom,
    x: (at) => across?.getPixelForValue(at) ?? left,
    y: (value) => up?.getPixelForValue(value) ?? bottom,
  };
}
