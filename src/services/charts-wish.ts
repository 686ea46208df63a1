import type { Chart } from '../core/chart.ts';
import type { Aggregation } from '../core/model/series.ts';

/** What a chart command asks for, before names and moments are looked up. */
export interface ChartWish {
  readonly metric: string;
  readonly aggregation: Aggregation | undefined;
  readonly targets: readonly string[];
  readonly span: Span;
  readonly everyMs: number | undefined;
  readonly by: Split | undefined;
  readonly where: Filter | undefined;
  readonly versusMs: number | undefined;
  /** csv: the numbers as a file instead of a picture. */
  readonly as: Chart['style'] | 'csv' | undefined;
  readonly timeZone: string | undefined;
  /** The name it is to be saved under. */
  readonly save: string | undefined;
}

export interface Split {
  readonly dimension: string;
  readonly top: number | undefined;
}

export interface Filter {
  readonly dimension: string;
  readonly values: readonly string[];
}

export type Span =
  | { readonly kind: 'over'; readonly ms: number }
  /** Words of moments; `to` undefined: now. */
  | { readonly kind: 'between'; readonly from: string; readonly to: string | undefined };

/** What the words after `chart` can mean. */
export type ChartCall =
  /** 'afresh': whatever was read a moment ago is read again. */
  | { readonly kind: 'draw'; readonly wish: ChartWish; readonly read?: 'afresh' | undefined }
  /** Nothing was said: a form asks. */
  | { readonly kind: 'form' }
  | { readonly kind: 'saved'; readonly name: string }
  | { readonly kind: 'save last'; readonly name: string }
  /** No name was said: a form asks for it. `wish` undefined: for what was last drawn. */
  | { readonly kind: 'ask name'; readonly wish: ChartWish | undefined }
  | { readonly kind: 'delete'; readonly name: string };

/** Six hours: what happened on this shift, in minutes. */
export const usualSpanMs = 6 * 3_600_000;
/** Azure keeps metrics for 93 days. */
export const longestSpanMs = 93 * 86_400_000;
export const shortestSpanMs = 5 * 60_000;
/** Whoever draws more curves tells none of them from the others. */
export const mostTop = 20;

export const keywords = ['of', 'over', 'from', 'to', 'every', 'by', 'top', 'where', 'vs', 'as', 'in', 'save'] as const;
export type Keyword = (typeof keywords)[number];

/** Behind everything else: read again what was read before. */
export const afreshWord = 'afresh';

export const styles = ['line', 'area', 'bar', 'csv'] as const;

const otherNames = {
  avg: 'average',
  mean: 'average',
  min: 'minimum',
  lowest: 'minimum',
  max: 'maximum',
  highest: 'maximum',
  peak: 'maximum',
  sum: 'total',
} as const;

/** Every word that is read as an aggregation. */
export const aggregationNames: ReadonlyMap<string, Aggregation> = new Map<string, Aggregation>([
  ...(['average', 'minimum', 'maximum', 'total', 'count'] as const).map((one) => [one, one] as const),
  ...Object.entries(otherNames),
]);
