import type { MetricQuery, MetricWish } from '../../src/core/ports.ts';
import { type AzureHarness, startAzure } from '../fakes/azure-harness.ts';
import type { Figure } from './figures.ts';

const hour = 3_600_000;
const minute = 60_000;
const { signal } = new AbortController();

/**
 * What a chart of everything costs: each metric of each of the estate's resources, over a day in hours. Counted are the
 * requests that reach Azure's APIs, from a cold start on; tokens come from Entra ID, one for each of the two audiences.
 */
export async function benchAzure(): Promise<readonly Figure[]> {
  const world = await startAzure();
  try {
    return await measure(world);
  } finally {
    await world[Symbol.asyncDispose]();
  }
}

async function measure(world: AzureHarness): Promise<readonly Figure[]> {
  const { requests, signIns } = world.server;
  const before = { calls: requests.length, tokens: signIns.length };
  const resources = await world.azure.resources.list({ signal });
  const query = everything(
    world,
    resources.flatMap((resource) => wishes(world, resource)),
    24 * hour,
    hour,
  );
  const first = await world.azure.metrics.read(query, { signal });
  const calls = requests.length - before.calls;
  const tokens = signIns.length - before.tokens;
  await world.azure.metrics.read(query, { signal });
  const repeated = requests.length - before.calls - calls;
  const groups = new Set(resources.map((one) => [one.subscription, one.region, one.type].join()));
  const fine = await fineGrain(world, query);
  return [
    { name: 'whole estate: Azure calls ÷ (groups + 2)', value: calls / (groups.size + 2), unit: '', bound: 1 },
    { name: 'whole estate: series', value: first.series.length, unit: '' },
    { name: 'whole estate: Azure calls, cold, with discovery', value: calls, unit: '' },
    { name: 'whole estate: sign-ins, cold', value: tokens, unit: '' },
    { name: 'whole estate in 5 minutes (4 types have metrics in hours only): calls, types known', value: fine, unit: '' },
    { name: 'repeated chart: calls', value: repeated, unit: '', bound: 0 },
  ];
}

function wishes({ estate }: AzureHarness, resource: MetricWish['resource']): readonly MetricWish[] {
  return estate.metricsOf(resource.type).map(({ name, primary }) => ({ resource, metric: name, aggregations: [primary] }));
}

function everything({ clock }: AzureHarness, wanted: readonly MetricWish[], rangeMs: number, grainMs: number): MetricQuery {
  const to = clock.now();
  return { wanted, from: to - rangeMs, to, grainMs };
}

/** The same at a grain that some metrics do not have, the second time: the first one has to learn which. */
async function fineGrain(world: AzureHarness, { wanted }: MetricQuery): Promise<number> {
  await world.azure.metrics.read(everything(world, wanted, 2 * hour, 5 * minute), { signal });
  const before = world.server.requests.length;
  await world.azure.metrics.read(everything(world, wanted, 3 * hour, 5 * minute), { signal });
  return world.server.requests.length - before;
}
