import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockName } from './folder-lock.ts';
import { projectKeyOf, sonarcloudOrganization } from './sonarcloud/index.ts';
import { channels, secrets, teamsWorld, users, webhookRegistration } from './world.ts';

export interface ConfigurationNeeds {
  /** "http://127.0.0.1:4400" */
  readonly baseUrl: string;
  readonly botPort: number;
  readonly subscriptions: readonly string[];
  /** Log Analytics; the first is the one that is asked where none is named. */
  readonly workspaces: readonly { readonly id: string; readonly name: string }[];
  /** URL of a PostgreSQL database, password and all; undefined: the folder is the store. */
  readonly database?: string | undefined;
}

/** What the bot is started with: a folder that holds what a user would have written, and nothing else. */
export interface Configured {
  readonly configFile: string;
  /** The variables of the `env` file. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Writes tocsin.yaml and env into the folder; `keep` keeps the bot's data of the last time. The folder's lock stays in any case. */
export async function writeConfiguration(folder: string, needs: ConfigurationNeeds, keep: 'keep' | 'fresh'): Promise<Configured> {
  await mkdir(folder, { recursive: true });
  if (keep === 'fresh') await empty(folder);
  const variables = variablesFor(needs);
  const configFile = join(folder, 'tocsin.yaml');
  await writeFile(configFile, configurationText(needs));
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(folder, 'env'), lines.join(''), { mode: 0o600 });
  return { configFile, variables };
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(lockName)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function variablesFor(needs: ConfigurationNeeds): Readonly<Record<string, string>> {
  return {
    SLACK_BOT_TOKEN: secrets.slackBotToken,
    SLACK_APP_TOKEN: secrets.slackAppToken,
    SLACK_SIGNING_SECRET: secrets.slackSigning,
    TEAMS_APP_PASSWORD: secrets.teamsPassword,
    AZURE_CLIENT_SECRET: secrets.azureClient,
    AZURE_WEBHOOK_SECRET: secrets.azureWebhook,
    SENTRY_CLIENT_SECRET: secrets.sentry,
    SENTRY_TOKEN: secrets.sentryToken,
    ALERTMANAGER_TOKEN: secrets.alertmanager,
    SONARCLOUD_TOKEN: secrets.sonarcloudToken,
    SONARCLOUD_WEBHOOK_SECRET: secrets.sonarcloud,
    JIRA_TOKEN: secrets.jiraToken,
    TOCSIN_PORT: String(needs.botPort),
    ...(needs.database === undefined ? {} : { TOCSIN_DB_URL: needs.database }),
    TOCSIN_CLOCK_URL: `${needs.baseUrl}/control/bot-clock`,
  };
}

function teamsChannel(name: string): string {
  const channel = channels.find((one) => one.name === name);
  if (channel === undefined) throw new Error(`The demo has no channel called ${name}.`);
  return channel.teamsId;
}

function emailOf(role: string): string {
  return users.find((one) => one.role === role)?.email ?? '';
}

function configurationText(needs: ConfigurationNeeds): string {
  return `# The configuration of the demo's bot: what a user of real systems would write, with base URLs on this machine.
azure:
  credential:
    tenantId: ${secrets.azureTenant}
    clientId: ${secrets.azureClientId}
    clientSecret: \${AZURE_CLIENT_SECRET}
  subscriptions:
${needs.subscriptions.map((id) => `    - ${id}\n`).join('')}  workspaces:
${needs.workspaces.map(({ id, name }, index) => `    ${index === 0 ? 'default' : name}: ${id}\n`).join('')}  endpoints:
    login: ${needs.baseUrl}/azure/login
    arm: ${needs.baseUrl}/azure/arm
    metrics: ${needs.baseUrl}/azure/metrics
    logs: ${needs.baseUrl}/azure/logs
  webhook:
    secret: \${AZURE_WEBHOOK_SECRET}
    entra:
      tenantId: ${webhookRegistration.tenantId}
      audience: ${webhookRegistration.audience}
      role: ${webhookRegistration.role}

services:
${catalogue.map(serviceText).join('')}
slack:
  botToken: \${SLACK_BOT_TOKEN}
  appToken: \${SLACK_APP_TOKEN}
  signingSecret:
    - \${SLACK_SIGNING_SECRET}
  apiUrl: ${needs.baseUrl}/slack/api

teams:
  appId: ${teamsWorld.appId}
  appPassword: \${TEAMS_APP_PASSWORD}
  tenant: ${teamsWorld.tenant}
  serviceUrl: ${needs.baseUrl}/teams
  endpoints:
    login: ${needs.baseUrl}/teams/login
    openIdMetadata: ${needs.baseUrl}/teams/openid/configuration
    issuer: ${needs.baseUrl}/teams

sentry:
  organization: example
  token: \${SENTRY_TOKEN}
  clientSecret: \${SENTRY_CLIENT_SECRET}
  url: ${needs.baseUrl}/sentry

alertmanager:
  token: \${ALERTMANAGER_TOKEN}

sonarcloud:
  organization: ${sonarcloudOrganization}
  token: \${SONARCLOUD_TOKEN}
  webhookSecret: \${SONARCLOUD_WEBHOOK_SECRET}
  url: ${needs.baseUrl}/sonarcloud

jira:
  host: ${needs.baseUrl}/jira
  email: tocsin@example.com
  token: \${JIRA_TOKEN}

incidents:
  defaultRoute:
    - slack:#incidents
    - teams:${teamsChannel('incidents')}
  timeZone: Europe/Berlin
  resolveAfter: 5m

digests:
  - at: daily 07:30
    timeZone: Europe/Berlin
    of: all
    to:
      - slack:#ops
      - teams:${teamsChannel('ops')}

access:
  default: viewer
  roles:
    admin: [${emailOf('admin')}]
    responder: [${emailOf('responder')}]

store:
  url: ${needs.database === undefined ? 'file:data' : '${TOCSIN_DB_URL}'}

server:
  port: ${needs.botPort}
  publicUrl: http://127.0.0.1:${needs.botPort}
`;
}

interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  readonly tier: number;
  readonly owner: string;
  readonly sentry: string;
  readonly jira: string;
  /** Where its logs are, by the name in azure.workspaces. */
  readonly workspace: string;
  /** Of Kubernetes: what its Prometheus labels its alerts with. */
  readonly namespace?: string | undefined;
  readonly dependsOn?: string | undefined;
}

