import { ProviderError } from '../../core/errors.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { MetricDefinition } from '../../core/model/series.ts';
import type { Cancellable, CheckResult } from '../../core/ports.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import type { Definitions } from './definitions.ts';
import { type Attempt, grantWords, type Identity, subscriptionWords } from './errors.ts';
import type { probeMetric } from './metrics-probe.ts';

const readerOn = (scope: string): Attempt['role'] => ({ name: 'Reader', scope });

/** Runs one probe; a ProviderError becomes a failed line that says how to mend it. */
async function line(what: string, probe: () => Promise<string>): Promise<CheckResult> {
  try {
    return { what, ok: true, detail: await probe() };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { what, ok: false, detail: error.message };
  }
}

/** Sign-in, then the list of resources. */
export async function checkResources(
  needs: {
    readonly clients: Clients;
    readonly calls: Calls;
    readonly list: (options: Cancellable) => Promise<readonly Resource[]>;
    /** Those the configuration names. */
    readonly subscriptions: readonly string[];
  },
  { signal }: Cancellable,
): Promise<readonly CheckResult[]> {
  const role = readerOn(subscriptionWords(needs.subscriptions));
  const attempt: Attempt = { kind: 'login', subscription: '', doing: 'sign in', role };
  const signIn = await line('Azure sign-in', async () => {
    await needs.calls.run(attempt, needs.calls.patience(signal), (options) => needs.clients.signIn(options.abortSignal));
    return 'a token was issued';
  });
  if (!signIn.ok) return [signIn];
  let found: readonly Resource[] = [];
  const listing = async (): Promise<string> => {
    found = await needs.list({ signal });
    return describe(found);
  };
  const graph = await line('Azure Resource Graph', listing);
  if (!graph.ok) return [signIn, graph];
  const { identity } = needs.calls;
  const mend = `no resources: ${grantWords(role, identity)}, or check azure.subscriptions, resourceGroups and tags`;
  return [signIn, found.length === 0 ? { ...graph, ok: false, detail: mend } : graph, ...unseen(needs.subscriptions, found, identity)];
}

/** Azure leaves out what the identity may not see instead of refusing, so a named subscription without resources is a fault of roles or filters. */
function unseen(subscriptions: readonly string[], found: readonly Resource[], identity: Identity): readonly CheckResult[] {
  const seen = new Set(found.map((one) => one.subscription.toLowerCase()));
  const grant = grantWords(readerOn('it'), identity);
  const detail = `nothing in it can be seen: ${grant}, or mend azure.subscriptions, resourceGroups or tags`;
  return subscriptions
    .filter((subscription) => !seen.has(subscription.toLowerCase()))
    .map((subscription) => ({ what: `Azure subscription ${subscription}`, ok: false, detail }));
}

function describe(resources: readonly Resource[]): string {
  const subscriptions = new Set(resources.map((one) => one.subscription.toLowerCase())).size;
  return `${resources.length} resources in ${subscriptions} subscription${subscriptions === 1 ? '' : 's'} can be read`;
}

/** The metrics of one resource of each subscription, read as charts are: with a role on the resource alone the batch API refuses. */
export async function checkMetrics(
  needs: {
    readonly definitions: Definitions;
    readonly list: (options: Cancellable) => Promise<readonly Resource[]>;
    readonly probe: (resource: Resource, definition: MetricDefinition, options: Cancellable) => ReturnType<typeof probeMetric>;
  },
  { signal }: Cancellable,
): Promise<readonly CheckResult[]> {
  let resources: readonly Resource[];
  try {
    resources = await needs.list({ signal });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return [{ what: 'Azure metrics', ok: false, detail: 'not tried, because the resources cannot be listed' }];
  }
  const bySubscription = new Map(resources.toReversed().map((one) => [one.subscription.toLowerCase(), one]));
  const lines = [...bySubscription].map(([subscription, resource]) =>
    line(`Azure metrics of ${subscription}`, async () => {
      const definitions = await needs.definitions.of(resource, { signal });
      const [first] = definitions;
      const read = first === undefined ? 'batch' : await needs.probe(resource, first, { signal });
      if (!(read instanceof ProviderError)) return `${definitions.length} metrics of ${resource.name} can be read`;
      const sentence = `they can be read one resource at a time only, which takes more requests. ${read.message}`;
      throw new ProviderError('Azure', sentence, { retry: read.retry, cause: read });
    }),
  );
  return Promise.all(lines);
}
