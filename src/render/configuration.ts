import type { ChartConfiguration, Plugin, Point as Spot } from 'chart.js';
import type { Chart } from '../core/chart.ts';
import { datasetOf } from './datasets.ts';
import { font, ink, pixelRatio, space } from './design.ts';
import { type Plot, paintEmpty, paintGaps, paintPaper, paintTitle } from './frame.ts';
import { sharedGaps, withGaps } from './gaps.ts';
import { type Legend, legendOf, paintLegend } from './legend.ts';
import { marginFor, paintLimits } from './limits.ts';
import { type Manner, mannerOf, stackEnds } from './manner.ts';
import { heightOf, paintMarks, rowsFor } from './marks.ts';
import { type DrawnSeries, withPastOverBars, withStrokes } from './strokes.ts';
import { type TimeTick, timeTicks } from './time-ticks.ts';
import { valueText } from './values.ts';
import { type VerticalScale, verticalScale } from './vertical-scale.ts';

/** All that is decided about a picture before Chart.js draws it. */
interface Layout {
  readonly chart: Chart;
  readonly drawn: readonly DrawnSeries[];
  readonly manner: Manner;
  readonly scale: VerticalScale;
  readonly legend: Legend;
  readonly markRows: number;
  readonly isEmpty: boolean;
}

/** The chart in Chart.js' words. The time axis is a linear one whose ticks we choose, because only we know the zone. */
export function configurationOf(chart: Chart): ChartConfiguration<'line' | 'bar', Spot[]> {
  const layout = layOut(chart);
  const { drawn, manner, scale, legend, markRows } = layout;
  const fill = scale.min > 0 || manner !== 'areas' ? 'none' : drawn.length === 1 ? 'alone' : 'over others';
  const padding = {
    top: space.top + heightOf(markRows),
    right: marginFor(chart.lines, scale),
    bottom: legend.height,
    left: space.edge,
  };
  return {
    type: manner === 'bars' || manner === 'stacked bars' ? 'bar' : 'line',
    data: { datasets: drawn.map((one) => datasetOf(one, manner, fill)) },
    options: {
      devicePixelRatio: pixelRatio,
      events: [],
      font: { family: font.family },
      layout: { padding },
      normalized: true,
      parsing: false,
      plugins: { legend: { display: false }, title: { display: false }, tooltip: { enabled: false }, decimation: { enabled: false } },
      scales: { x: timeAxis(layout, timeTicks(chart.from, chart.to, chart.timeZone)), y: valueAxis(layout) },
    },
    plugins: [framePlugin(layout)],
  };
}

function layOut(chart: Chart): Layout {
  const stroked = withStrokes(chart.series.map((one) => ({ ...one, points: withGaps(one.points) })));
  const manner = mannerOf(chart, stroked);
  const drawn = manner === 'bars' ? withPastOverBars(stroked) : stroked;
  const isEmpty = drawn.every((one) => one.series.points.every((point) => point.value === undefined));
  const seen = manner === 'stacked bars' ? stackEnds(drawn) : drawn.map((one) => one.series);
  return {
    chart,
    drawn,
    manner,
    scale: verticalScale({ unit: chart.unit, lines: chart.lines, series: seen }),
    legend: legendOf(isEmpty ? [] : drawn, chart.unit, chart.extreme),
    markRows: rowsFor(chart.marks, chart),
    isEmpty,
  };
}

function timeAxis({ chart, manner }: Layout, ticks: readonly TimeTick[]) {
  return {
    type: 'linear' as const,
    min: chart.from,
    max: chart.to,
    offset: false,
    stacked: manner === 'stacked bars',
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

function valueAxis({ chart, scale, manner }: Layout) {
  return {
    type: 'linear' as const,
    min: scale.min,
    max: scale.max,
    stacked: manner === 'stacked bars',
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
}

function framePlugin({ chart, drawn, scale, legend, markRows, isEmpty }: Layout): Plugin<'line' | 'bar'> {
  const gaps = sharedGaps(drawn.filter((one) => one.role !== 'past').map((one) => one.series));
  return {
    id: 'frame',
    beforeDraw: ({ ctx }) => {
      paintPaper(ctx);
      paintTitle(ctx, chart);
    },
    beforeDatasetsDraw: (picture) => paintGaps(picture.ctx, plotOf(picture), gaps),
    afterDatasetsDraw: (picture) => {
      const plot = plotOf(picture);
      paintLimits(picture.ctx, plot, chart.lines, scale);
      paintMarks(picture.ctx, plot, { marks: chart.marks, rows: markRows, from: chart.from, to: chart.to });
      if (isEmpty) paintEmpty(picture.ctx, plot, 'Nothing was measured in this time.');
      else paintLegend(picture.ctx, legend);
    },
  };
}

function plotOf(picture: Parameters<NonNullable<Plugin<'line' | 'bar'>['beforeDraw']>>[0]): Plot {
  const { left, right, top, bottom } = picture.chartArea;
  const across = picture.scales['x'];
  const up = picture.scales['y'];
  return {
    left,
    right,
    top,
    bottom,
    x: (at) => across?.getPixelForValue(at) ?? left,
    y: (value) => up?.getPixelForValue(value) ?? bottom,
  };
}
