import type { Resource } from '../../src/core/model/resource.ts';

export interface EstateSubscription {
  readonly id: string;
  readonly name: string;
}

/** A resource of the estate; `service` is whose it is. */
export interface EstateResource extends Resource {
  readonly service: ServiceName;
  /** As Azure's single-resource answers write the namespace: "Microsoft.Web/serverFarms". */
  readonly provider: string;
}

export const serviceNames = ['bps-website', 'pixcrawler', 'packamal', 'compliance'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const subscriptions: readonly [EstateSubscription, EstateSubscription] = [
  { id: '5afa0000-1111-4111-8111-0000000000af', name: 'production-africa' },
  { id: '5e0e0000-2222-4222-8222-0000000000e0', name: 'production-europe' },
];

interface Place {
  readonly service: ServiceName;
  readonly subscription: EstateSubscription;
  readonly region: string;
}

const [africa, europe] = subscriptions;
const places: Readonly<Record<ServiceName, Place>> = {
  'bps-website': { service: 'bps-website', subscription: africa, region: 'southafricanorth' },
  pixcrawler: { service: 'pixcrawler', subscription: africa, region: 'southafricanorth' },
  packamal: { service: 'packamal', subscription: europe, region: 'westeurope' },
  compliance: { service: 'compliance', subscription: europe, region: 'westeurope' },
};

/** Service, resource type, name; a name with a slash is a child's, below its parent. */
const inventory: readonly (readonly [ServiceName, string, string])[] = [
  ['bps-website', 'Microsoft.Web/serverFarms', 'bps-website-sp'],
  ['bps-website', 'Microsoft.Web/sites', 'bps-website'],
  ['bps-website', 'Microsoft.ContainerRegistry/registries', 'bpsafricaweb'],
  ['bps-website', 'Microsoft.KeyVault/vaults', 'bps-website-keys'],
  ['bps-website', 'Microsoft.Insights/components', 'bps-website-ai'],
  ['pixcrawler', 'Microsoft.Web/serverFarms', 'pixcrawler-sp'],
  ['pixcrawler', 'Microsoft.Web/sites', 'pixcrawler-api'],
  ['pixcrawler', 'Microsoft.Sql/servers/databases', 'pixcrawler-sql/pixcrawler-db'],
  ['pixcrawler', 'Microsoft.DocumentDB/databaseAccounts', 'pixcrawler-index'],
  ['pixcrawler', 'Microsoft.Insights/components', 'pixcrawler-ai'],
  ['packamal', 'Microsoft.ContainerService/managedClusters', 'packamal-aks'],
  ['packamal', 'Microsoft.DBforPostgreSQL/flexibleServers', 'packamal-db'],
  ['packamal', 'Microsoft.Cache/Redis', 'packamal-cache'],
  ['packamal', 'Microsoft.Storage/storageAccounts', 'packamalfiles'],
  ['packamal', 'Microsoft.Insights/components', 'packamal-insights'],
  ['packamal', 'Microsoft.OperationalInsights/workspaces', 'packamal-logs'],
  ['compliance', 'Microsoft.App/containerApps', 'ca-compliance-api'],
  ['compliance', 'Microsoft.DBforPostgreSQL/flexibleServers', 'pg-compliance'],
  ['compliance', 'Microsoft.Cache/Redis', 'compliance-cache'],
  ['compliance', 'Microsoft.Storage/storageAccounts', 'stcompliance'],
  ['compliance', 'Microsoft.Insights/components', 'appi-compliance'],
  ['compliance', 'Microsoft.OperationalInsights/workspaces', 'log-compliance'],
];

export const resources: readonly EstateResource[] = inventory.map(([service, provider, path]) =>
  toResource(places[service], provider, path),
);

function toResource({ service, subscription, region }: Place, provider: string, path: string): EstateResource {
  const group = `rg-${service}`;
  const [namespace = '', ...kinds] = provider.split('/');
  const names = path.split('/');
  const below = kinds.map((kind, index) => `${kind}/${names[index] ?? ''}`).join('/');
  return {
    id: `/subscriptions/${subscription.id}/resourceGroups/${group}/providers/${namespace}/${below}`,
    name: names.at(-1) ?? path,
    type: provider.toLowerCase(),
    subscription: subscription.id,
    group,
    region,
    tags: { service, env: 'production' },
    service,
    provider,
  };
}
