import { ProviderError } from '../../core/errors.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { MetricDefinition } from '../../core/model/series.ts';
import type { Cancellable, Clock, Log, MetricQuery, MetricResult, MetricSource } from '../../core/ports.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import type { Definitions } from './definitions.ts';
import { readFailure } from './errors.ts';
import { type Group, groupResources, type MetricCall, planGroup } from './metrics-plan.ts';
import { requestBatch, requestSingle } from './metrics-requests.ts';
import { singleFlight } from './single-flight.ts';

interface Needs {
  readonly clients: Clients;
  readonly calls: Calls;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly log: Log;
}

/** What came of a part of a query; `errors` are the causes of failures that were not one metric's or resource's own. */
type Outcome = MetricResult & { readonly errors: readonly ProviderError[] };

// After a refusal the batch API is left alone for a while: roles that were just granted take minutes to be known.
const restMs = 10 * 60_000;

/** Reads metrics: in batches of one subscription, region and type; one by one where the batch API does not answer. */
export function createMetricReads(needs: Needs): MetricSource['read'] {
  const flights = singleFlight<Outcome>();
  const restUntil = new Map<string, number>();

  const runCall = async (call: MetricCall): Promise<Outcome> => {
    const place = `${call.subscription}|${call.region}`.toLowerCase();
    if ((restUntil.get(place) ?? 0) <= needs.clock.now()) {
      try {
        return { ...(await requestBatch(call, needs.clients, needs.calls)), errors: [] };
      } catch (error) {
        const refusal = batchRefusal(error, needs.clock.now());
        if (refusal === undefined) return failed(call, error);
        if (refusal === 'denied') restUntil.set(place, needs.clock.now() + restMs);
        needs.log.warn({ subscription: call.subscription, region: call.region, type: call.type, refusal }, 'batch of metrics refused');
      }
    }
    return runOneByOne(call, needs);
  };

  const readGroup = async (group: Group, query: MetricQuery, { signal }: Cancellable): Promise<Outcome> => {
    const found = await definitionsFor(group, needs, signal);
    if (found.state === 'failed') return failed(group, found.error);
    const plan = planGroup(group, found.state === 'read' ? found.definitions : undefined, query, needs.clock.now());
    const outcomes = await Promise.all(plan.calls.map((call) => flights(keyOf(call), signal, () => runCall(call))));
    return join([{ series: [], failures: plan.failures, errors: [] }, ...outcomes]);
  };

  return async (query, options) => {
    options.signal.throwIfAborted();
    const groups = groupResources(query.resources);
    const { series, failures, errors } = join(await Promise.all(groups.map((group) => readGroup(group, query, options))));
    // Nothing at all could be read and the reason is not the question: the platform, or our access to it, is at fault.
    const [first] = errors;
    if (series.length === 0 && first !== undefined) throw first;
    return { series, failures };
  };
}

type Found =
  | { readonly state: 'read'; readonly definitions: readonly MetricDefinition[] }
  /** What was asked is asked without them, and Azure judges it. */
  | { readonly state: 'refused' }
  /** Azure cannot be reached or signed in to: whoever waits is spared a second wait for the same. */
  | { readonly state: 'failed'; readonly error: ProviderError };

async function definitionsFor(group: Group, needs: Needs, signal: AbortSignal): Promise<Found> {
  try {
    return { state: 'read', definitions: await needs.definitions.ofType(group.resources[0], { signal }) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ProviderError)) throw error;
    const { status, kind } = readFailure(error.cause, needs.clock.now());
    if (kind !== 'answered' || status === undefined || status >= 500) return { state: 'failed', error };
    needs.log.warn({ type: group.type, reason: error.message }, 'metric definitions not readable');
    return { state: 'refused' };
  }
}

async function runOneByOne(call: MetricCall, needs: Needs): Promise<Outcome> {
  const outcomes = call.resources.map(async (resource): Promise<Outcome> => {
    const single = { ...call, resources: [resource] };
    try {
      return { ...(await requestSingle(single, needs.clients, needs.calls)), errors: [] };
    } catch (error) {
      return failed(single, error);
    }
  });
  return join(await Promise.all(outcomes));
}

/**
 * 'denied': the identity may not use the batch API (it needs its role on the subscription, the single API on the resource);
 * 'unfit': it does not serve this type or question. undefined: the failure is of another kind, and the single API would share it.
 */
function batchRefusal(error: unknown, now: number): 'denied' | 'unfit' | undefined {
  if (!(error instanceof ProviderError)) return undefined;
  const { status, kind } = readFailure(error.cause, now);
  if (kind !== 'answered') return undefined;
  if (status === 401 || status === 403) return 'denied';
  return status === 400 || status === 404 ? 'unfit' : undefined;
}

function failed(asked: { readonly resources: readonly Resource[] }, error: unknown): Outcome {
  if (!(error instanceof ProviderError)) throw error;
  const failures = asked.resources.map((resource) => ({ resource, metric: undefined, reason: error.message }));
  return { series: [], failures, errors: [error] };
}

function join(outcomes: readonly Outcome[]): Outcome {
  return {
    series: outcomes.flatMap((one) => one.series),
    failures: outcomes.flatMap((one) => one.failures),
    errors: outcomes.flatMap((one) => one.errors),
  };
}

function keyOf(call: MetricCall): string {
  const { resources, ...rest } = call;
  return JSON.stringify([rest, resources.map((one) => one.id.toLowerCase())]);
}
