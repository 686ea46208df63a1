import type { Resource } from '../../src/core/model/resource.ts';
import type { Service } from '../../src/core/model/service.ts';
import type { ResourceSource } from '../../src/core/ports.ts';

export function resource(type: string, name: string, over: Partial<Resource> = {}): Resource {
  const group = over.group ?? 'rg-shop';
  return {
    id: `/subscriptions/s1/resourceGroups/${group}/providers/${type}/${name}`,
    name,
    type: type.toLowerCase(),
    subscription: 's1',
    group,
    region: 'westeurope',
    tags: {},
    ...over,
  };
}

export function service(name: string, over: Partial<Service> = {}): Service {
  return {
    name,
    title: name,
    tier: 2,
    environment: 'production',
    owners: [],
    resources: [{ group: `rg-${name}` }],
    dependsOn: [],
    kpis: {},
    ...over,
  };
}

/** Two services: the shop has a web app of its own name, its plan, a database and two key vaults; the crawler a plan and a cache. */
export const shopEstate = {
  services: [service('shop', { title: 'Web shop', sentry: 'shop-api' }), service('crawler', { kpis: { cpu: { target: 50 } } })],
  resources: [
    resource('Microsoft.Web/sites', 'shop'),
    resource('Microsoft.Web/serverFarms', 'shop-plan'),
    resource('Microsoft.DBforPostgreSQL/flexibleServers', 'shop-db'),
    resource('Microsoft.Insights/components', 'shop-ai'),
    resource('Microsoft.KeyVault/vaults', 'shop-keys'),
    resource('Microsoft.Web/serverFarms', 'crawler-plan', { group: 'rg-crawler' }),
    resource('Microsoft.Cache/Redis', 'crawler-cache', { group: 'rg-crawler' }),
    resource('Microsoft.Storage/storageAccounts', 'twin', { group: 'rg-a' }),
    resource('Microsoft.Cache/Redis', 'twin', { group: 'rg-b' }),
  ],
} as const;

/** A source whose next answers are set by the test: resources, or an error. */
export interface FakeResources extends ResourceSource {
  answer: readonly Resource[] | Error;
  readonly asked: () => number;
}

export function createFakeResources(answer: readonly Resource[] | Error): FakeResources {
  let asked = 0;
  const source: FakeResources = {
    answer,
    asked: () => asked,
    list: async () => {
      asked += 1;
      if (source.answer instanceof Error) throw source.answer;
      return source.answer;
    },
    check: async () => [],
  };
  return source;
}
