import type { Resource } from '../../core/model/resource.ts';

/** What a call's target names: "pg-orders.postgres.database.azure.com | orders", "https://shop.azurewebsites.net/cart", "cache:6379". */
export interface Target {
  /** In lower case, without scheme, port and path. */
  readonly host: string;
  /** In lower case. */
  readonly database: string | undefined;
}

/** Beginning of the type of what answers at such hosts: names are unique within a type of Azure's, not across. */
const answering: readonly (readonly [string, string])[] = [
  ['.postgres.database.azure.com', 'microsoft.dbforpostgresql/'],
  ['.mysql.database.azure.com', 'microsoft.dbformysql/'],
  ['.database.windows.net', 'microsoft.sql/'],
  ['.redis.cache.windows.net', 'microsoft.cache/'],
  ['.core.windows.net', 'microsoft.storage/'],
  ['.documents.azure.com', 'microsoft.documentdb/'],
  ['.vault.azure.net', 'microsoft.keyvault/'],
  ['.servicebus.windows.net', 'microsoft.servicebus/'],
  ['.search.windows.net', 'microsoft.search/'],
  ['.openai.azure.com', 'microsoft.cognitiveservices/'],
  ['.azurewebsites.net', 'microsoft.web/sites'],
  ['.azurecontainerapps.io', 'microsoft.app/'],
  ['.azurecr.io', 'microsoft.containerregistry/'],
];
/** Hosts whose first part is the name of a resource or of a service: Azure's, and those within a cluster. */
const named =
  /(?:\.(?:azure\.(?:com|net|us|cn)|windows\.net|azurewebsites\.net|azurecontainerapps\.io|azurecr\.io|azure-api\.net|usgovcloudapi\.net|chinacloudapi\.cn|svc|local|internal)|^[^.]+)$/u;
/** What every application on Azure calls, and what is the application's own machine: nothing can be told by it. */
const tellingNothing =
  /^(?:localhost|127\..*|169\.254\..*|\[?::1\]?|login\.microsoftonline\.com|login\.windows\.net|management\.azure\.com|dc\.services\.visualstudio\.com|.*\.applicationinsights\.azure\.com|.*\.monitor\.azure\.com)$/u;

/** undefined: nothing can be told by it. */
export function readTarget(text: string): Target | undefined {
  const [address = '', database = ''] = text
    .toLowerCase()
    .split('|')
    .map((part) => part.trim());
  const host = address
    .replace(/^(?:[a-z][a-z0-9+.-]*:\/\/|tcp:)/u, '')
    .replace(/^[^/@]*@/u, '')
    .split(/[/?,\\:]/u)[0];
  if (host === undefined || host === '' || tellingNothing.test(host)) return undefined;
  // "cid-v1:…" is Application Insights' own mark of the other application.
  return { host, database: database === '' || database.includes(':') ? undefined : database };
}

/** The first part of the host, where that is the name of something; undefined: a host of somebody else's. */
export const hostNameOf = ({ host }: Target): string | undefined => (named.test(host) ? host.split('.')[0] : undefined);

/** The resource that answers there: the database before its server, the first by its id where several have the name. */
export function resourceOf(target: Target, resources: readonly Resource[]): Resource | undefined {
  const name = hostNameOf(target);
  if (name === undefined) return undefined;
  const [, type = ''] = answering.find(([suffix]) => target.host.endsWith(suffix)) ?? [];
  const fitting = resources.filter((one) => one.type.startsWith(type) && !one.type.startsWith('microsoft.insights/')).toSorted(byId);
  const child = target.database === undefined ? undefined : `/${name}/databases/${target.database}`;
  return (
    (child === undefined ? undefined : fitting.find(({ id }) => id.toLowerCase().endsWith(child))) ??
    fitting.find((one) => one.name.toLowerCase() === name)
  );
}

const byId = (one: Resource, other: Resource): number => (one.id < other.id ? -1 : Number(one.id > other.id));
