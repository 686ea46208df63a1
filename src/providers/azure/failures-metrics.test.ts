import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AzureHarness, knownCredential as credential, startAzure } from '../../../test/fakes/azure-harness.ts';
import { ProviderError } from '../../core/errors.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { MetricQuery } from '../../core/ports.ts';
import { defaultLimits } from './calls.ts';
import { toProviderError } from './errors.ts';
import type { Azure } from './index.ts';

const { signal } = new AbortController();
const hour = 3_600_000;
const whom = `the app registration ${credential.clientId}`;

let world: AzureHarness;
let resources: readonly Resource[];
beforeAll(async () => {
  world = await startAzure();
  resources = await world.azure.resources.list({ signal });
});
afterEach(() => world.faults.clear());
afterAll(async () => world[Symbol.asyncDispose]());

function cpuOf(name: string, more: Partial<Resource> = {}): MetricQuery {
  const found = resources.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  const to = world.clock.now();
  return {
    wanted: [{ resource: { ...found, ...more }, metric: 'CpuPercentage', aggregations: ['average'] }],
    from: to - hour,
    to,
    grainMs: 300_000,
  };
}

/** What the person reads, and how long it took until then. */
async function failureOf(
  azure: Azure,
  query: MetricQuery,
): Promise<{ readonly message: string; readonly retry: string; readonly ms: number }> {
  const started = performance.now();
  const error = await azure.metrics.read(query, { signal }).catch((caught: unknown) => caught);
  if (!(error instanceof ProviderError)) throw new Error('no ProviderError', { cause: error });
  return { message: error.message, retry: error.retry.when, ms: performance.now() - started };
}

describe('a chart that cannot be read says what to grant to whom', () => {
  it('when the credential has expired', async () => {
    const azure = world.connect({ credential: { ...credential, clientSecret: 'expired-2025' } });
    const { message, retry } = await failureOf(azure, cpuOf('bps-website-sp'));
    expect(message).toBe(
      `Sign-in failed: the client secret of ${whom} has expired: create a new one in Entra ID and put it into azure.credential.clientSecret.`,
    );
    expect(retry).toBe('never');
  });

  it('when the role is missing everywhere', async () => {
    world.faults.add({ target: 'azure/metrics', status: 401 });
    world.faults.add({ target: 'azure/arm', status: 403 });
    const query = cpuOf('bps-website-sp');
    const { message, retry } = await failureOf(world.connect({}), query);
    expect(message).toBe(
      `Azure refused to read CpuPercentage of bps-website-sp (AuthorizationFailed): grant the role Monitoring Reader on the subscription ${query.wanted[0]?.resource.subscription} to ${whom}.`,
    );
    expect(retry).toBe('never');
  });

  it('when the subscription is not one that Azure knows', async () => {
    const nobody = '00000000-0000-4000-8000-00000000dead';
    const found = cpuOf('bps-website-sp').wanted[0]?.resource;
    const moved = { subscription: nobody, id: (found?.id ?? '').replace(found?.subscription ?? '', nobody) };
    const { message } = await failureOf(world.connect({}), cpuOf('bps-website-sp', moved));
    expect(message).toBe(
      `Azure could not read CpuPercentage of bps-website-sp: it knows no such subscription. Check the ids in azure.subscriptions, or grant the role Monitoring Reader on the subscription ${nobody} to ${whom}.`,
    );
    const listing = await world
      .connect({ subscriptions: [nobody] })
      .resources.list({ signal })
      .catch((error: unknown) => error);
    expect(listing).toMatchObject({
      message: `Azure could not list the resources: it knows no such subscription. Check the ids in azure.subscriptions, or grant the role Reader on the subscription ${nobody} to ${whom}.`,
    });
  });

  it('when a managed identity is what it is to be granted to', () => {
    const attempt = {
      kind: 'batch',
      subscription: 's1',
      doing: 'read it',
      role: { name: 'Monitoring Reader', scope: 'the subscription s1' },
    } as const;
    const error = toProviderError({ name: 'RestError', statusCode: 403 }, attempt, { kind: 'managed identity' }, 0);
    expect(error.message).toBe(
      'Azure refused to read it: grant the role Monitoring Reader on the subscription s1 to the managed identity.',
    );
  });
});

