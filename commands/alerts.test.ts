import { describe, expect, it } from 'vitest';
import { type Alert, alertId } from '../src/core/model/alert.ts';
import type { Incident } from '../src/core/model/incident.ts';
import type { Explanation } from '../src/services/alert-services.ts';
import { buttonsOf, noServices, say } from '../test/fakes/context.ts';
import { firingAlert } from '../test/fakes/correlation.ts';
import { serviceCalled } from '../test/fakes/triage-desk.ts';
import { alerts } from './alerts.ts';
import { why } from './why.ts';

const now = Date.UTC(2026, 10, 20, 9);
const alert = firingAlert({
  rule: 'slow',
  severity: 'P1',
  service: 'shop',
  firedAt: now - 600_000,
  lastEventAt: now - 600_000,
  incident: 'INC-1',
});

const catalogue = { ...noServices.catalogue, service: serviceCalled };
const incident: Incident = {
  id: 'INC-1',
  services: ['shop'],
  title: 'Slow responses',
  severity: 'P1',
  state: 'triggered',
  openedAt: now,
  alerts: [],
  rooms: [],
  version: 1,
};
const explanation: Explanation = {
  about: { kind: 'alert', alert, incident: undefined },
  decisions: [],
  omitted: 'none',
  receipts: [],
  roomNames: new Map(),
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
      services: {
        catalogue,
        alerts: {
          ...noServices.alerts,
          firing: async () => [
            { alert, incident: 'resolved' as const },
            { alert: held, incident: 'none' as const },
          ],
        },
      },
    });
    const text = JSON.stringify(reply.document);
    expect(reply.document.summary).toBe('2 alerts of shop fire');
    expect(text).toContain('weak: 1 of 3 times');
    expect(text).toContain('10 min');
    expect(text).toContain('INC-1, resolved');
    // Of what is in no incident people ask first.
    expect(text.indexOf(`why ${alertId('weak')}`)).toBeLessThan(text.indexOf(`why ${alertId(alert.key)}`));
  });

  const manyOf = (count: number) => ({
    catalogue,
    alerts: {
      ...noServices.alerts,
      firing: async () =>
        Array.from({ length: count }, (_, index) => ({ alert: { ...alert, key: `a${index}` }, incident: 'open' as const })),
    },
  });

  it('leads on to the others', async () => {
    const services = manyOf(25);
    const first = await say(alerts, 'alerts of shop', { now, services });
    expect(buttonsOf(first)).toContain('alerts of shop page 2');
    const second = await say(alerts, 'alerts of shop page 2', { now, services });
    expect(JSON.stringify(second.document)).toContain('Rows 21–25 of 25');
    expect(second.replace).toBe(true);
    const beyond = await say(alerts, 'alerts page 2', { now, services: manyOf(3) });
    expect(JSON.stringify(beyond.document)).toContain('There is only 1 page.');
  });

  it('says where there are more than it has read', async () => {
    const { document } = await say(alerts, 'alerts', { now, services: manyOf(200) });
    expect(document.summary).toBe('200 or more alerts fire');
    expect(JSON.stringify(document)).toContain('Rows 1–20 of the 200 most severe');
  });

  const posted = {
    id: 1,
    source: 'azure' as const,
    identity: 'x',
    receivedAt: now,
    body: '{"a":\n1}',
    rejected: 'not the common alert schema',
  };

  it('lists what could not be read', async () => {
    const rejected = async () => [posted];
    const reply = await say(alerts, 'alerts rejected', { services: { alerts: { ...noServices.alerts, rejected } } });
    expect(JSON.stringify(reply.document)).toContain('Azure: not the common alert schema ');
    expect(JSON.stringify(reply.document)).toContain('{\\"a\\": 1}');
  });

  it('lists that in pages, with times in the zone that is everybody’s', async () => {
    const rejected = async () => Array.from({ length: 22 }, (_, id) => ({ ...posted, id }));
    const silences = { ...noServices.silences, timeZone: 'Europe/Berlin' };
    const services = { alerts: { ...noServices.alerts, rejected }, silences };
    const first = await say(alerts, 'alerts rejected', { services, timeZone: 'Asia/Tokyo' });
    expect(buttonsOf(first)).toEqual(['alerts rejected page 2']);
    const second = await say(alerts, 'alerts rejected page 2', { services, timeZone: 'Asia/Tokyo' });
    expect(JSON.stringify(second.document)).toContain('Rows 21–22 of 22');
    expect(JSON.stringify(second.document)).toContain('Europe/Berlin');
    expect(JSON.stringify(second.document)).not.toContain('Tokyo');
    const beyond = await say(alerts, 'alerts rejected page 3', { services });
    expect(JSON.stringify(beyond.document)).toContain('There are only 2 pages.');
  });

  it('says what it did not understand', async () => {
    await expect(say(alerts, 'alerts rejected of shop')).rejects.toThrow('What could not be read is of no service: leave out “of”.');
    await expect(say(alerts, 'alerts rejetced')).rejects.toThrow('I did not understand “rejetced”. Did you mean “rejected”?');
    await expect(say(alerts, 'alerts of shop please')).rejects.toThrow(
      'Behind “of” stands one word, “shop”: I did not understand “please”.',
    );
    await expect(say(alerts, 'alerts page zero')).rejects.toThrow('“zero” is not the number of a page.');
  });
});

describe('why', () => {
  it.each([
    ['why INC-1', 'INC-1'],
    ['why 1', '1'],
    ['why not Slow responses', 'Slow responses'],
    ['why "not found"', 'not found'],
  ])('%s asks about %s', async (typed, name) => {
    const asked: string[] = [];
    const explain = async (of: string) => {
      asked.push(of);
      return { kind: 'explained' as const, explanation };
    };
    await say(why, typed, { services: { alerts: { ...noServices.alerts, explain } } });
    expect(asked).toEqual([name]);
  });

  it('without a name means the incident of the thread', async () => {
    const asked: string[] = [];
    const explain = async (of: string) => {
      asked.push(of);
      return { kind: 'explained' as const, explanation };
    };
    const inThread = async () => incident;
    await say(why, 'why', { services: { alerts: { ...noServices.alerts, explain }, incidents: { ...noServices.incidents, inThread } } });
    expect(asked).toEqual(['INC-1']);
  });

  it('without a name elsewhere offers the open incidents', async () => {
    const incidents = { ...noServices.incidents, inThread: async () => undefined, open: async () => [incident] };
    expect(buttonsOf(await say(why, 'why', { services: { incidents } }))).toEqual(['why INC-1']);
  });

  it('of a name that several alerts have, asks which, and names what tells them apart', async () => {
    const one = { ...alert, key: 'dim|1', labels: { Instance: 'inst-1' } };
    const other = { ...alert, key: 'dim|2', labels: { Instance: 'inst-2' }, state: 'resolved' as const };
    const explain = async () => ({ kind: 'unclear' as const, alerts: [one, other] });
    const reply = await say(why, 'why not slow', { services: { alerts: { ...noServices.alerts, explain } } });
    expect(buttonsOf(reply)).toEqual([`why not ${alertId('dim|1')}`, `why not ${alertId('dim|2')}`]);
    expect(JSON.stringify(reply.document)).toMatch(
      /Slow responses \[Instance inst-1\] · fires.*Slow responses \[Instance inst-2\] · over/u,
    );
  });
});
