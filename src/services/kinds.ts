/** A kind of Azure resource as people call it. */
export interface Kind {
  /** Azure's type, lower case. */
  readonly type: string;
  readonly title: string;
  /** Other names, lower case; plurals are understood by themselves. */
  readonly aliases: readonly string[];
}

const kind = (type: string, title: string, ...aliases: readonly string[]): Kind => ({ type, title, aliases });

export const kinds: readonly Kind[] = [
  kind('microsoft.web/sites', 'web app', 'webapp', 'app service', 'site', 'function app'),
  kind('microsoft.web/serverfarms', 'plan', 'app service plan', 'service plan'),
  kind('microsoft.insights/components', 'application insights', 'app insights', 'appinsights', 'insights'),
  kind('microsoft.operationalinsights/workspaces', 'log analytics', 'workspace', 'log analytics workspace', 'logs'),
  kind('microsoft.dbforpostgresql/flexibleservers', 'postgresql', 'postgres', 'pg', 'flexible server'),
  kind('microsoft.dbformysql/flexibleservers', 'mysql'),
  kind('microsoft.sql/servers/databases', 'sql database', 'sql', 'azure sql', 'mssql'),
  kind('microsoft.documentdb/databaseaccounts', 'cosmos db', 'cosmos', 'cosmosdb'),
  kind('microsoft.cache/redis', 'redis', 'cache', 'redis cache'),
  kind('microsoft.storage/storageaccounts', 'storage', 'storage account', 'blob storage'),
  kind('microsoft.containerservice/managedclusters', 'aks', 'kubernetes', 'cluster', 'k8s'),
  kind('microsoft.app/containerapps', 'container app', 'containerapp', 'aca'),
  kind('microsoft.containerregistry/registries', 'container registry', 'registry', 'acr'),
  kind('microsoft.keyvault/vaults', 'key vault', 'keyvault', 'vault'),
  kind('microsoft.compute/virtualmachines', 'virtual machine', 'vm'),
  kind('microsoft.compute/virtualmachinescalesets', 'scale set', 'vmss'),
  kind('microsoft.servicebus/namespaces', 'service bus', 'servicebus'),
  kind('microsoft.eventhub/namespaces', 'event hub', 'eventhub'),
  kind('microsoft.network/applicationgateways', 'application gateway', 'gateway'),
  kind('microsoft.network/loadbalancers', 'load balancer'),
  kind('microsoft.cdn/profiles', 'front door', 'cdn'),
  kind('microsoft.cognitiveservices/accounts', 'azure openai', 'openai', 'ai services'),
  kind('microsoft.apimanagement/service', 'api management', 'apim'),
];

/** The kind's name for people; the type itself where it has none. */
export function kindTitle(type: string): string {
  return kinds.find((one) => one.type === type)?.title ?? type;
}

/** Types a name can mean: a title, an alias, a plural of them, or a type itself; undefined: none. */
export function typeNamed(name: string, types: readonly string[]): string | undefined {
  const wanted = name.trim().toLowerCase().replaceAll(/\s+/gu, ' ');
  const singular = wanted.replace(/s$/u, '');
  const found = kinds.find((one) =>
    [one.type, one.title, ...one.aliases].some((its) => its === wanted || its === singular || its === `${singular}s`),
  );
  return found?.type ?? types.find((type) => type === wanted);
}

/** Every name of kinds that occur among `types`, for "did you mean". */
export function kindNames(types: ReadonlySet<string>): readonly string[] {
  const known = kinds.filter((one) => types.has(one.type));
  return [...known.map((one) => one.title), ...known.flatMap((one) => one.aliases), ...types];
}
