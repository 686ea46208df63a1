import type { Point, Unit } from './model/series.ts';
import type { Tone } from './tone.ts';

/** What a chart shows; src/render turns it into a picture. */
export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  readonly style: 'line' | 'area' | 'bar';
  readonly unit: Unit;
  /** IANA name; the time axis is labelled in it. */
  readonly timeZone: string;
  /** The range of the time axis: milliseconds since 1970 (UTC). */
  readonly from: number;
  readonly to: number;
  readonly series: readonly ChartSeries[];
  /** Horizontal lines: a KPI's target and critical value. */
  readonly lines: readonly ChartLine[];
  /** Whether the series together are one amount, as the parts of a split are; only then bars are stacked. */
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
