import type { QueryAnalysis } from '../../core/model/query.ts';
import type { Flow, TableUse } from './reading.ts';
import type { TimeBound } from './time-filter.ts';

/** The rows behind a filter; how far it looks back is put down among `lookBacks`. */
export function bounded(flow: Flow, bound: TimeBound | undefined, lookBacks: number[]): Flow {
  if (bound === undefined) return flow;
  // What is multiplied beyond all numbers tells nothing.
  const told = bound.lookBackMs !== undefined && Number.isFinite(bound.lookBackMs) ? bound.lookBackMs : undefined;
  if (bound.kind === 'since' && told !== undefined) lookBacks.push(told);
  return { ...flow, uses: flow.uses.map((use) => withBound(use, bound.kind, told)) };
}

function withBound(use: TableUse, kind: TimeBound['kind'], told: number | undefined): TableUse {
  switch (kind) {
    case 'since':
      return { ...use, time: 'filtered', since: told === undefined ? (use.since ?? 'unclear') : 'told' };
    case 'until':
      return {
        ...use,
        until: told === undefined ? (use.until ?? 'unclear') : Math.max(told, typeof use.until === 'number' ? use.until : 0),
      };
    case 'unclear':
      return { ...use, until: use.until ?? 'unclear' };
  }
}

/** So far is looked back anyway. */
const usualMs = 86_400_000;

/** How the filters look back beside what they tell in numbers. */
export function reachOf(uses: readonly TableUse[]): QueryAnalysis['reach'] {
  if (uses.some(endsLongAgo)) return 'as far as it goes';
  const isUnclear = ({ time, since, until }: TableUse): boolean => (time === 'filtered' ? since === 'unclear' : until === 'unclear');
  return uses.some(isUnclear) ? 'unclear' : undefined;
}

/** `where timestamp < ago(7d)` and no more: nothing of the last day is meant. */
export const endsLongAgo = ({ time, until }: TableUse): boolean => time === 'open' && typeof until === 'number' && until >= usualMs;
