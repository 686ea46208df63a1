/** Who and what the demo's world is made of: the same people and channels on both chats. Ids look as the platforms' do. */
export interface EmulatedUser {
  readonly name: string;
  readonly title: string;
  readonly role: 'admin' | 'responder' | 'viewer';
  readonly email: string;
  readonly timeZone: string;
  readonly slackId: string;
  /** Entra object id. */
  readonly aadObjectId: string;
  /** The id the Bot Framework gives the person towards this bot. */
  readonly teamsId: string;
}

export const users: readonly EmulatedUser[] = [
  {
    name: 'ana',
    title: 'Ana Duarte',
    role: 'admin',
    email: 'ana@example.com',
    timeZone: 'Europe/Berlin',
    slackId: 'U0ANA00001',
    aadObjectId: '0a0a0a0a-1111-4111-8111-000000000001',
    teamsId: '29:1ana-tocsin-demo',
  },
  {
    name: 'ben',
    title: 'Ben Okafor',
    role: 'responder',
    email: 'ben@example.com',
    timeZone: 'Africa/Johannesburg',
    slackId: 'U0BEN00001',
    aadObjectId: '0b0b0b0b-2222-4222-8222-000000000002',
    teamsId: '29:1ben-tocsin-demo',
  },
  {
    name: 'eva',
    title: 'Eva Lindqvist',
    role: 'viewer',
    email: 'eva@example.com',
    timeZone: 'Europe/Stockholm',
    slackId: 'U0EVA00001',
    aadObjectId: '0e0e0e0e-3333-4333-8333-000000000003',
    teamsId: '29:1eva-tocsin-demo',
  },
];

export interface EmulatedChannel {
  readonly name: string;
  readonly slackId: string;
  readonly teamsId: string;
}

export const channels: readonly EmulatedChannel[] = [
  { name: 'ops', slackId: 'C0OPS00001', teamsId: '19:ops0000000000000000000000000001@thread.tacv2' },
  { name: 'incidents', slackId: 'C0INC00001', teamsId: '19:inc0000000000000000000000000001@thread.tacv2' },
  { name: 'random', slackId: 'C0RND00001', teamsId: '19:rnd0000000000000000000000000001@thread.tacv2' },
];

export const slackWorld = {
  teamId: 'T0TOCSIN01',
  teamName: 'Tocsin demo',
  botUserId: 'U0TOCSIN01',
  botId: 'B0TOCSIN01',
  appId: 'A0TOCSIN01',
  botName: 'tocsin',
} as const;

export const teamsWorld = {
  tenant: '7e7e7e7e-aaaa-4aaa-8aaa-00000000000a',
  appId: 'b07b07b0-cccc-4ccc-8ccc-00000000000c',
  botId: '28:b07b07b0-cccc-4ccc-8ccc-00000000000c',
  botName: 'Tocsin',
  teamId: '19:team000000000000000000000000001@thread.tacv2',
  teamName: 'Platform',
} as const;

/** The app registration that the secure webhook's tokens are for. */
export const webhookRegistration = {
  tenantId: '7e7e7e7e-aaaa-4aaa-8aaa-00000000000a',
  audience: 'api://a1e27a1e-eeee-4eee-8eee-00000000000e',
  role: 'ActionGroupsSecureWebhook',
} as const;

/** Secrets that only the emulators accept; the demo's configuration names environment variables that hold them. */
export const secrets = {
  slackBotToken: 'xoxb-demo-bot-token',
  slackAppToken: 'xapp-1-A0TOCSIN01-demo-app-token',
  slackSigning: 'demo-slack-signing-secret',
  teamsPassword: 'demo-teams-app-password',
  azureTenant: '7e7e7e7e-aaaa-4aaa-8aaa-00000000000a',
  azureClientId: 'c11e47c1-dddd-4ddd-8ddd-00000000000d',
  azureClient: 'demo-azure-client-secret',
  azureWebhook: 'demo-azure-webhook-secret-0123456789',
  sentry: 'demo-sentry-client-secret',
  sentryToken: 'demo-sentry-token',
  jiraToken: 'demo-jira-token',
  jiraWebhook: 'demo-jira-webhook-secret',
  alertmanager: 'demo-alertmanager-token',
  sonarcloud: 'demo-sonarcloud-webhook-secret',
  sonarcloudToken: 'demo-sonarcloud-token',
} as const;