const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'bps-website',
    title: 'BPS website',
    tier: 2,
    owner: 'ben@example.com',
    sentry: 'bps-website',
    jira: 'BPS',
    workspace: 'default',
  },
  {
    name: 'pixcrawler',
    title: 'Pixcrawler',
    tier: 2,
    owner: 'ben@example.com',
    sentry: 'pixcrawler',
    jira: 'PIX',
    workspace: 'default',
    // It publishes what it has crawled in packamal's storage account, as its telemetry shows too.
    dependsOn: 'packamal',
  },
  {
    name: 'packamal',
    title: 'Packamal',
    tier: 1,
    owner: 'ana@example.com',
    sentry: 'packamal',
    jira: 'PACK',
    workspace: 'packamal-logs',
    namespace: 'packamal',
  },
  {
    name: 'compliance',
    title: 'Compliance API',
    tier: 1,
    owner: 'ana@example.com',
    sentry: 'compliance',
    jira: 'COMP',
    workspace: 'log-compliance',
  },
];

function serviceText(service: CatalogueEntry): string {
  return `  ${service.name}:
    title: ${service.title}
    tier: ${service.tier}
    owners: [${service.owner}]
    resources:
      - group: rg-${service.name}
    workspace: ${service.workspace}
    sentry: ${service.sentry}
    sonarcloud: ${projectKeyOf(service.name)}
${service.namespace === undefined ? '' : `    labels: { namespace: ${service.namespace} }\n`}${service.dependsOn === undefined ? '' : `    dependsOn: [${service.dependsOn}]\n`}    jira: { project: ${service.jira} }
`;
}
