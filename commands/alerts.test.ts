import { describe, expect, it } from 'vitest';
import { UserError } from '../src/core/errors.ts';
import { type Alert, alertId } from '../src/core/model/alert.ts';
import type { Silence } from '../src/core/model/silence.ts';
import { noServices, say } from '../test/fakes/context.ts';
import { shop } from '../test/fakes/incident-desk.ts';
import { alerts } from './alerts.ts';
import { silence } from './silence.ts';
import { silences } from './silences.ts';
import { why } from './why.ts';

const now = Date.UTC(2026, 10, 20, 9);
const alert: Alert = {
  key: 'azure|slow',
  source: 'azure',
  rule: 'slow',
  title: 'Slow responses',
  description: '',
  severity: 'P1',
  labels: {},
  resources: [],
  service: 'shop',
  state: 'fired',
  firedAt: now - 600_000,
  lastEventAt: now - 600_000,
  incident: 'INC-1',
};

describe('alerts', () => {
  it('lists what fires, where it went, and asks why', async () => {
    const held: Alert = {
      ...alert,
      key: 'weak',
      incident: undefined,
      waiting: { kind: 'held', since: 1, seen: [1], times: 3, withinMs: 600_000 },
    };
    const reply = await say(alerts, 'alerts of shop', {
      now,
      services: { alerts: { ...noServices.alerts, firing: async () => [alert, held] } },
    });
    const text = JSON.stringify(reply.document);
    expect(reply.document.summary).toBe('2 alerts of shop fire');
    expect(text).toContain('weak: 1 of 3 times');
    expect(text).toContain('10 min');
    // Of what is in no incident people ask first.
    expect(text.indexOf(`why ${alertId('weak')}`)).toBeLessThan(text.indexOf(`why ${alertId(alert.key)}`));
  });

  it('lists what could not be read', async () => {
    const rejected = async () => [
      { id: 1, source: 'azure' as const, identity: 'x', receivedAt: now, body: '{"a":\n1}', rejected: 'not the common alert schema' },
    ];
    const reply = await say(alerts, 'alerts rejected', { services: { alerts: { ...noServices.alerts, rejected } } });
    expect(JSON.stringify(reply.document)).toContain('Azure: not the common alert schema ');
    expect(JSON.stringify(reply.document)).toContain('{\\"a\\": 1}');
  });

  it('says what it did not understand', async () => {
    await expect(say(alerts, 'alerts rejetced')).rejects.toThrow('I did not understand “rejetced”. Did you mean “rejected”?');
  });
});

describe('why', () => {
  it.each([
    ['why INC-1', 'INC-1'],
    ['why 1', 'INC-1'],
    ['why not Slow responses', 'Slow responses'],
    ['why "not found"', 'not found'],
  ])('%s asks about %s', async (typed, name) => {
    const asked: string[] = [];
    const explain = async (of: string) => {
      asked.push(of);
      return { about: { kind: 'alert' as const, alert }, decisions: [], omitted: 0, receipts: [] };
    };
    await say(why, typed, { services: { alerts: { ...noServices.alerts, explain } } });
    expect(asked).toEqual([name]);
  });

  it('without a name means the incident of the thread', async () => {
    const inThread = async () => undefined;
    await expect(say(why, 'why', { services: { incidents: { ...noServices.incidents, inThread } } })).rejects.toThrow('Why what?');
  });
});

describe('silence', () => {
  const added: Silence[] = [];
  const services = {
    catalogue: { ...noServices.catalogue, service: () => shop },
    silences: {
      ...noServices.silences,
      add: async (wanted: Pick<Silence, 'match' | 'times' | 'reason'>) => {
        const one = { ...wanted, id: 'S-1', addedAt: now };
        added.push(one);
        return one;
      },
      list: async () => added.map((one) => ({ silence: one, from: now - 1, to: now + 1 })),
    },
  };

  it('reads whom, how long and why', async () => {
    await say(silence, 'silence of shop rule slow-* for 2h because deploying 4.2', { now, services });
    expect(added.at(-1)).toMatchObject({
      match: { service: ['shop'], rule: ['slow-*'] },
      times: { kind: 'once', from: now, to: now + 7_200_000 },
      reason: 'deploying 4.2',
    });
  });

  it('reads windows that come again, in the person’s zone unless one is named', async () => {
    await say(silence, 'silence where namespace=packamal, pod=web-* every "sun 02:00" for 90m', {
      now,
      timeZone: 'Europe/Berlin',
      services,
    });
    expect(added.at(-1)).toMatchObject({
      match: { namespace: ['packamal'], pod: ['web-*'] },
      times: { kind: 'recurring', cron: '0 2 * * 0', timeZone: 'Europe/Berlin', lastsMs: 5_400_000 },
    });
    const reply = await say(silences, 'silences', { now, services });
    expect(JSON.stringify(reply.document)).toContain('namespace packamal, pod web-*');
  });

  it('begins later where that is said', async () => {
    await say(silence, 'silence alert A-1f03c2d9 from 22:00 for 8h', { now, services });
    expect(added.at(-1)?.times).toEqual({ kind: 'once', from: Date.UTC(2026, 10, 20, 22), to: Date.UTC(2026, 10, 21, 6) });
  });

  it.each([
    ['silence for 2h', 'Say what is silenced'],
    ['silence of shop', 'Say how long'],
    ['silence of shop for ever', '“ever” is not a length of time'],
    ['silence of shop for 90d', 'A silence lasts 30 days at most'],
    ['silence of shop from 07:00 for 1h', 'would be over already'],
    ['silence where pod for 1h', '“pod” is not a label'],
    ['silence end', 'Name the one silence'],
    ['silence of shop for 1h in Nowhere/Land', 'is no time zone'],
  ])('refuses “%s” and says what is missing', async (typed, fault) => {
    const refused = say(silence, typed, { now, services });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(fault);
  });
});