describe('nobody waits longer than the limit', () => {
  const limits = { totalMs: 400, signInMs: 200, requestMs: 300, pauseMs: 1 };
  /** Ten times the limit, for a machine that has much to do: without the limit it would be for ever. */
  const patience = 4000;

  it('which is below the 10 s a person has', () => {
    expect(defaultLimits.totalMs).toBeLessThan(10_000);
    const { signInMs, listMs, requestMs } = defaultLimits;
    expect(signInMs).toBeLessThan(listMs);
    // What a resource offers and then its values, each as slow as can be.
    expect(listMs + requestMs).toBeLessThan(10_000);
  });

  it('when the token endpoint hangs', async () => {
    world.faults.add({ target: 'azure-login', timeout: 'before' });
    const { message, ms } = await failureOf(world.connect({ limits }), cpuOf('bps-website-sp'));
    expect(message).toBe(
      `Sign-in failed: Entra ID did not answer ${whom} in time. Check that this machine reaches it (azure.endpoints.login), then try again.`,
    );
    expect(ms).toBeLessThan(patience);
  });

  it('when the token endpoint hangs and two answers are needed, one after the other: it is waited for once', async () => {
    world.faults.add({ target: 'azure-login', timeout: 'before' });
    const azure = world.connect({ limits: { ...limits, totalMs: 2000, requestMs: 1500, signInMs: 600 } });
    const query = cpuOf('bps-website-sp');
    const [wish] = query.wanted;
    if (wish === undefined) throw new Error('nothing wanted');
    await expect(azure.metrics.definitions(wish.resource, { signal })).rejects.toThrow(/^Sign-in failed: Entra ID did not answer/u);
    const { message, ms } = await failureOf(azure, query);
    expect(message).toMatch(/^Sign-in failed: Entra ID did not answer/u);
    expect(ms).toBeLessThan(500);
  });

  it('when Azure is slow to say what a resource offers: the next one who asks has it', async () => {
    world.faults.add({ target: 'azure/arm', delayMs: 300 });
    const azure = world.connect({ limits: { listMs: 50 } });
    const [wish] = cpuOf('bps-website-sp').wanted;
    if (wish === undefined) throw new Error('nothing wanted');
    await expect(azure.metrics.definitions(wish.resource, { signal })).rejects.toThrow(
      /^Azure did not answer in time when asked to list the metrics of bps-website-sp/u,
    );
    const asked = world.server.requests.length;
    await expect.poll(() => azure.metrics.definitions(wish.resource, { signal }).catch(() => undefined)).toHaveLength(5);
    expect(world.server.requests.length - asked).toBeLessThanOrEqual(1);
  });

  it('when their own time is over: they have what has been answered by then', async () => {
    world.faults.add({ target: 'azure/metrics/westeurope', timeout: 'before' });
    const to = world.clock.now();
    const metrics = new Map([
      ['bps-website-sp', 'CpuPercentage'],
      ['packamal-cache', 'cachehits'],
    ]);
    const wanted = resources.flatMap((resource) => {
      const metric = metrics.get(resource.name);
      return metric === undefined ? [] : [{ resource, metric, aggregations: [] }];
    });
    const query = { wanted, from: to - hour, to, grainMs: 300_000 };
    const azure = world.connect({});
    const waiting = new AbortController();
    const read = azure.metrics.read(query, { signal: waiting.signal });
    // Until the other is there.
    await azure.metrics.read({ ...query, wanted: query.wanted.filter((one) => one.metric === 'CpuPercentage') }, { signal });
    waiting.abort(new DOMException('enough', 'TimeoutError'));
    const { series, failures } = await read;
    expect(series.map((one) => one.metric)).toEqual(['CpuPercentage']);
    expect(failures.map((one) => one.reason)).toEqual([
      'Azure did not answer in time when asked to read the metrics of packamal-cache. Try again in a moment.',
    ]);
  });

  it('when the metrics hang', async () => {
    world.faults.add({ target: 'azure/metrics', timeout: 'before' });
    const { message, ms } = await failureOf(world.connect({ limits }), cpuOf('bps-website-sp'));
    expect(message).toMatch(/^Azure did not answer in time when asked to read CpuPercentage of bps-website-sp/u);
    expect(ms).toBeLessThan(patience);
  });

  it('when one thing after the other fails: refused there, and hanging where it is tried instead', async () => {
    world.faults.add({ target: 'azure/metrics', status: 401 });
    world.faults.add({ target: 'azure/arm', timeout: 'before' });
    const { message, ms } = await failureOf(world.connect({ limits: { ...limits, requestMs: 10_000 } }), cpuOf('bps-website-sp'));
    expect(message).toMatch(/^Azure did not answer in time/u);
    expect(ms).toBeLessThan(patience);
  });

  it('when many requests hang at once and the others wait in line behind them', async () => {
    world.faults.add({ target: 'azure/metrics', timeout: 'before' });
    const to = world.clock.now();
    const wanted = resources.map((resource) => ({ resource, metric: 'CpuPercentage', aggregations: [] }));
    const azure = world.connect({ limits: { ...limits, requestMs: 10_000, atOnce: 1 } });
    const { ms } = await failureOf(azure, { wanted, from: to - hour, to, grainMs: 300_000 });
    expect(ms).toBeLessThan(patience);
  });
});

describe('where a part fails', () => {
  it('the metric that Azure could not read is named, the others are there', async () => {
    world.faults.add({ target: 'azure/metrics', partial: true });
    const resource = resources.find((one) => one.name === 'bps-website-sp');
    if (resource === undefined) throw new Error('no plan');
    const to = world.clock.now();
    const wanted = ['CpuPercentage', 'MemoryPercentage'].map((metric) => ({ resource, metric, aggregations: ['average'] as const }));
    const azure = world.connect({});
    const query = { wanted, from: to - hour, to, grainMs: 300_000 };
    const { series, failures } = await azure.metrics.read(query, { signal });
    expect(series.map((one) => one.metric)).toEqual(['MemoryPercentage']);
    expect(failures).toEqual([
      { resource, metric: 'CpuPercentage', reason: 'Azure could not read CpuPercentage of bps-website-sp (InternalError).' },
    ]);
    // What failed is not kept.
    world.faults.clear();
    expect((await azure.metrics.read(query, { signal })).series).toHaveLength(2);
  });
});
