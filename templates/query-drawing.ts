import type { Picture } from '../src/core/chart.ts';
import type { QueryRender } from '../src/core/model/query.ts';
import { type Choice, measured } from './query-columns.ts';

export interface PictureOf {
  /** "requests in compliance", or the title of a query that has one. */
  readonly title: string;
  /** Whether the title says what is measured. */
  readonly isNamed: boolean;
  readonly subtitle: string;
  readonly timeZone: string;
  readonly from: number;
  readonly to: number;
}

/** A picture of the rows, or a sentence that says why there is none. */
export type Drawing = { readonly picture: Picture; readonly note?: string | undefined } | { readonly reason: string };

/** What of `render` decides how is drawn. */
export type Asked = Pick<QueryRender, 'kind' | 'x' | 'y' | 'series' | 'stacked' | 'percent' | 'title'>;

/** "count_ of requests in compliance by name": what is measured, where the query has no title that says so. */
export function titleOf(
  choice: Pick<Choice, 'y' | 'series'>,
  render: Pick<Asked, 'title'>,
  of: Pick<PictureOf, 'title' | 'isNamed'>,
): string {
  const { what, by } = measured(choice);
  return render.title ?? (of.isNamed ? of.title : `${what} of ${of.title}${by}`);
}
