import { describe, expect, it } from 'vitest';
import { configFrom, faultsIn } from '../../test/fakes/config.ts';

const slack = 'slack: { botToken: "${BOT}", appToken: "${APP}" }';
const variables = { BOT: 'xoxb-1', APP: 'xapp-1' };
const withRules = (rules: string): string => `${slack}
services: { checkout: { tier: 1 }, shop-web: {} }
incidents:
  defaultRoute: ["slack:#incidents"]
  ${rules}
`;
const faults = (rules: string): readonly string[] => faultsIn(withRules(rules), variables);

describe('the names and values that rules match by', () => {
  it.each([
    [
      'hold: [{ match: { sevrity: P3 } }]',
      /hold\[0\]\.match\.sevrity: did you mean severity\? A label that is called so is written labels\.sevrity/u,
    ],
    ['maintenance: [{ match: { Service: x }, at: "sun 02:00", lasts: 1h }]', /maintenance\[0\]\.match\.Service: did you mean service\?/u],
    ['expire: [{ match: { role: worker }, after: 1h }]', /expire\[0\]\.match\.role: did you mean rule\?/u],
    ['inhibit: [{ source: { ruel: x }, target: {} }]', /inhibit\[0\]\.source\.ruel: did you mean rule\?/u],
    ['inhibit: [{ source: {}, target: { resurce: x } }]', /inhibit\[0\]\.target\.resurce: did you mean resource\?/u],
    ['inhibit: [{ source: {}, target: {}, equal: [project, servce] }]', /inhibit\[0\]\.equal\[1\]: did you mean service\?/u],
    ['hold: [{ match: { severity: Sev3 } }]', /severity: there is no severity of this name; there are P0, P1, P2, P3/u],
    ['hold: [{ match: { source: [azure, sentri] } }]', /source: there is no source of this name; did you mean sentry\?/u],
    ['hold: [{ match: { tier: 6 } }]', /tier: there is no tier of this name; there are 1, 2, 3, 4, 5/u],
    ['hold: [{ match: { service: chekout } }]', /service: there is no service of this name; did you mean checkout\?/u],
    ['hold: [{ match: { service: "web-*" } }]', /service: there is no service of this name/u],
  ])('%s is a fault', (rules, message) => {
    expect(faults(rules)).toEqual([expect.stringMatching(message)]);
  });

  it('a channel with a name that no platform has is a fault', () => {
    const rules = `routes: [{ match: {}, to: ["slack:#${'x'.repeat(300)}"] }]`;
    expect(faults(rules)).toEqual([expect.stringContaining('is too long for a channel')]);
  });

  it('may be labels, patterns, any case, and labels that are called like a standard name', () => {
    const rules = `hold: [{ match: { namespace: a, pod: "web-*", labels.role: db, severity: "p*", service: "shop-*", tier: 1 } }]
  inhibit: [{ source: { service: CHECKOUT, source: "sent*" }, target: {}, equal: [instance, labels.env] }]
  expire: [{ match: { rule: "log-*" }, after: 1h }]`;
    const { config } = configFrom(withRules(rules), variables);
    expect(config.incidents.expire).toEqual([
      { match: { rule: ['log-*'] }, afterMs: 3_600_000, rule: { path: 'incidents.expire[0]', line: 7 } },
    ]);
  });
});
