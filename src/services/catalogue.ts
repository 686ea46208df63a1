import { shorten } from '../core/clauses.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import { type Resource, sameId } from '../core/model/resource.ts';
import type { Service } from '../core/model/service.ts';
import type { Clock, DueJob, Log, ResourceSource, Suggest } from '../core/ports.ts';
import { kindNames, kindTitle, typeNamed } from './kinds.ts';
import { belongsTo } from './membership.ts';
import { membershipOf, namesResources } from './membership-alerts.ts';
import type { Catalogue, Found } from './services.ts';

export interface CatalogueNeeds {
  /** As configured now: a reload of the configuration shows at once. */
  readonly services: () => readonly Service[];
  readonly source: ResourceSource;
  readonly suggest: Suggest;
  readonly clock: Clock;
  readonly log: Log;
}

/** The catalogue, and the job that keeps it fresh. */
export type DiscoveringCatalogue = Catalogue & { readonly discovery: DueJob };

const refreshEveryMs = 600_000;
/** After the first failure, the second one, …: a short one is soon over, and a long one is not asked about every minute. */
const retryPausesMs = [60_000, 120_000, 300_000];

/** Services as configured, with the resources that were discovered last. */
export function createCatalogue(needs: CatalogueNeeds): DiscoveringCatalogue {
  const discovery = createDiscovery(needs);
  const { services, suggest } = needs;

  const resourcesOf = async (service: Service): Promise<readonly Resource[]> =>
    (await discovery.resources()).filter((resource) => belongsTo(service, resource));

  const service = (name: string): Service => {
    const found = serviceNamed(services(), name);
    if (found !== undefined) return found;
    throw unknownName(
      'service',
      name,
      services().map((one) => one.name),
      suggest,
      ['services'],
    );
  };

  const find = async (name: string): Promise<Found> => {
    const meant = serviceNamed(services(), name);
    if (meant !== undefined) return { kind: 'service', service: meant, resources: await resourcesOf(meant) };
    const resources = await discovery.resources();
    const found = resourceNamed(name, resources) ?? kindNamed(name, resources);
    if (found !== undefined) return found;
    const known = [
      ...services().map((one) => one.name),
      ...resources.map((one) => one.name),
      ...kindNames(new Set(resources.map((one) => one.type))),
    ];
    throw unknownName('service or resource', name, known, suggest, ['services', 'resources']);
  };

  return {
    services,
    service,
    find,
    resources: discovery.resources,
    resourcesOf,
    ofKind: (name, among) => {
      const types = new Set(among.map((one) => one.type));
      const type = typeNamed(name, [...types]);
      if (type === undefined) throw unknownName('kind of resource', name, kindNames(types), suggest, ['resources']);
      return among.filter((one) => one.type === type);
    },
    kindOf: (resource) => kindTitle(resource.type),
    serviceOf: async (about) => {
      const { resources, failed } = await discovery.known(needsTags(services()));
      const found = membershipOf(about, services(), resources);
      // Its resources may have the tags of a service: that it has none would be remembered.
      if (found === undefined && failed !== undefined && namesResources(about)) throw failed;
      return found;
    },
    refresh: discovery.refresh,
    discovery: discovery.job,
  };
}

interface Discovery {
  /** Throws ProviderError when nothing was ever discovered and discovery fails. */
  readonly resources: () => Promise<readonly Resource[]>;
  /**
   * What is known already; discovers first where `wanted` says so, unless that failed a moment ago. `failed`: why no tags are known
   * that are wanted.
   */
  readonly known: (
    wanted: 'with tags' | 'without tags',
  ) => Promise<{ readonly resources: readonly Resource[]; readonly failed?: ProviderError | undefined }>;
  readonly refresh: () => Promise<void>;
  readonly job: DueJob;
}

function createDiscovery({ source, clock, log }: CatalogueNeeds): Discovery {
  let known: readonly Resource[] | undefined;
  let failed: ProviderError | undefined;
  let flight: Promise<readonly Resource[]> | undefined;
  let nextAt = Number.NEGATIVE_INFINITY;
  let failures = 0;

  const discover = async (): Promise<readonly Resource[]> => {
    try {
      const found = await source.list({ signal: new AbortController().signal });
      known = found;
      failures = 0;
      nextAt = clock.now() + refreshEveryMs;
      log.info({ resources: found.length }, 'resources discovered');
      return found;
    } catch (error) {
      nextAt = clock.now() + (retryPausesMs[failures] ?? refreshEveryMs);
      failures += 1;
      if (error instanceof ProviderError) failed = error;
      log.warn({ error, kept: known?.length }, 'resources could not be discovered');
      throw error;
    } finally {
      flight = undefined;
    }
  };
  // All who ask meanwhile share one discovery.
  const share = (): Promise<readonly Resource[]> => (flight ??= discover());
  const refresh = async (): Promise<void> => {
    await share().catch(keepWhatWasKnown);
  };

  return {
    resources: async () => known ?? (await share()),
    known: async (wanted) => {
      if (known === undefined && wanted === 'with tags' && clock.now() >= nextAt) await refresh();
      if (known !== undefined) return { resources: known };
      return wanted === 'with tags' ? { resources: [], failed } : { resources: [] };
    },
    refresh,
    job: { name: 'discovery', next: () => Promise.resolve(Math.max(nextAt, 0)), run: refresh },
  };
}

/** A failed discovery is logged where it happens; people go on with the resources of the last one. */
function keepWhatWasKnown(error: unknown): void {
  if (!(error instanceof ProviderError)) throw error;
}

/** Ids, groups and types can be read off an ARM id; tags cannot. */
function needsTags(services: readonly Service[]): 'with tags' | 'without tags' {
  return services.some((one) => one.resources.some((match) => match.tags !== undefined)) ? 'with tags' : 'without tags';
}

function serviceNamed(services: readonly Service[], name: string): Service | undefined {
  const wanted = name.trim().toLowerCase();
  return services.find((one) => one.name.toLowerCase() === wanted) ?? services.find((one) => one.title.toLowerCase() === wanted);
}

/** By name, by ARM id, or by kind and name ("web app bps-website"), which tells a resource from a service of its name. */
function resourceNamed(name: string, resources: readonly Resource[]): Found | undefined {
  const wanted = name.trim().toLowerCase();
  const byId = resources.find((one) => sameId(one.id, wanted));
  if (byId !== undefined) return { kind: 'resource', resource: byId };
  const named = resources.filter((one) => {
    if (one.name.toLowerCase() === wanted) return true;
    if (!wanted.endsWith(` ${one.name.toLowerCase()}`)) return false;
    return typeNamed(wanted.slice(0, -one.name.length), []) === one.type;
  });
  const [first, second] = named;
  if (first === undefined) return undefined;
  if (second === undefined) return { kind: 'resource', resource: first };
  const choices = named.map((one) => `“${kindTitle(one.type)} ${one.name}” (group ${one.group})`).join(', ');
  throw new UserError(`${named.length} resources are called “${shorten(name)}”: ${choices}.`, [`resources`]);
}

function kindNamed(name: string, resources: readonly Resource[]): Found | undefined {
  const type = typeNamed(name, [...new Set(resources.map((one) => one.type))]);
  if (type === undefined) return undefined;
  return { kind: 'kind', title: kindTitle(type), resources: resources.filter((one) => one.type === type) };
}

function unknownName(what: string, name: string, known: readonly string[], suggest: Suggest, examples: readonly string[]): UserError {
  const near = suggest(name, known);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new UserError(`No ${what} called “${shorten(name)}”.${hint}`, examples);
}
