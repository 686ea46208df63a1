import { z } from 'zod';
import type { Resource } from '../../core/model/resource.ts';
import type { Cancellable } from '../../core/ports.ts';
import type { Calls } from './calls.ts';
import type { Clients } from './clients.ts';
import { type Attempt, subscriptionWords } from './errors.ts';
import { resourceRow } from './schema.ts';

/** Which resources the configuration lets the bot see. Empty lists and maps mean "all". */
export interface ResourceScope {
  readonly subscriptions: readonly string[];
  readonly resourceGroups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const pageSize = 1000;
// A safety net against a token that never ends: a hundred thousand resources.
const mostPages = 100;

/** Lists what the scope allows through Resource Graph, page by page. Throws ProviderError. */
export async function listResources(
  scope: ResourceScope,
  clients: Clients,
  calls: Calls,
  { signal }: Cancellable,
): Promise<readonly Resource[]> {
  const client = await clients.graph();
  const query = graphQuery(scope);
  const found: Resource[] = [];
  let skipToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const token = skipToken;
    // Each page has a time of its own: a large estate has many of them.
    const answer = await calls.run(attemptFor(scope), calls.patience(signal), async (options) => {
      const request = {
        query,
        ...(scope.subscriptions.length === 0 ? {} : { subscriptions: [...scope.subscriptions] }),
        options: { resultFormat: 'objectArray' as const, top: pageSize, ...(token === undefined ? {} : { skipToken: token }) },
      };
      const raw = await client.resources(request, options);
      return { rows: z.array(resourceRow).parse(raw.data), skipToken: raw.skipToken };
    });
    found.push(...answer.rows);
    skipToken = answer.skipToken;
    if (skipToken === undefined || skipToken === '') return found;
  }
  return found;
}

const attemptFor = ({ subscriptions }: ResourceScope): Attempt => ({
  kind: 'graph',
  // Resource Graph counts what an identity asks, whatever it asks about.
  subscription: '',
  doing: 'list the resources',
  role: { name: 'Reader', scope: subscriptionWords(subscriptions) },
});

/** The order by id keeps pages stable. */
export function graphQuery(scope: ResourceScope): string {
  const filters = [
    ...(scope.resourceGroups.length === 0 ? [] : [`resourceGroup in~ (${scope.resourceGroups.map(literal).join(', ')})`]),
    ...Object.entries(scope.tags).map(([name, value]) => `tags[${literal(name)}] =~ ${literal(value)}`),
  ];
  return [
    'resources',
    ...filters.map((filter) => `where ${filter}`),
    'project id, name, type, location, resourceGroup, subscriptionId, tags',
    'order by id asc',
  ].join(' | ');
}

/** A KQL string literal that holds exactly this text. */
export function literal(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `'${escaped}'`;
}
