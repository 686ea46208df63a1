import type { Point, Unit } from './model/series.ts';
import type { Tone } from './tone.ts';

/** What src/render turns into a picture: curves over time, amounts of things, or points between two axes; `style` tells them apart. */
export type Picture = Chart | CategoryChart | XyChart;

/** What a chart over time shows. */
export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  /** `dots`: points that are not joined, as single rows of a log are. */
  readonly style: 'line' | 'area' | 'bar' | 'dots';
  readonly unit: Unit;
  /** IANA name; the time axis is labelled in it. */
  readonly timeZone: string;
  /** The range of the time axis: milliseconds since 1970 (UTC). */
  readonly from: number;
  readonly to: number;
  readonly series: readonly ChartSeries[];
  /** Horizontal lines: a KPI's target and critical value. */
  readonly lines: readonly ChartLine[];
  /** Whether the series together are one amount, as the parts of a split are; only then bars and areas are stacked. */
  readonly addsUp?: boolean | undefined;
  /** Which values are the bad ones and stand in the table; the high ones unless it is said. */
  readonly extreme?: 'highest' | 'lowest' | undefined;
  /** Vertical marks: incidents, releases. */
  readonly marks: readonly ChartMark[];
}

export interface ChartSeries {
  readonly label: string;
  /** In order of time; `undefined` values are gaps and are drawn as such. */
  readonly points: readonly Point[];
  /** The label of the series that this is the past of (`vs 1w`), its times moved to the shown range: drawn faint in the other's colour. */
  readonly pastOf?: string | undefined;
}

export interface ChartLine {
  readonly label: string;
  readonly value: number;
  readonly tone: Tone;
}

export interface ChartMark {
  readonly at: number;
  readonly label: string;
  readonly tone: Tone;
}

/** Amounts of named things: `barchart` (lying bars), `columnchart`, `piechart`. */
export interface CategoryChart {
  readonly title: string;
  readonly subtitle: string;
  readonly style: 'bars' | 'columns' | 'pie';
  readonly unit: Unit;
  readonly categories: readonly string[];
  /** One value per category; undefined: none. A pie has one series. */
  readonly series: readonly { readonly label: string; readonly values: readonly (number | undefined)[] }[];
  /** Whether the series of a category stand on one another. */
  readonly stacked: boolean;
}

/** Numbers against numbers: `scatterchart`, and `linechart` where the horizontal axis is no time. */
export interface XyChart {
  readonly title: string;
  readonly subtitle: string;
  readonly style: 'scatter' | 'curve';
  readonly unit: Unit;
  /** What stands on the horizontal axis. */
  readonly axis: string;
  readonly series: readonly { readonly label: string; readonly points: readonly { readonly x: number; readonly y: number }[] }[];
}

export const isOverTime = (picture: Picture): picture is Chart =>
  picture.style === 'line' || picture.style === 'area' || picture.style === 'bar' || picture.style === 'dots';
