import { ProviderError } from '../../core/errors.ts';
import type { MetricDefinition } from '../../core/model/series.ts';
import type { Clock, Log } from '../../core/ports.ts';
import type { Definitions } from './definitions.ts';
import { readFailure } from './failure.ts';
import { type CellOutcome, type Group, keyOf, type Outcomes, type Question } from './metrics-cells.ts';
import { type PlannedCall, planExactly, planOptimistically } from './metrics-plan.ts';
import { type Asking, requestBatch, requestSingle } from './metrics-requests.ts';

export interface GroupNeeds {
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly log: Log;
}

// After a refusal the batch API is left alone for a while: roles that were just granted take minutes to be known.
const restMs = 10 * 60_000;

/**
 * Reads the cells of one group in one call where Azure lets us: what is known of the type shapes it; nothing is asked about the
 * type beforehand. Only what Azure does not accept so is planned again, by the type's definitions. Never throws ProviderError.
 */
export function createGroupReads(needs: GroupNeeds): (group: Group, question: Question, asking: Asking) => Promise<Outcomes> {
  const { definitions, clock, log } = needs;
  const restUntil = new Map<string, number>();

  const runCall = async (planned: PlannedCall, asking: Asking, round: 'first' | 'last'): Promise<Outcomes> => {
    const { subscription, region, type } = planned.call;
    const place = `${subscription}|${region}`.toLowerCase();
    if ((restUntil.get(place) ?? 0) <= clock.now()) {
      try {
        return await requestBatch(planned, asking);
      } catch (error) {
        const refused = batchRefusal(error, clock.now());
        if (refused === undefined) return broken(planned, error);
        const { how: refusal } = refused;
        if (refusal === 'not understood' && round === 'first') return unmet(planned, error);
        if (refusal === 'denied') restUntil.set(place, clock.now() + restMs);
        log.warn({ subscription, region, type, refusal }, 'batch of metrics refused');
      }
    }
    return runOneByOne(planned, asking, round);
  };

  return async (group, question, asking) => {
    const now = clock.now();
    const [{ resource }] = group.cells;
    const known = definitions.known(resource) ?? (blind(group, question) ? await ask(needs, group, asking) : undefined);
    if (known instanceof ProviderError) return brokenCells(group, known);
    const first =
      known === undefined ? planOptimistically(group, question, now) : planExactly(group, known, { question, now, trust: 'primaries' });
    const outcomes = merge(first.settled, await Promise.all(first.calls.map((one) => runCall(one, asking, 'first'))));
    const [again, ...others] = group.cells.filter((cell) => outcomes.get(keyOf(cell))?.state === 'unmet');
    if (again === undefined) return outcomes;
    const rest: Group = { ...group, cells: [again, ...others] };
    const found = await ask(needs, rest, asking);
    if (found instanceof ProviderError) return merge(outcomes, [brokenCells(rest, found)]);
    const plan =
      found === undefined ? planOptimistically(rest, question, now) : planExactly(rest, found, { question, now, trust: 'nothing' });
    return merge(outcomes, [plan.settled, ...(await Promise.all(plan.calls.map((one) => runCall(one, asking, 'last'))))]);
  };
}

/** The largest by a primary aggregation can only be asked for when that is known. */
const blind = (group: Group, { split }: Question): boolean =>
  split !== undefined && group.cells.some((one) => one.aggregation === undefined);

/**
 * undefined: Azure refuses to tell, so what was asked is asked once more, as it was. An error: Azure cannot be reached or
 * signed in to, and whoever waits is spared a second wait for the same.
 */
async function ask(
  { definitions, clock, log }: GroupNeeds,
  group: Group,
  { patience }: Asking,
): Promise<readonly MetricDefinition[] | ProviderError | undefined> {
  try {
    return await definitions.ofType(group.cells[0].resource, patience);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { status, kind } = readFailure(error.cause, clock.now());
    if (kind !== 'answered' || status === undefined || status === 429 || status >= 500) return error;
    log.warn({ type: group.type, reason: error.message }, 'metric definitions not readable');
    return undefined;
  }
}

/** The single-resource API, where the batch API does not serve. */
async function runOneByOne({ call, cells }: PlannedCall, asking: Asking, round: 'first' | 'last'): Promise<Outcomes> {
  const outcomes = call.resources.map(async (resource): Promise<Outcomes> => {
    const own = { call, cells: cells.filter(({ cell }) => cell.resource === resource) };
    if (own.cells.length === 0) return new Map();
    try {
      return await requestSingle(own, resource, asking);
    } catch (error) {
      const notUnderstood = error instanceof ProviderError && readFailure(error.cause, 0).status === 400;
      return notUnderstood && round === 'first' ? unmet(own, error) : broken(own, error);
    }
  });
  return merge(new Map(), await Promise.all(outcomes));
}

/**
 * 'denied': the identity may not use the batch API (it needs its role on the subscription, the single API on the resource);
 * 'unfit': it does not serve this type; 'not understood': it does not accept the question. undefined: the failure is of another
 * kind, and the single API would share it.
 */
export function batchRefusal(
  error: unknown,
  now: number,
): { readonly how: 'denied' | 'unfit' | 'not understood'; readonly error: ProviderError } | undefined {
  if (!(error instanceof ProviderError)) return undefined;
  const { status, kind } = readFailure(error.cause, now);
  if (kind !== 'answered') return undefined;
  if (status === 401 || status === 403) return { how: 'denied', error };
  if (status === 400) return { how: 'not understood', error };
  return status === 404 ? { how: 'unfit', error } : undefined;
}

const all = ({ cells }: PlannedCall, outcome: CellOutcome): Outcomes => new Map(cells.map(({ cell }) => [keyOf(cell), outcome]));

function broken(planned: PlannedCall, error: unknown): Outcomes {
  if (!(error instanceof ProviderError)) throw error;
  return all(planned, { state: 'broken', error });
}

const unmet = (planned: PlannedCall, error: unknown): Outcomes =>
  all(planned, { state: 'unmet', reason: error instanceof Error ? error.message : 'Azure did not accept the request.' });

const brokenCells = (group: Group, error: ProviderError): Outcomes =>
  new Map(group.cells.map((cell) => [keyOf(cell), { state: 'broken', error } as const]));

const merge = (first: Outcomes, others: readonly Outcomes[]): Outcomes => new Map([...first, ...others.flatMap((one) => [...one])]);
