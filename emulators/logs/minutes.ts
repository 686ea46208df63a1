import type { Estate } from '../estate/estate.ts';
import type { Summary } from '../estate/values.ts';
import type { Kept } from './kept.ts';
import { keyOf, type Stretch } from './rows.ts';
import { minuteMs } from './times.ts';

/** The estate's metrics, minute by minute. */
export interface Minutes {
  /** One summary for each of the stretch's minutes; undefined: nothing was measured. `metric` is one of the resource's, or goes on inside it. */
  readonly of: (stretch: Stretch, metric: string) => readonly (Summary | undefined)[];
  /** How much of what adds up there was, minute by minute (since 1970, rising) from `from` until before `until`; minutes that no scenario has changed are left out. */
  readonly counted: (
    resource: string,
    metric: string,
    from: number,
    until: number,
  ) => readonly { readonly minute: number; readonly total: number }[];
  /** The same as `of` for each value of one dimension. */
  readonly split: (stretch: Stretch, metric: string, dimension: string) => ReadonlyMap<string, readonly (Summary | undefined)[]>;
}

const cellsOfSummary = 6;

export function createMinutes({ estate, kept }: { readonly estate: Estate; readonly kept: Kept }): Minutes {
  const metricOf = ({ resource }: Stretch, name: string) => estate.seriesOf(resource.name, name).metric;
  const rangeOf = ({ first, end }: Stretch) => ({ from: first * minuteMs, to: end * minuteMs, grainMs: minuteMs });
  const series = kept.shelf<readonly (Summary | undefined)[]>('minutes', (one) => one.length * cellsOfSummary);
  const splits = kept.shelf<ReadonlyMap<string, readonly (Summary | undefined)[]>>(
    'split minutes',
    (one) => one.size * 60 * cellsOfSummary,
  );
  return {
    of: (stretch, name) =>
      series(`${name}|${keyOf(stretch)}`, () =>
        estate.values(stretch.resource, metricOf(stretch, name), rangeOf(stretch)).map(({ summary }) => summary),
      ),
    counted: (name, metricName, from, until) => {
      const { resource, metric } = estate.seriesOf(name, metricName);
      const changed = estate.effects().flatMap((one) => (one.resource === name && one.metric === metricName ? [one.from, one.to] : []));
      const first = Math.max(from, Math.floor(Math.min(...changed) / minuteMs));
      const end = Math.min(until, Math.ceil(Math.max(...changed) / minuteMs));
      if (first >= end) return [];
      return estate
        .values(resource, metric, { from: first * minuteMs, to: end * minuteMs, grainMs: minuteMs })
        .flatMap(({ at, summary }) =>
          summary === undefined || summary.total === 0 ? [] : [{ minute: at / minuteMs, total: summary.total }],
        );
    },
    split: (stretch, name, dimension) =>
      splits(`${name}|${dimension}|${keyOf(stretch)}`, () => {
        const wanted = { apart: [dimension], only: new Map<string, readonly string[]>() };
        const found = estate.split(stretch.resource, metricOf(stretch, name), rangeOf(stretch), wanted);
        return new Map(found.map(({ values, points }) => [values[0] ?? '', points.map(({ summary }) => summary)]));
      }),
  };
}
