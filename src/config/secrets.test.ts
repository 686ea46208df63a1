import { describe, expect, it } from 'vitest';
import { configFrom, faultsIn } from '../../test/fakes/config.ts';
import { configJsonSchema, isSecret, type SchemaNode } from './json-schema.ts';

const slack = 'slack: { botToken: "${BOT}", appToken: "${APP}", signingSecret: ["${NEW}", "${OLD}"] }';

describe('secrets', () => {
  it('come from the environment, and are known to whoever redacts logs', () => {
    const { config, secrets } = configFrom(slack, { BOT: 'xoxb-1', APP: 'xapp-1', NEW: 'new', OLD: 'old' });
    expect(config.slack).toEqual({ botToken: 'xoxb-1', appToken: 'xapp-1', signingSecret: ['new', 'old'] });
    expect(secrets).toEqual(['xoxb-1', 'xapp-1', 'new', 'old']);
  });

  it('are refused in the file itself, without repeating them', () => {
    const faults = faultsIn('slack: { botToken: xoxb-hidden, signingSecret: [hunter2] }');
    expect(faults).toEqual([
      'slack.botToken: is a secret: write ${SLACK_BOT_TOKEN} here, and set that variable in the environment',
      'slack.signingSecret[0]: is a secret: write ${SLACK_SIGNING_SECRET} here, and set that variable in the environment',
    ]);
  });

  it('are named one by one when their variables are missing or empty', () => {
    expect(faultsIn(slack, { BOT: 'xoxb-1', APP: '', OLD: 'old' })).toEqual([
      'slack.appToken: the variable APP is empty',
      'slack.signingSecret[0]: the variable NEW is not set',
    ]);
  });

  it('are not asked for where none is needed', () => {
    const azure =
      'azure: { credential: { tenantId: "${TENANT}", clientId: c, clientSecret: "${SECRET}" }, webhook: { secret: "${HOOK}" } }';
    const incidents = 'incidents: { defaultRoute: ["slack:#ops"] }';
    const { config, secrets } = configFrom(`${slack}\n${azure}\n${incidents}\nserver: { publicUrl: "\${URL}" }`, {}, 'no secrets');
    expect(config.slack?.appToken).toBeDefined();
    expect(secrets).toEqual([]);
    expect(faultsIn('slack: { botToken: "${BOT TOKEN}", appToken: "${APP}" }', {}, 'no secrets')).toEqual([
      'slack.botToken: is a secret: write ${SLACK_BOT_TOKEN} here, and set that variable in the environment',
    ]);
  });

  it('stay out of every message, whatever is wrong with them', () => {
    const variables = { A: 'hunter2 and more', B: 'hunter2' };
    const yaml = `azure: { webhook: { secret: "\${A}" } }
server: { publicUrl: "\${B}", bind: "\${B" }
store: { url: "\${B}" }
log: { level: "\${B}" }
access: { default: "\${B}", roles: { admin: ["\${B}"] } }
incidents: { defaultRoute: ["\${B}"], resolveAfter: "\${B}" }
digests: [{ at: "\${B}", of: ["\${B}"], timeZone: "\${B}", to: ["\${B}:x"] }]
`;
    const faults = faultsIn(yaml, variables);
    expect(faults).toHaveLength(10);
    expect(faults.join('\n')).not.toMatch(/hunter/u);
  });

  it('are all those that the schema marks', () => {
    expect(secretsOf(configJsonSchema(), '')).toEqual([
      'azure.credential.clientSecret',
      'azure.webhook.secret',
      'slack.botToken',
      'slack.appToken',
      'slack.signingSecret',
      'teams.appPassword',
      'sentry.token',
      'sentry.clientSecret',
      'alertmanager.token',
      'alertmanager.password',
      'sonarcloud.token',
      'sonarcloud.webhookSecret',
      'jira.token',
    ]);
  });
});

describe('a variable', () => {
  it('may stand in any text, also as a part of it', () => {
    expect(configFrom('server: { publicUrl: "https://${HOST}/tocsin" }', { HOST: 'example.com' }).config.server.publicUrl).toBe(
      'https://example.com/tocsin',
    );
  });

  it('needs a name that a shell can set', () => {
    expect(faultsIn('server: { bind: "${MY-HOST}" }', { 'MY-HOST': 'x' })).toEqual([
      'server.bind: must name a variable as ${NAME}: letters, digits and _',
    ]);
  });
});

function secretsOf(node: SchemaNode, path: string): readonly string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return isSecret(child) ? [here] : secretsOf(child, here);
  });
}
