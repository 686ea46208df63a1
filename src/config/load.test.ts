import { describe, expect, it } from 'vitest';
import { configFrom, faultsIn } from '../../test/fakes/config.ts';
import { ConfigFault } from './faults.ts';

const slackOnly = 'slack: { botToken: "${BOT}", appToken: "${APP}" }';
const slackVariables = { BOT: 'xoxb-1', APP: 'xapp-1' };
const workspaceId = '77777777-8888-4999-8aaa-bbbbbbbbbbbb';

describe('a configuration', () => {
  it('of a few lines is enough, and everything else has a sensible value', () => {
    const { config, secrets } = configFrom(
      `${slackOnly}\nazure: {}\nservices:\n  checkout:\n    resources: [{ group: rg-shop }]\n`,
      slackVariables,
    );
    expect(config.slack).toEqual({ botToken: 'xoxb-1', appToken: 'xapp-1', signingSecret: [] });
    expect(config.azure).toEqual({ subscriptions: [], resourceGroups: [], tags: {}, workspaces: {}, endpoints: {}, budget: 0.5 });
    expect(config.services).toEqual([
      {
        name: 'checkout',
        title: 'checkout',
        tier: 3,
        environment: 'production',
        owners: [],
        resources: [{ group: 'rg-shop' }],
        dependsOn: [],
        kpis: {},
      },
    ]);
    expect(config.server).toEqual({ port: 3978, bind: '127.0.0.1', webhookLimit: 60_000 });
    expect(config.store.folder).toBe('/srv/tocsin/data');
    expect(config.incidents).toMatchObject({ defaultRoute: [], routes: [], resolveAfter: 300_000, timeZone: 'UTC', inhibit: [] });
    expect(config.access).toEqual({ default: 'viewer', roles: { responder: [], admin: [] } });
    expect(secrets).toEqual(['xoxb-1', 'xapp-1']);
  });

  it('reads how queries are bounded, hidden and allowed', () => {
    const yaml = `${slackOnly}
azure: { workspaces: { default: ${workspaceId.toUpperCase()} } }
services: { checkout: { workspace: default } }
queries:
  longest: { viewer: 1d }
  redact: { builtIn: [emails], patterns: { numbers: 'CUST-\\d{6}' } }
  channels: { "slack:#ops": [checkout] }
`;
    const { config } = configFrom(yaml, slackVariables);
    expect(config.azure?.workspaces).toEqual({ default: workspaceId });
    expect(config.services[0]?.workspace).toBe('default');
    expect(config.queries).toEqual({
      longest: { viewer: 86_400_000, responder: 30 * 86_400_000, admin: 90 * 86_400_000 },
      redact: { builtIn: ['emails'], patterns: { numbers: 'CUST-\\d{6}' } },
      channels: [{ channel: { platform: 'slack', channel: '#ops' }, services: ['checkout'] }],
    });
  });

  it('may be empty: then only the terminal can be used, and `start` says so', () => {
    expect(configFrom('').config.services).toEqual([]);
    expect(configFrom('# nothing yet\n').config.slack).toBeUndefined();
  });

  it('reads targets, durations and times of digests', () => {
    const { config } = configFrom(
      `${slackOnly}
services: { checkout: {}, orders: {} }
incidents:
  defaultRoute: ["slack:#incidents"]
  routes: [{ match: { service: checkout, severity: P1 }, to: ["slack:#ops"] }]
  resolveAfter: 1h30m
digests:
  - { at: "mon,wed 08:30", timeZone: Europe/Berlin, of: [checkout], to: ["slack:#ops"] }
  - { cron: "0 9 * * *", to: ["slack:C0123"] }
`,
      slackVariables,
    );
    expect(config.incidents).toMatchObject({
      defaultRoute: [{ platform: 'slack', channel: '#incidents' }],
      routes: [{ match: { service: 'checkout', severity: 'P1' }, to: [{ platform: 'slack', channel: '#ops' }] }],
      timeZone: 'UTC',
      resolveAfter: 5_400_000,
    });
    expect(config.digests).toMatchObject([
      { cron: '30 8 * * 1,3', timeZone: 'Europe/Berlin', services: ['checkout'], targets: [{ platform: 'slack', channel: '#ops' }] },
      { cron: '0 9 * * *', timeZone: 'UTC', services: undefined, targets: [{ platform: 'slack', channel: 'C0123' }] },
    ]);
  });

  it('gives a digest an id that stays when others are added before it', () => {
    const one = '{ at: "daily 09:00", to: ["slack:#ops"] }';
    const other = '{ at: "daily 10:00", to: ["slack:#ops"] }';
    const ids = (list: string): readonly string[] =>
      configFrom(`${slackOnly}\ndigests: [${list}]`, slackVariables).config.digests.map(({ id }) => id);
    expect(ids(`${other}, ${one}`)[1]).toBe(ids(one)[0]);
    expect(ids(one)[0]).toMatch(/^config-[0-9a-f]{8}$/u);
    expect(new Set(ids(`${one}, ${other}`)).size).toBe(2);
  });

  it('takes the port from TOCSIN_PORT before its own', () => {
    expect(configFrom('server: { port: 4000 }', { TOCSIN_PORT: '4001' }).config.server.port).toBe(4001);
    expect(faultsIn('', { TOCSIN_PORT: 'http' })).toEqual(['$TOCSIN_PORT: must be a port, 0 to 65535']);
  });

  it('keeps its data beside the file, or where an absolute folder says', () => {
    expect(configFrom('store: { url: "file:../state" }').config.store.folder).toBe('/srv/state');
    expect(configFrom('store: { url: "file:/var/lib/tocsin" }').config.store.folder).toBe('/var/lib/tocsin');
    expect(faultsIn('store: { url: "file://data" }')).toEqual([
      'store.url: must be file:FOLDER, such as file:data or file:/var/lib/tocsin, or postgres://USER:${PASSWORD}@HOST/DATABASE',
    ]);
  });
});

