import { describe, expect, it } from 'vitest';
import { configFrom } from '../../test/fakes/config.ts';

const slackOnly = 'slack: { botToken: "${BOT}", appToken: "${APP}" }';
const slackVariables = { BOT: 'xoxb-1', APP: 'xapp-1' };

describe('the configuration of incidents', () => {
  it('reads the rules of triage, each with its line', () => {
    const { config } = configFrom(
      `${slackOnly}
incidents:
  defaultRoute: ["slack:#incidents"]
  groupWait: { P1: 5s, default: 20s }
  hold:
    - { match: { source: sentry, level: [warning, info] }, times: 2 }
  inhibit:
    - source: { rule: database-down }
      target: { severity: [P2, P3], tier: 3 }
      equal: [service]
  maintenance:
    - { match: { service: "shop-*" }, at: "sun 02:00", timeZone: Europe/Berlin, lasts: 2h, reason: restart }
services: { shop-web: {} }
`,
      slackVariables,
    );
    const { groupWait, hold, inhibit, maintenance } = config.incidents;
    expect(groupWait).toEqual({ P0: 0, P1: 5_000, P2: 20_000, P3: 20_000 });
    expect(hold).toEqual([
      {
        match: { source: ['sentry'], level: ['warning', 'info'] },
        times: 2,
        withinMs: 600_000,
        rule: { path: 'incidents.hold[0]', line: 6 },
      },
    ]);
    expect(inhibit).toEqual([
      {
        source: { rule: ['database-down'] },
        target: { severity: ['P2', 'P3'], tier: ['3'] },
        equal: ['service'],
        rule: { path: 'incidents.inhibit[0]', line: 8 },
      },
    ]);
    expect(maintenance).toMatchObject([
      {
        match: { service: ['shop-*'] },
        reason: 'restart',
        times: { kind: 'recurring', cron: '0 2 * * 0', timeZone: 'Europe/Berlin', lastsMs: 7_200_000 },
        rule: { path: 'incidents.maintenance[0]', line: 12 },
      },
    ]);
  });

  it('need not be written: everything has a sensible value', () => {
    expect(configFrom('').config.incidents).toEqual({
      defaultRoute: [],
      routes: [],
      timeZone: 'UTC',
      groupWait: { P0: 0, P1: 10_000, P2: 10_000, P3: 10_000 },
      groupInterval: 60_000,
      repeat: 14_400_000,
      reopenWithin: 1_800_000,
      resolveAfter: 300_000,
      linkHosts: [],
      hold: [{ match: { source: ['sentry'], severity: ['P3'] }, times: 3, withinMs: 600_000, rule: { path: 'incidents.hold (built in)' } }],
      expire: [],
      inhibit: [],
      maintenance: [],
    });
  });

  it('knows the same window again wherever it stands in the list', () => {
    const idOf = (before: string): string | undefined =>
      configFrom(
        `incidents:\n  maintenance:\n${before}    - { match: { service: a }, at: "sun 02:00", lasts: 2h }\nservices: { a: {}, b: {} }\n`,
      ).config.incidents.maintenance.at(-1)?.id;
    expect(idOf('')).toMatch(/^S-[0-9a-f]{8}$/u);
    expect(idOf('    - { match: { service: b }, at: "mon 02:00", lasts: 1h }\n')).toBe(idOf(''));
  });
});
