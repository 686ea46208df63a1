import { describe, expect, it } from 'vitest';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import { firingAlert } from '../../test/fakes/correlation.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { shop } from '../../test/fakes/incident-desk.ts';
import { type Alert, alertId } from '../core/model/alert.ts';
import type { Incident } from '../core/model/incident.ts';
import type { Person } from '../core/model/person.ts';
import type { Silence } from '../core/model/silence.ts';
import { createCronTimes } from '../schedule/cron-times.ts';
import { createSuggest } from '../text/suggest.ts';
import { createSilences, type SilencesNeeds } from './silences.ts';

const hourMs = 3_600_000;
const ben: Person = { platform: 'slack', id: 'U0BEN', name: 'Ben' };
const ana: Person = { platform: 'teams', id: 'ana', name: 'Ana' };
const sunday: Silence = {
  id: 'S-weekly',
  match: { service: ['shop'] },
  times: { kind: 'recurring', cron: '0 2 * * 0', timeZone: 'Europe/Berlin', lastsMs: 2 * hourMs },
  reason: 'Weekly restart',
  addedAt: 0,
  rule: { path: 'incidents.maintenance[0]', line: 60 },
};

const slow = firingAlert({ rule: 'slow', labels: { namespace: 'packamal' }, firedAt: 0, lastEventAt: 0 });
const slowId = alertId(slow.key);
const incident: Incident = {
  id: 'INC-35',
  services: [],
  title: 'Slow responses',
  severity: 'P2',
  state: 'triggered',
  openedAt: 0,
  alerts: [slow],
  rooms: [],
  version: 1,
};
const ledger: SilencesNeeds['ledger'] = {
  alerts: async ({ id }) => (id === undefined || id === slowId ? [slow] : []),
  incident: async (id) => (id === incident.id ? incident : undefined),
};

function open(over: Partial<SilencesNeeds> = {}) {
  const clock = createHandClock();
  const settings = createMemorySettings();
  let woken = 0;
  const needs: SilencesNeeds = {
    ledger,
    catalogue: { services: () => [{ ...shop, labels: { team: 'web' } }] },
    settings,
    timeZone: 'UTC',
    maintenance: () => [sunday],
    cron: createCronTimes(),
    suggest: createSuggest(),
    clock,
    wake: () => {
      woken += 1;
    },
    ...over,
  };
  const silences = createSilences(needs);
  const once = (hours: number) => ({ kind: 'once', from: clock.now(), to: clock.now() + hours * hourMs }) as const;
  return { clock, settings, silences, anotherProcess: () => createSilences(needs), once, woken: () => woken };
}

