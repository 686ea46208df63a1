import type { Config } from './load.ts';

/** In every cloud of Azure; what an alert is of leads there. */
const portals = ['portal.azure.com', 'portal.azure.us', 'portal.azure.cn'];

/** The hosts that alerts may lead people to: Azure's portals, the connected systems, and `incidents.linkHosts`. */
export function linkHostsOf({
  sentry,
  sonarcloud,
  jira,
  incidents,
}: Pick<Config, 'incidents' | 'jira' | 'sentry' | 'sonarcloud'>): readonly string[] {
  const systems = [
    ...(sentry === undefined ? [] : [sentry.url ?? 'https://sentry.io']),
    ...(sonarcloud === undefined ? [] : [sonarcloud.url ?? 'https://sonarcloud.io']),
    ...(jira === undefined ? [] : [jira.host]),
  ];
  return [...portals, ...systems.map((url) => new URL(url).hostname), ...incidents.linkHosts];
}
