import type { Resource } from '../core/model/resource.ts';
import type { Service } from '../core/model/service.ts';
import type { Catalogue } from './services.ts';

export interface Targets {
  readonly resources: readonly Resource[];
  /** Ids of resources that were named themselves: these owe an explanation when they have no such metric. */
  readonly named: ReadonlySet<string>;
  /** Ids of resources that were named, by themselves or by their kind, and not only came with a service. */
  readonly direct: ReadonlySet<string>;
  /** "bps-website and pixcrawler", as in the title. */
  readonly title: string;
  /** As they were named, for commands that are proposed. */
  readonly names: readonly string[];
  /** "web app" where nothing but one kind was named. */
  readonly kind: string | undefined;
  /** The one service all of them belong to; its KPIs hold. */
  readonly service: Service | undefined;
  /** Every service that was named, by itself or by one of its resources. */
  readonly services: readonly Service[];
}

/** What the names of a request stand for, each resource once. Throws UserError for a name that means nothing. */
export async function resolveTargets(names: readonly string[], catalogue: Catalogue): Promise<Targets> {
  const resources = new Map<string, Resource>();
  const named = new Set<string>();
  const direct = new Set<string>();
  const services = new Set<Service | undefined>();
  const titles: string[] = [];
  const kinds = new Set<string | undefined>();
  for (const name of names) {
    const found = await catalogue.find(name);
    kinds.add(found.kind === 'kind' ? found.title : undefined);
    if (found.kind === 'resource') {
      named.add(found.resource.id);
      services.add((await catalogue.serviceOf({ source: 'azure', resources: [found.resource.id], labels: {} }))?.service);
      titles.push(found.resource.name);
    } else {
      services.add(found.kind === 'service' ? found.service : undefined);
      titles.push(found.kind === 'service' ? found.service.name : `every ${found.title}`);
    }
    for (const one of found.kind === 'resource' ? [found.resource] : found.resources) {
      resources.set(one.id.toLowerCase(), one);
      if (found.kind !== 'service') direct.add(one.id);
    }
  }
  const [service] = services;
  const [kind] = kinds;
  return {
    resources: [...resources.values()],
    named,
    direct,
    title: listed(titles),
    names,
    kind: kinds.size === 1 ? kind : undefined,
    service: services.size === 1 ? service : undefined,
    services: [...services].filter((one) => one !== undefined),
  };
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