describe('silences', () => {
  it('are kept with who made them and why, and listed with what holds and what is to come', async () => {
    const { silences, clock, once } = open();
    const { silence: made } = await silences.add({ match: { rule: ['slow'] }, times: once(1), reason: 'deploy' }, ben);
    expect(made).toMatchObject({ by: { name: 'Ben' }, reason: 'deploy', addedAt: clock.now() });
    expect(made.id).toMatch(/^S-[0-9a-f]{8}$/u);
    expect(await silences.list(clock.now())).toEqual([
      { silence: made, alerts: [], from: clock.now(), to: clock.now() + hourMs },
      { silence: sunday, alerts: [], from: Date.UTC(2026, 10, 22, 1), to: Date.UTC(2026, 10, 22, 3) },
    ]);
    clock.move(hourMs);
    expect((await silences.list(clock.now())).map((one) => one.silence.id)).toEqual(['S-weekly']);
  });

  it('are two when two people make the same one at the same moment', async () => {
    const { silences, settings, once } = open();
    const wanted = { match: {}, times: once(1), reason: 'x' };
    const { silence: one } = await silences.add(wanted, ben);
    const { silence: other } = await silences.add(wanted, ben);
    expect(one.id).not.toBe(other.id);
    expect(await settings.list('silences')).toHaveLength(2);
  });

  it('are ended by their id, however it is written, and what they held back is looked at', async () => {
    const { silences, settings, clock, once, woken } = open();
    const { silence: made } = await silences.add({ match: {}, times: once(1), reason: 'x' }, ben);
    expect(await silences.end(made.id.toLowerCase().slice(2), ben)).toEqual({
      result: 'ended',
      alerts: [],
      silence: { ...made, times: { kind: 'once', from: clock.now(), to: clock.now() }, ended: { by: ben, at: clock.now() } },
    });
    expect(await silences.list(clock.now())).toEqual([{ silence: sunday, alerts: [], from: expect.any(Number), to: expect.any(Number) }]);
    expect(woken()).toBe(1);
    clock.move(8 * 24 * hourMs);
    await silences.add({ match: {}, times: once(1), reason: 'y' }, ben);
    expect((await settings.list('silences')).map((one) => one.id)).not.toContain(made.id);
  });

  it('are ended by one person: who comes second, even at the same moment in another process, hears who was first', async () => {
    const { silences, anotherProcess, clock, once, woken } = open();
    const { silence: weekly } = await silences.add({ match: {}, times: { ...sunday.times }, reason: 'x' }, ben);
    const both = await Promise.all([silences.end(weekly.id, ben), anotherProcess().end(weekly.id, ana)]);
    expect(both.map((one) => one.result)).toEqual(['ended', 'already']);
    expect(both[1]?.silence.ended).toEqual({ by: ben, at: clock.now() });
    expect(woken()).toBe(1);
    const { silence: short } = await silences.add({ match: {}, times: once(1), reason: 'x' }, ben);
    clock.move(hourMs);
    expect(await silences.end(short.id, ben)).toMatchObject({ result: 'already', silence: { id: short.id } });
  });

  it('are not made where it could not be found out what is to be said of them', async () => {
    const unreadable = async (): Promise<never> => Promise.reject(new Error('the ledger cannot be read'));
    const { silences, settings, once } = open({ ledger: { ...ledger, alerts: unreadable } });
    await expect(silences.add({ match: { namspace: ['x'] }, times: once(1), reason: 'x' }, ben)).rejects.toThrow('cannot be read');
    expect(await settings.list('silences')).toEqual([]);
  });

  it('are made of the newest alert, where a title is meant that several have', async () => {
    const newer = { ...slow, key: 'azure|slow again' };
    const { silences, once } = open({ ledger: { ...ledger, alerts: async ({ id }) => (id === undefined ? [newer, slow] : []) } });
    const add = silences.add({ match: { alert: ['slow respones'] }, times: once(1), reason: 'x' }, ben);
    await expect(add).rejects.toThrow(`Did you mean ${alertId(newer.key)}?`);
  });

  it('are made of alerts that exist', async () => {
    const { silences, settings, once } = open();
    const add = (id: string) => silences.add({ match: { alert: [id] }, times: once(1), reason: 'x' }, ben);
    await expect(add('A-zzz')).rejects.toThrow('There is no alert called “A-zzz”. The alerts that fire are listed by “alerts”.');
    await expect(add(`${slowId.slice(0, -1)}x`)).rejects.toThrow(`Did you mean ${slowId}?`);
    await expect(add('slow respones')).rejects.toThrow(`Did you mean ${slowId}?`);
    await expect(add('inc-35')).rejects.toThrow(`INC-35 is an incident; alerts are what is silenced. Its own are ${slowId}.`);
    expect(await settings.list('silences')).toEqual([]);
    expect((await add(slowId.toLowerCase())).silence.match).toEqual({ alert: [slowId.toLowerCase()] });
    await add('A-*');
  });

  it('are made of labels to come, which are named', async () => {
    const { silences, once } = open();
    const add = (match: Silence['match']) => silences.add({ match, times: once(1), reason: 'x' }, ben);
    expect((await add({ namspace: ['packamal'], 'labels.xyzzy': ['a'], service: ['shop'], Namespace: ['b'], team: ['c'] })).doubts).toEqual(
      [
        { kind: 'unknown', what: 'label', value: 'namspace', near: 'namespace' },
        { kind: 'unknown', what: 'label', value: 'xyzzy', near: undefined },
      ],
    );
  });

  it('are made of rules and resources to come, which are named', async () => {
    const { silences, once } = open();
    const add = (match: Silence['match']) => silences.add({ match, times: once(1), reason: 'x' }, ben);
    expect((await add({ rule: ['slwo', 'SLOW', 'sl*'], resource: ['web-9'] })).doubts).toEqual([
      { kind: 'unknown', what: 'rule', value: 'slwo', near: 'slow' },
      { kind: 'unknown', what: 'resource', value: 'web-9', near: undefined },
    ]);
  });

  it('tell which alerts they name by their ids, and which of them do not fire', async () => {
    const over: Alert = { ...slow, state: 'resolved' };
    let known: readonly Alert[] = [slow];
    const { silences, clock, once } = open({ ledger: { ...ledger, alerts: async () => known } });
    const add = () => silences.add({ match: { alert: [slowId.toUpperCase(), 'A-*'] }, times: once(1), reason: 'x' }, ben);
    expect(await add()).toMatchObject({ alerts: [slow], doubts: [] });
    known = [over];
    const { silence } = await silences.add({ match: { alert: [slowId] }, times: once(1), reason: 'x' }, ben);
    expect(await add()).toMatchObject({ alerts: [over], doubts: [{ kind: 'does not fire', alert: over }] });
    expect((await silences.list(clock.now())).map((one) => one.alerts)).toEqual([[over], [over], [over], []]);
    known = [];
    expect(await silences.end(silence.id, ben)).toMatchObject({ result: 'ended', alerts: [] });
  });

  it('are not ended when they are of the configuration, or not there', async () => {
    const { silences, once } = open();
    const { silence: made } = await silences.add({ match: {}, times: once(1), reason: 'x' }, ben);
    await expect(silences.end('S-weekly', ben)).rejects.toThrow(
      'S-weekly is a maintenance window of tocsin.yaml (line 60); it is changed there.',
    );
    const near = `${made.id.slice(0, -1)}${made.id.endsWith('0') ? '1' : '0'}`;
    await expect(silences.end(near, ben)).rejects.toThrow(`There is no silence “${near}”. Did you mean ${made.id}?`);
  });

  it('cannot be over already, end before they begin, or come at times nobody can read', async () => {
    const { silences, clock, once } = open();
    const add = (times: Silence['times']) => silences.add({ match: {}, times, reason: 'x' }, ben);
    await expect(add(once(-1))).rejects.toThrow('over already');
    await expect(add({ kind: 'once', from: clock.now() + 2 * hourMs, to: clock.now() + hourMs })).rejects.toThrow('before it begins');
    await expect(add({ kind: 'recurring', cron: 'x', timeZone: 'UTC', lastsMs: 1 })).rejects.toThrow('no');
  });

  it('are forgotten a week after they are over', async () => {
    const { silences, settings, clock, once } = open();
    const { silence: old } = await silences.add({ match: {}, times: once(1), reason: 'x' }, ben);
    clock.move(7 * 24 * hourMs);
    await silences.add({ match: {}, times: once(1), reason: 'y' }, ben);
    expect(await settings.list('silences')).toHaveLength(2);
    clock.move(hourMs + 1);
    await silences.add({ match: {}, times: once(1), reason: 'z' }, ben);
    expect((await settings.list('silences')).map((one) => one.id)).not.toContain(old.id);
  });
});
