import { describe, expect, it } from 'vitest';
import { eventOf, openTriageDesk, type TriageDesk } from '../../../test/fakes/triage-desk.ts';
import { assess } from '../correlation/assess.ts';
import { correlate } from '../correlation/correlate.ts';
import { marksFor } from '../correlation/marks.ts';

const minuteMs = 60_000;
const slack = (channel: string) => ({ platform: 'slack' as const, channel });
const ben = { platform: 'slack' as const, id: 'U0BEN', name: 'Ben' };

async function resolveByHand({ incident, ledger, clock }: TriageDesk): Promise<void> {
  const found = await incident();
  if (found === undefined) throw new Error('there is no incident');
  const resolved = { by: ben, at: clock.now(), reason: 'by hand' };
  await ledger.commit({ incidents: [{ ...found, state: 'resolved', quietSince: undefined, resolved, version: found.version + 1 }] });
}

describe('an alert that becomes worse', () => {
  it('is heard of though a silence matched it while it was harmless', async () => {
    const desk = await openTriageDesk();
    const at = desk.clock.now();
    const times = { kind: 'once' as const, from: 0, to: at + 600 * minuteMs };
    await desk.settings.put('silences', { id: 'S-1', match: { severity: ['P3'] }, times, reason: 'known', addedAt: 0 });
    expect(await desk.tell(eventOf({ firing: 'f1', at, severity: 'P3' }))).toMatchObject([{ name: 'silenced' }]);
    desk.clock.move(minuteMs);
    expect(await desk.tell(eventOf({ firing: 'f1', at, severity: 'P3' }))).toMatchObject([{ name: 'duplicate' }]);
    expect(await desk.tell(eventOf({ firing: 'f1', at, severity: 'P0' }))).toMatchObject([{ name: 'opened', incident: 'INC-1' }]);
  });

  it('opens again what a person resolved while it was harmless; told again as it was, it stays resolved', async () => {
    const desk = await openTriageDesk();
    const at = desk.clock.now();
    await desk.tell(eventOf({ firing: 'f1', at, severity: 'P3' }));
    await resolveByHand(desk);
    desk.clock.move(5 * minuteMs);
    expect(await desk.tell(eventOf({ firing: 'f1', at, severity: 'P3' }))).toMatchObject([
      { name: 'duplicate', reason: 'this firing was dealt with in INC-1' },
    ]);
    expect(await desk.tell(eventOf({ firing: 'f1', at, severity: 'P1' }))).toMatchObject([
      { name: 'joined', incident: 'INC-1', reason: 'it is P1 now 5 minutes after INC-1 was resolved, so that is opened again' },
    ]);
    expect(await desk.incident()).toMatchObject({ state: 'triggered', severity: 'P1', alerts: [{ state: 'fired', firedAt: at }] });
    expect(await desk.story()).toContain('Opened again: Slow is P1 now, 5 minutes after it was resolved');
  });

  it('reaches the rooms of its severity and of the services that join, and says so', async () => {
    const routes = [
      { match: { severity: 'P0' as const }, to: [slack('#war')] },
      { match: { service: 'bank' }, to: [slack('#bank')] },
    ];
    const desk = await openTriageDesk({ rules: { defaultRoute: [slack('#inc')], routes }, correlating: { assess, correlate, marksFor } });
    const at = desk.clock.now();
    await desk.tell(eventOf({ at, release: 'r' }));
    const rooms = async () => (await desk.incident())?.rooms.map(({ target }) => target.channel);
    const [joined] = await desk.tell(eventOf({ key: 'B', title: 'B', at, resources: ['bank-db'], release: 'r' }));
    expect(joined?.steps.at(-1)).toEqual({ station: 'route', reason: 'also told in slack:#bank' });
    expect(await rooms()).toEqual(['#inc', '#bank']);
    await desk.tell(eventOf({ key: 'C', title: 'C', at, severity: 'P0' }));
    expect(await rooms()).toEqual(['#inc', '#bank', '#war']);
    const story = await desk.story();
    expect(story.filter((line) => line.includes('also told'))).toEqual([
      expect.stringMatching(/^Severity raised from P2 to P1: .*; also told in slack:#bank$/u),
      expect.stringMatching(/^Severity raised from P1 to P0: .*; also told in slack:#war$/u),
    ]);
    const roots = (await desk.ledger.receipts('INC-1')).filter(({ kind }) => kind === 'incident-root');
    expect(roots.map(({ destination, dueAt }) => [destination, dueAt <= desk.clock.now()])).toEqual([
      ['slack:#inc', true],
      ['slack:#bank', true],
      ['slack:#war', true],
    ]);
    // What brings neither a service nor a severity leaves the rooms alone, whatever the routes are by now.
    desk.changeRules({ defaultRoute: [slack('#else')] });
    await desk.tell(eventOf({ key: 'D', at }));
    expect(await rooms()).toEqual(['#inc', '#bank', '#war']);
  });
});

describe('an alert of an incident that a person resolved', () => {
  it('and that fires anew while silenced leaves it, so that it does not keep it open', async () => {
    const desk = await openTriageDesk();
    const tell = (key: string, firing: string, over: Parameters<typeof eventOf>[0] = {}) => {
      desk.clock.move(minuteMs);
      return desk.tell(eventOf({ key, title: key, firing, at: desk.clock.now(), ...over }));
    };
    await tell('A', 'a1');
    await tell('B', 'b1');
    await resolveByHand(desk);
    const times = { kind: 'once' as const, from: 0, to: desk.clock.now() + 20 * minuteMs };
    await desk.settings.put('silences', { id: 'S-1', match: { title: ['B'] }, times, reason: 'x', addedAt: 0 });
    expect(await tell('B', 'b2')).toMatchObject([{ name: 'silenced' }]);
    await tell('B', 'b2', { state: 'resolved' });
    expect(await tell('A', 'a2')).toMatchObject([{ name: 'joined', incident: 'INC-1' }]);
    expect(await tell('A', 'a2', { state: 'resolved' })).toMatchObject([{ reason: 'it was the last alert of INC-1 that fired' }]);
    // It was opened again, so it has to be quiet for longer.
    await desk.elapse(10 * minuteMs);
    expect(await desk.incident()).toMatchObject({ state: 'resolved', alerts: [{ state: 'resolved' }, { state: 'resolved' }] });
  });
});

describe('what is known of an alert', () => {
  it('is what was told of it last: under a long silence a new firing has its own beginning and words', async () => {
    const desk = await openTriageDesk();
    const at = desk.clock.now();
    const times = { kind: 'once' as const, from: 0, to: at + 3_000 * minuteMs };
    await desk.settings.put('silences', { id: 'S-1', match: { service: ['shop'] }, times, reason: 'x', addedAt: 0 });
    await desk.tell(eventOf({ firing: 'f1', at }));
    await desk.tell(eventOf({ firing: 'f1', at: at + 1, title: 'Slower', link: 'https://x.example' }));
    expect(await desk.alert()).toMatchObject({ title: 'Slower', link: 'https://x.example', firedAt: at });
    await desk.tell(eventOf({ firing: 'f1', at: at - 1, title: 'Late' }));
    expect(await desk.alert()).toMatchObject({ title: 'Slower' });
    desk.clock.move(2_000 * minuteMs);
    await desk.tell(eventOf({ firing: 'f2', at: desk.clock.now() }));
    expect(await desk.alert()).toMatchObject({ title: 'Slow', firedAt: desk.clock.now(), waiting: { kind: 'silenced' } });
  });

  it('is its exact firing before its key: a listing that names one target of two ends it', async () => {
    const desk = await openTriageDesk();
    await desk.tell(eventOf({ key: 'rule|a,b', firing: 'f1' }));
    expect(await desk.tell(eventOf({ key: 'rule|a', firing: 'f1', state: 'resolved', at: 2_000 }))).toMatchObject([
      { name: 'resolved', alert: 'rule|a,b', incident: 'INC-1' },
    ]);
  });

  it('is the service that the catalogue could not name at first, once it is told again', async () => {
    const routes = [{ match: { service: 'shop' }, to: [slack('#shop')] }];
    const desk = await openTriageDesk({ rules: { routes, defaultRoute: [slack('#inc')] } });
    await desk.tell(eventOf({ resources: ['catalogue down'], firing: 'f1' }));
    expect(await desk.alert()).toMatchObject({ isServiceUnknown: true });
    expect(await desk.tell(eventOf({ firing: 'f1' }))).toMatchObject([
      { name: 'duplicate', service: 'shop', reason: 'it fires already in INC-1, now known to be of shop' },
    ]);
    expect(await desk.incident()).toMatchObject({
      service: 'shop',
      services: ['shop'],
      rooms: [{ target: slack('#inc') }, { target: slack('#shop') }],
    });
    expect(await desk.alert()).not.toHaveProperty('isServiceUnknown');
    expect(await desk.story()).toEqual(['Alert Slow is of shop, which could not be found out before; also told in slack:#shop']);
  });

  it('is that service, too, when a silenced one is looked at again', async () => {
    const desk = await openTriageDesk({ over: ({ alert }) => ({ alert: async (key) => healed(await alert(key)) }) });
    const times = { kind: 'once' as const, from: 0, to: desk.clock.now() + minuteMs };
    await desk.settings.put('silences', { id: 'S-1', match: { title: ['Slow'] }, times, reason: 'x', addedAt: 0 });
    await desk.tell(eventOf({ resources: ['catalogue down'] }));
    expect(desk.told()).toMatchObject([{ name: 'silenced', service: undefined }]);
    await desk.elapse(minuteMs);
    expect(desk.told().at(-1)).toMatchObject({ name: 'opened', service: 'shop' });
  });
});

/** By the time that it is read again, the catalogue of the desk knows its resource. */
const healed = <Known extends { readonly resources: readonly string[] } | undefined>(alert: Known): Known =>
  alert === undefined ? alert : { ...alert, resources: ['shop-db'] };
