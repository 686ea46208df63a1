import { describe, expect, it } from 'vitest';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import type { Person } from '../core/model/person.ts';
import type { Silence } from '../core/model/silence.ts';
import { createCronTimes } from '../schedule/cron-times.ts';
import { createSuggest } from '../text/suggest.ts';
import { createSilences } from './silences.ts';

const hourMs = 3_600_000;
const ben: Person = { platform: 'slack', id: 'U0BEN', name: 'Ben' };
const sunday: Silence = {
  id: 'S-weekly',
  match: { service: ['shop'] },
  times: { kind: 'recurring', cron: '0 2 * * 0', timeZone: 'Europe/Berlin', lastsMs: 2 * hourMs },
  reason: 'Weekly restart',
  addedAt: 0,
  rule: { path: 'incidents.maintenance[0]', line: 60 },
};

function open() {
  const clock = createHandClock();
  const settings = createMemorySettings();
  let woken = 0;
  const silences = createSilences({
    settings,
    maintenance: () => [sunday],
    cron: createCronTimes(),
    suggest: createSuggest(),
    clock,
    wake: () => {
      woken += 1;
    },
  });
  const once = (hours: number) => ({ kind: 'once', from: clock.now(), to: clock.now() + hours * hourMs }) as const;
  return { clock, settings, silences, once, woken: () => woken };
}

describe('silences', () => {
  it('are kept with who made them and why, and listed with what holds and what is to come', async () => {
    const { silences, clock, once } = open();
    const made = await silences.add({ match: { rule: ['slow'] }, times: once(1), reason: 'deploy' }, ben);
    expect(made).toMatchObject({ by: { name: 'Ben' }, reason: 'deploy', addedAt: clock.now() });
    expect(made.id).toMatch(/^S-[0-9a-f]{8}$/u);
    expect(await silences.list(clock.now())).toEqual([
      { silence: made, from: clock.now(), to: clock.now() + hourMs },
      { silence: sunday, from: Date.UTC(2026, 10, 22, 1), to: Date.UTC(2026, 10, 22, 3) },
    ]);
    clock.move(hourMs);
    expect((await silences.list(clock.now())).map((one) => one.silence.id)).toEqual(['S-weekly']);
  });

  it('are two when two people make the same one at the same moment', async () => {
    const { silences, settings, once } = open();
    const wanted = { match: {}, times: once(1), reason: 'x' };
    const one = await silences.add(wanted, ben);
    const other = await silences.add(wanted, ben);
    expect(one.id).not.toBe(other.id);
    expect(await settings.list('silences')).toHaveLength(2);
  });

  it('are ended by their id, however it is written, and what they held back is looked at', async () => {
    const { silences, settings, once, woken } = open();
    const made = await silences.add({ match: {}, times: once(1), reason: 'x' }, ben);
    expect(await silences.end(made.id.toLowerCase().slice(2), ben)).toEqual(made);
    expect(await settings.list('silences')).toEqual([]);
    expect(woken()).toBe(1);
  });

  it('are not ended when they are of the configuration, or not there', async () => {
    const { silences, once } = open();
    const made = await silences.add({ match: {}, times: once(1), reason: 'x' }, ben);
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
    const old = await silences.add({ match: {}, times: once(1), reason: 'x' }, ben);
    clock.move(7 * 24 * hourMs);
    await silences.add({ match: {}, times: once(1), reason: 'y' }, ben);
    expect(await settings.list('silences')).toHaveLength(2);
    clock.move(hourMs + 1);
    await silences.add({ match: {}, times: once(1), reason: 'z' }, ben);
    expect((await settings.list('silences')).map((one) => one.id)).not.toContain(old.id);
  });
});