describe('a faulty configuration', () => {
  it('tells every fault at once, each with its path, line and column, in the order of the file', () => {
    const yaml = `services:
  checkout:
    tier: 7
    owner: [ana@example.com]
    resources: [{ group: 3 }]
slack:
  botToken: "\${BOT}"
incidents:
  routes:
    - match: { service: chekout }
      to: ["teams:19:x"]
servers: {}
`;
    const faults = captured(() => configFrom(yaml));
    expect(faults.message).toMatchInlineSnapshot(`
      "/srv/tocsin/tocsin.yaml:3:5 services.checkout.tier: must be at most 5
      /srv/tocsin/tocsin.yaml:4:5 services.checkout.owner: unknown key; did you mean owners?
      /srv/tocsin/tocsin.yaml:5:19 services.checkout.resources[0].group: must be text (put it in quotes)
      /srv/tocsin/tocsin.yaml:6:1 slack: needs appToken (Socket Mode) or signingSecret (events over HTTP)
      /srv/tocsin/tocsin.yaml:7:3 slack.botToken: the variable BOT is not set
      /srv/tocsin/tocsin.yaml:10:16 incidents.routes[0].match.service: there is no service of this name; did you mean checkout?
      /srv/tocsin/tocsin.yaml:11:12 incidents.routes[0].to[0]: posts to teams, which is not configured
      /srv/tocsin/tocsin.yaml:12:1 servers: unknown key; did you mean server?"
    `);
  });

  it.each([
    ['telemetry: { sampling: 1 }', 'telemetry: not built yet; remove it'],
    ['incidents: { escalation: {} }', 'incidents.escalation: not built yet; remove it'],
  ])('says of %s that it is not built yet', (yaml, fault) => {
    expect(faultsIn(yaml, { T: 'x' })).toEqual([fault]);
  });

  it.each([
    ['azure: { budget: 0 }', 'azure.budget: must be above 0'],
    ['azure: { budget: 1.5 }', 'azure.budget: must be at most 1'],
    ['azure: { budget: half }', 'azure.budget: must be a number'],
    [
      'services: { checkout: { resources: [{}] } }',
      'services.checkout.resources[0]: matches everything; give an id, a type, a group or tags',
    ],
    [
      'services: { checkout: { dependsOn: [chekout] } }',
      'services.checkout.dependsOn[0]: there is no service of this name; did you mean checkout?',
    ],
    [
      'services: { checkout: { kpis: { responsetime: { target: 1 } } } }',
      'services.checkout.kpis.responsetime: there is no KPI of this name; did you mean responseTime?',
    ],
    [
      'services: { checkout: { kpis: { cpu: { target: 90, critical: 10 } } } }',
      'services.checkout.kpis.cpu: its target (90) must not be above its critical (10): lower is better',
    ],
    [
      'services: { checkout: { kpis: { responseTime: { target: 3000 } } } }',
      'services.checkout.kpis.responseTime: its target (3000) must not be above its critical (2000, which is built in): lower is better',
    ],
    [
      'services: { checkout: { kpis: { availability: { target: 95, critical: 99 } } } }',
      'services.checkout.kpis.availability: its target (95) must not be below its critical (99): higher is better',
    ],
    [
      'services: { checkout: { sentry: shop }, orders: { sentry: shop }, stock: {}, mail: {} }',
      'services.orders.sentry: is the Sentry project of checkout already; its alerts can belong to one service',
    ],
    ['services: { "a, b": {} }', 'services["a, b"]: must be a name of letters, digits, spaces and . _ - (60 at most)'],
    ['services: { "my shop": { tier: one } }', 'services["my shop"].tier: must be a number'],
    ['services: { checkout: }', 'services.checkout: has no value'],
    ['services: [checkout]', 'services: must be a group of keys'],
    ['- services', 'must be a group of keys, such as services: and slack:'],
    ['log: { level: inf }', 'log.level: must be debug, info, warn or error; did you mean info?'],
    [
      'access: { roles: { admin: [ana] } }',
      'access.roles.admin[0]: must be a person: "slack:U012AB3CD", "teams:<Entra object id>" or an e-mail address',
    ],
    ['incidents: { resolveAfter: soon }', 'incidents.resolveAfter: must be a length of time such as 90s, 5m or 2h'],
    [
      'incidents: { defaultRoute: ["#ops"] }',
      'incidents.defaultRoute[0]: must be a platform and a channel: "slack:#ops" or "teams:19:…@thread.tacv2"',
    ],
    [
      'incidents: { defaultRoute: ["slak:#ops"] }',
      'incidents.defaultRoute[0]: must begin with slack: or teams:, the platform of the channel',
    ],
    ['server: { publicUrl: http://tocsin.example.com }', 'server.publicUrl: must begin with https:// (plain http only towards loopback)'],
    ['server: { publicUrl: "https://me:pw@example.com" }', 'server.publicUrl: must not hold a user name or password'],
    ['server: { publicUrl: tocsin.example.com }', 'server.publicUrl: must be a URL such as https://example.com'],
    ['incidents: { timeZone: Berlin }', 'incidents.timeZone: is no time zone; write an IANA name such as Europe/Berlin'],
    [
      'azure: { workspaces: { default: central-logs } }',
      'azure.workspaces.default: must be a workspace id (a GUID, on the overview of the workspace), not its name or resource id',
    ],
    [
      `azure: { workspaces: { "a b": ${workspaceId} } }`,
      'azure.workspaces["a b"]: must be a name of letters, digits and . _ - (60 at most)',
    ],
    [
      `azure: { workspaces: { central: ${workspaceId} } }\nservices: { checkout: { workspace: centrl } }`,
      'services.checkout.workspace: is neither a name of azure.workspaces nor a workspace id; did you mean central?',
    ],
    [
      'services: { checkout: { workspace: logs } }',
      'services.checkout.workspace: is neither a name of azure.workspaces nor a workspace id; there are none',
    ],
    ['queries: { longest: { viewer: week } }', 'queries.longest.viewer: must be a length of time such as 90s, 5m or 2h'],
    ['queries: { longest: { guest: 7d } }', 'queries.longest.guest: unknown key; there are viewer, responder, admin'],
    [
      'queries: { redact: { builtIn: [email] } }',
      'queries.redact.builtIn[0]: must be tokens, emails, addresses or connectionStrings; did you mean emails?',
    ],
    [
      'queries: { redact: { patterns: { numbers: "[0-9" } } }',
      'queries.redact.patterns.numbers: is no regular expression in the syntax of RE2, which has neither (?=…) nor (?<=…) nor \\1',
    ],
    [
      'queries: { redact: { patterns: { numbers: "\\\\d*" } } }',
      'queries.redact.patterns.numbers: matches the empty text, so it would hide everything',
    ],
    [
      'queries: { channels: { "#ops": [checkout] } }\nservices: { checkout: {} }',
      'queries.channels["#ops"]: must be a platform and a channel: "slack:#ops" or "teams:19:…@thread.tacv2"',
    ],
    [
      'queries: { channels: { "slack:#ops": [checkout] } }\nservices: { checkout: {} }',
      'queries.channels["slack:#ops"]: names a channel of a chat that is not configured',
    ],
    ['server: { port: 70000 }', 'server.port: must be at most 65535'],
  ])('names what is wrong with %s', (yaml, fault) => {
    expect(faultsIn(yaml)).toEqual([fault]);
  });

  it.each([
    ['{ to: ["slack:#ops"] }', 'digests[0]: needs a time: either at or cron'],
    ['{ at: "daily 09:00", cron: "0 9 * * *", to: ["slack:#ops"] }', 'digests[0]: needs a time: either at or cron'],
    ['{ at: "every day", to: ["slack:#ops"] }', 'digests[0].at: must be days and a time, such as "daily 09:00" or "mon,wed 08:30"'],
    [
      '{ cron: "0 25 * * *", to: ["slack:#ops"] }',
      'digests[0].cron: must be five cron fields that some day fulfils, such as 30 8 * * mon-fri',
    ],
    [
      '{ at: "daily 09:00", timeZone: Berlin, to: ["slack:#ops"] }',
      'digests[0].timeZone: is no time zone; write an IANA name such as Europe/Berlin',
    ],
    ['{ at: "daily 09:00", of: [shop], to: ["slack:#ops"] }', 'digests[0].of[0]: there is no service of this name; there are none'],
    ['{ at: "daily 09:00", to: [] }', 'digests[0].to: names no channel'],
    ['{ at: "daily 09:00", as: executive, to: ["slack:#ops"] }', 'digests[0].as: not built yet; remove it'],
  ])('names what is wrong with the digest %s', (digest, fault) => {
    expect(faultsIn(`${slackOnly}\ndigests: [${digest}]`, slackVariables)).toEqual([fault]);
  });

  it('finds keys that are given twice', () => {
    const faults = captured(() => configFrom('log: { level: info }\nserver: {}\nlog: { level: warn }\n'));
    expect(faults.faults).toEqual([{ path: ['log'], message: 'is given twice', line: 3, column: 1 }]);
  });

  it('tells where YAML itself is broken', () => {
    const faults = captured(() => configFrom('services:\n  checkout: [1,\n'));
    expect(faults.faults[0]).toMatchObject({ line: 3, column: 1, path: [] });
  });

  it('refuses a file whose anchors unfold without end', () => {
    const bomb = Array.from(
      { length: 12 },
      (_, level) => `a${level}: &a${level} [${level === 0 ? 'x' : `*a${level - 1}, `.repeat(9)}]`,
    ).join('\n');
    expect(faultsIn(bomb)).toEqual(['its anchors (&, *) are missing or repeated too often']);
  });

  it('asks for a place for alerts that are taken', () => {
    const yaml = `${slackOnly}\nazure: { webhook: { secret: "\${HOOK}" } }`;
    expect(faultsIn(yaml, { ...slackVariables, HOOK: 'a-secret-of-the-webhook' })).toEqual([
      'incidents.defaultRoute: is missing: alerts are taken, so say where incidents are posted that no route matches',
    ]);
  });
});

function captured(load: () => unknown): ConfigFault {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigFault) return error;
    throw error;
  }
  throw new Error('no fault was found');
}
