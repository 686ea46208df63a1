import { beyondTheSpecification, logsSamplesRead, withTypedRows } from './logs.ts';
import type { Exchange } from './openapi.ts';
import { openContract } from './openapi.ts';
import {
  azureAlertsSent,
  azureListingRead,
  azureSamplesRead,
  type Checked,
  sentryHooksSent,
  sentrySamplesRead,
  sonarcloudSampleRead,
} from './samples.ts';
import type { JsonObject } from './schema.ts';

/** A contract, and the least number of messages that must have been held against it. */
export interface ContractRow {
  readonly name: string;
  readonly least: number;
  readonly check: (folder: URL, exchanges: readonly Exchange[]) => Checked & { readonly elsewhere?: number };
}

/** What a path of the demo's server is with the real system; undefined: it is another system's. */
type Strip = (path: string, exchange: Exchange) => string | undefined;

const after =
  (prefix: RegExp) =>
  (path: string): string | undefined =>
    prefix.test(path) ? path.replace(prefix, '') : undefined;

const arm = after(/^\/azure\/arm(?=\/)/u);
// The region is part of the host's name.
const regional = after(/^\/azure\/metrics\/[^/]+(?=\/)/u);
const logs = after(/^\/azure\/logs\/v1(?=\/)/u);
const jira = after(/^\/jira(?=\/rest\/)/u);
const sentry = after(/^\/sentry(?=\/api\/)/u);
const teams = after(/^\/teams(?=\/v3\/)/u);

/** The counts were seen on the day they were written down; fewer means that something is not exercised any more. */
export const contracts: readonly ContractRow[] = [
  { name: 'Azure metrics, getBatch', least: 70, check: byPaths('azure/metrics/metricBatch.json', regional) },
  { name: 'Azure metric definitions', least: 22, check: byPaths('azure/metrics/arm/metricDefinitions_API.json', arm) },
  { name: 'Azure Resource Graph', least: 16, check: byPaths('azure/resource-graph/resourcegraph.json', arm) },
  {
    name: 'Azure logs, queries',
    least: 60,
    check: byPaths('azure/logs/OperationalInsights.json', logs, beyondTheSpecification, withTypedRows),
  },
  { name: 'Azure logs, samples read', least: 4, check: (folder) => logsSamplesRead(new URL('azure/logs/examples/', folder)) },
  // Whoever is not known to JIRA gets a line of text from what stands before it, whatever the specification says.
  {
    name: 'JIRA REST',
    least: 12,
    check: byPaths('jira/jira-v3-subset.openapi.json', (path, one) => (one.status === 401 ? undefined : jira(path))),
  },
  { name: 'Sentry REST', least: 14, check: byPaths('sentry/sentry-subset.openapi.json', sentry) },
  // Mentions and client information carry more than the base Entity that an Activity's definition names.
  { name: 'Teams connector', least: 68, check: byPaths('teams/ConnectorAPI.json', teams, ['Entity']) },
  { name: 'Teams activities to the bot', least: 22, check: activities },
  { name: 'Azure alerts, sent', least: 4, check: (folder, all) => azureAlertsSent(new URL('azure/alerts/', folder), all) },
  { name: 'Azure alerts, samples read', least: 27, check: (folder) => azureSamplesRead(new URL('azure/alerts/', folder)) },
  {
    name: 'Azure alerts, listing read',
    least: 2,
    check: (folder) => azureListingRead(new URL('azure/alerts-management/examples/', folder)),
  },
  { name: 'Azure Alerts Management', least: 10, check: byPaths('azure/alerts-management/AlertsManagement.json', arm) },
  { name: 'Sentry hooks, sent', least: 4, check: (folder, all) => sentryHooksSent(new URL('sentry/webhooks/', folder), all) },
  { name: 'Sentry hooks, samples read', least: 6, check: (folder) => sentrySamplesRead(new URL('sentry/webhooks/', folder)) },
  { name: 'SonarCloud hook, sample read', least: 1, check: (folder) => sonarcloudSampleRead(new URL('sonarcloud/', folder)) },
];

function byPaths(
  file: string,
  strip: Strip,
  open: readonly string[] = [],
  amend?: (document: JsonObject) => JsonObject,
): ContractRow['check'] {
  return (folder, exchanges) => {
    const contract = openContract(new URL(file, folder), open, amend);
    const verdicts = exchanges.flatMap((exchange) => {
      const path = strip(exchange.path, exchange);
      const verdict = path === undefined ? undefined : contract.check({ ...exchange, path });
      return verdict === undefined || verdict.kind === 'not in the contract' ? [] : [verdict];
    });
    return {
      messages: verdicts.reduce((sum, one) => sum + one.messages, 0),
      faults: verdicts.flatMap((one) => one.faults),
      elsewhere: contract.elsewhere,
    };
  };
}

function activities(folder: URL, exchanges: readonly Exchange[]): Checked {
  const contract = openContract(new URL('teams/ConnectorAPI.json', folder), ['Entity']);
  const sent = exchanges.filter((one) => one.path === '/api/messages' && one.status < 400);
  return { messages: sent.length, faults: sent.flatMap((one) => contract.checkDefinition(one.request, 'Activity')) };
}
