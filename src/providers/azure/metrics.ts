import type { ProviderError } from '../../core/errors.ts';
import type { Series } from '../../core/model/series.ts';
import type { MetricQuery, MetricResult, MetricSource } from '../../core/ports.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import { outOfTime } from './errors.ts';
import { type Cell, type CellOutcome, cellsOf, type Group, groupCells, keyOf, type Question } from './metrics-cells.ts';
import { createGroupReads, type GroupNeeds } from './metrics-group.ts';
import { withoutEarlyZeros } from './metrics-newest.ts';
import type { AzureObserver } from './observe.ts';
import { isTimeUp } from './patience.ts';
import type { SeriesCache } from './series-cache.ts';
import { unlessAborted } from './single-flight.ts';

export interface MetricNeeds extends GroupNeeds {
  readonly clients: Clients;
  readonly calls: Calls;
  readonly cache: SeriesCache;
  readonly observe: Pick<AzureObserver, 'series'>;
}

/** Reads metrics: what is kept and young enough is not asked for again, what is under way is waited for, the rest is read group by group. */
export function createMetricReads(needs: MetricNeeds): MetricSource['read'] {
  const { cache, calls, clients, clock, observe } = needs;
  const readGroup = createGroupReads(needs);
  const underWay = new Map<string, Promise<CellOutcome>>();

  /** Starts reading a group; each of its cells can be waited for by others from now on. */
  const start = (group: Group, question: Question, place: string): void => {
    const work = readGroup(group, question, { clients, calls, patience: calls.patience() });
    for (const cell of group.cells) {
      const key = place + keyOf(cell);
      const own = work
        .then((outcomes) => keep(key, withoutZeros(outcomes.get(keyOf(cell)) ?? unanswered(cell), clock.now()), question, cache))
        .finally(() => underWay.delete(key));
      underWay.set(key, own);
    }
  };

  return async (query, { signal }) => {
    signal.throwIfAborted();
    const question = questionOf(query);
    const place = `${JSON.stringify(question)} `;
    const cells = cellsOf(query);
    const kept = new Map(cells.map((cell) => [cell, cache.get(place + keyOf(cell), query.notBefore)]));
    const missing = cells.filter((cell) => kept.get(cell) === undefined);
    const unread = missing.filter((cell) => !underWay.has(place + keyOf(cell)));
    observe.series('cache', cells.length - missing.length);
    observe.series('shared', missing.length - unread.length);
    observe.series('azure', unread.length);
    for (const group of groupCells(unread)) start(group, question, place);
    const outcomes = cells.map(async (cell): Promise<CellOutcome> => {
      const series = kept.get(cell);
      if (series !== undefined) return { state: 'read', series };
      const reading = underWay.get(place + keyOf(cell));
      if (reading === undefined) throw new Error(`nobody reads ${keyOf(cell)}`);
      return inTime(reading, cell, signal);
    });
    return answer(cells, await Promise.all(outcomes));
  };
}

/** Whoever has no time left is given what has been answered by then; the rest is read on, for the next one who asks. */
async function inTime(reading: Promise<CellOutcome>, { resource }: Cell, signal: AbortSignal): Promise<CellOutcome> {
  try {
    return await unlessAborted(reading, signal);
  } catch (error) {
    if (!isTimeUp(signal)) throw error;
    return { state: 'broken', error: outOfTime(`read the metrics of ${resource.name}`, error) };
  }
}

/** Whole intervals, so that whoever asks a little later asks the same. */
function questionOf({ from, to, grainMs, split, filter }: MetricQuery): Question {
  return { from: Math.floor(from / grainMs) * grainMs, to: Math.ceil(to / grainMs) * grainMs, grainMs, split, filter };
}

const unanswered = ({ metric }: Cell): CellOutcome => ({ state: 'failed', reason: `Azure answered nothing about ${metric}.` });

const withoutZeros = (outcome: CellOutcome, now: number): CellOutcome =>
  outcome.state === 'read' ? { ...outcome, series: outcome.series.map((one) => withoutEarlyZeros(one, now)) } : outcome;

function keep(key: string, outcome: CellOutcome, { to, grainMs }: Question, cache: SeriesCache): CellOutcome {
  if (outcome.state === 'read') cache.put(key, outcome.series, { to, grainMs });
  return outcome;
}

/** Throws ProviderError when nothing at all could be read and the reason is not the question: Azure, or our access to it, is at fault. */
function answer(cells: readonly Cell[], outcomes: readonly CellOutcome[]): MetricResult {
  const series = new Map<string, Series>();
  const failures = new Map<string, MetricResult['failures'][number]>();
  const errors: ProviderError[] = [];
  for (const [index, { resource, metric }] of cells.entries()) {
    const outcome = outcomes[index];
    switch (outcome?.state) {
      case 'read':
        // Two aggregations that a metric lacks are both replaced by its primary one.
        for (const one of outcome.series) series.set(JSON.stringify([resource.id, one.metric, one.aggregation, one.dimensions]), one);
        break;
      case 'broken':
        errors.push(outcome.error);
        failures.set(`${resource.id} ${outcome.error.message}`, { resource, metric: undefined, reason: outcome.error.message });
        break;
      case 'failed':
      case 'unmet':
        failures.set(`${resource.id} ${metric} ${outcome.reason}`, { resource, metric, reason: outcome.reason });
        break;
      case undefined:
        break;
    }
  }
  const [first] = errors;
  if (series.size === 0 && first !== undefined) throw first;
  return { series: [...series.values()], failures: [...failures.values()] };
}
