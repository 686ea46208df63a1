import type { ChartConfiguration, Plugin, Point as Spot } from 'chart.js';
import type { Chart } from '../core/chart.ts';
import { datasetOf, type Fill } from './datasets.ts';
import { font, ink, pixelRatio, space } from './design.ts';
import { type Plot, paintEmpty, paintGaps, paintPaper, paintTitle } from './frame.ts';
import { sharedGaps, withGaps } from './gaps.ts';
import { type Legend, legendOf, paintLegend } from './legend.ts';
import { marginFor, paintLimits } from './limits.ts';
import { type Manner, mannerOf, stackEnds } from './manner.ts';
import { heightOf, paintMarks, rowsFor } from './marks.ts';
import { stackedAreas } from './stacked-areas.ts';
import { type DrawnSeries, withPastOverBars, withStrokes } from './strokes.ts';
import { type TimeTick, timeTicks } from './time-ticks.ts';
import { valueText } from './values.ts';
import { type VerticalScale, verticalScale } from './vertical-scale.ts';

/** All that is decided about a picture before Chart.js draws it. */
interface Layout {
  readonly chart: Chart;
  /** As they were measured, and as they are drawn: areas stand on one another. */
  readonly drawn: readonly DrawnSeries[];
  readonly curves: readonly DrawnSeries[];
  readonly manner: Manner;
  readonly scale: VerticalScale;
  readonly legend: Legend;
  readonly markRows: number;
  readonly isEmpty: boolean;
}

/** The chart in Chart.js' words. The time axis is a linear one whose ticks we choose, because only we know the zone. */
export function configurationOf(chart: Chart): ChartConfiguration<'line' | 'bar', Spot[]> {
  const layout = layOut(chart);
  const { curves, manner, scale, legend, markRows } = layout;
  const padding = {
    top: space.top + heightOf(markRows),
    right: marginFor(chart.lines, scale),
    bottom: legend.height,
    left: space.edge,
  };
  return {
    type: manner === 'bars' || manner === 'stacked bars' ? 'bar' : 'line',
    data: { datasets: curves.map((one, index) => datasetOf(one, manner, fillOf(layout, index))) },
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

function fillOf({ manner, scale, curves }: Layout, index: number): Fill {
  if (manner === 'stacked areas') return index === 0 ? 'lowest' : 'upon';
  if (scale.min > 0 || manner !== 'areas') return 'none';
  return curves.length === 1 ? 'alone' : 'over others';
}

/** A stack stands on nothing, also where its tops are all near a hundred. */
const ground = { label: 'ground', points: [{ at: 0, value: 0 }] };

function layOut(chart: Chart): Layout {
  const stroked = withStrokes(chart.series.map((one) => (chart.style === 'dots' ? one : { ...one, points: withGaps(one.points) })));
  const manner = mannerOf(chart, stroked);
  const drawn = manner === 'bars' ? withPastOverBars(stroked) : stroked;
  const isEmpty = drawn.every((one) => one.series.points.every((point) => point.value === undefined));
  const curves = manner === 'stacked areas' ? stackedAreas(drawn) : drawn;
  const seen = manner === 'stacked bars' ? [...stackEnds(drawn), ground] : curves.map((one) => one.series);
  return {
    chart,
    drawn,
    curves,
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
  // Between dots there is nothing to be missed.
  const gaps = chart.style === 'dots' ? [] : sharedGaps(drawn.filter((one) => one.role !== 'past').map((one) => one.series));
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
