import { channels, secrets, teamsWorld } from '../../../emulators/world.ts';
import type { Config } from '../../../src/config/load.ts';
import { configFrom } from '../../fakes/config.ts';
import { services } from './orders.ts';

/** The secrets that the configuration names. */
export const variables: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: secrets.slackBotToken,
  SLACK_APP_TOKEN: secrets.slackAppToken,
  SLACK_SIGNING_SECRET: secrets.slackSigning,
  TEAMS_APP_PASSWORD: secrets.teamsPassword,
  ALERTMANAGER_TOKEN: secrets.alertmanager,
  SENTRY_CLIENT_SECRET: secrets.sentry,
};

/** What a user would write to watch `services`, with the chats at this address; nothing waits for company. */
export function wayText(chats: string): string {
  const room = channels.find((one) => one.name === 'incidents');
  return `services:
${services.map((name) => `  ${name}: { resources: [{ group: rg-${name} }], labels: { service: ${name} }, sentry: ${name} }\n`).join('')}
slack:
  botToken: \${SLACK_BOT_TOKEN}
  appToken: \${SLACK_APP_TOKEN}
  signingSecret: \${SLACK_SIGNING_SECRET}
  apiUrl: ${chats}/slack/api
teams:
  appId: ${teamsWorld.appId}
  appPassword: \${TEAMS_APP_PASSWORD}
  tenant: ${teamsWorld.tenant}
  serviceUrl: ${chats}/teams
  endpoints: { login: "${chats}/teams/login", openIdMetadata: "${chats}/teams/openid/configuration", issuer: "${chats}/teams" }
alertmanager:
  token: \${ALERTMANAGER_TOKEN}
sentry:
  organization: example
  clientSecret: \${SENTRY_CLIENT_SECRET}
  url: ${chats}/sentry
incidents:
  defaultRoute: [ "slack:#incidents", "teams:${room?.teamsId}" ]
  groupWait: { P0: 0s, P1: 0s, P2: 0s, P3: 0s, default: 0s }
  groupInterval: 10s
  hold: []
store:
  url: "file:."
`;
}

export const wayConfig = (chats: string): Config => configFrom(wayText(chats), variables).config;
