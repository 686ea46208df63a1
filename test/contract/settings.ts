import { describe, expect, it, onTestFinished } from 'vitest';
import type { DigestSchedule } from '../../src/core/model/schedule.ts';
import type { Silence } from '../../src/core/model/silence.ts';
import type { Settings } from '../../src/core/ports.ts';

/** A place settings can be opened in again and again. */
export interface SettingsPlace {
  readonly open: () => Promise<Settings>;
}

const daily: DigestSchedule = {
  id: 'd1',
  cron: '0 9 * * *',
  timeZone: 'Europe/Berlin',
  services: ['checkout'],
  targets: [{ platform: 'slack', channel: '#ops' }],
  addedBy: 'slack:U1',
  addedAt: 1_795_165_200_000,
};

const silence: Silence = {
  id: 'S-1f03c2d9',
  match: { service: ['checkout'], 'label "a"': ['x*', ''] },
  times: { kind: 'recurring', cron: '0 2 * * 0', timeZone: 'Europe/Berlin', lastsMs: 3_600_000 },
  reason: 'naïve “quotes”, \\ and 🚨',
  by: { platform: 'slack', id: 'U1', name: 'Ana' },
  addedAt: 1_795_165_200_000,
  ended: { by: { platform: 'teams', id: 'ben', name: 'Ben' }, at: 1_795_165_300_000 },
};

/** What every settings store must do. */
export function describeSettings(name: string, newPlace: () => Promise<SettingsPlace>): void {
  const begin = async (): Promise<{ settings: Settings; place: SettingsPlace }> => {
    const place = await newPlace();
    const settings = await place.open();
    onTestFinished(() => settings.close());
    return { settings, place };
  };

  describe(`settings in ${name}`, () => {
    it('is empty at first', async () => {
      const { settings } = await begin();
      expect(await settings.list('schedules')).toEqual([]);
      expect(await settings.get('choices', 'slack:U1')).toBeUndefined();
      expect(await settings.remove('schedules', 'd1')).toBe('absent');
    });

    it('keeps what was put over a restart, every kind of it', async () => {
      const { settings, place } = await begin();
      const conversation = { id: '19:a', platform: 'teams', kind: 'channel', serviceUrl: 'https://smba.example.com/' } as const;
      expect(await settings.put('schedules', daily)).toBe('added');
      await settings.put('conversations', conversation);
      await settings.put('choices', { id: 'slack:U1', timeZone: 'Europe/Berlin' });
      await settings.put('silences', silence);
      await settings.put('runs', { id: 'd1', due: 1_795_165_200_000 });
      await settings.close();
      const again = await place.open();
      onTestFinished(() => again.close());
      expect(await again.list('schedules')).toEqual([daily]);
      expect(await again.get('conversations', '19:a')).toEqual(conversation);
      expect(await again.get('choices', 'slack:U1')).toEqual({ id: 'slack:U1', timeZone: 'Europe/Berlin' });
      expect(await again.list('silences')).toEqual([silence]);
      expect(await again.get('runs', 'd1')).toEqual({ id: 'd1', due: 1_795_165_200_000 });
    });

    it('replaces what has the same id, and removes it once', async () => {
      const { settings } = await begin();
      await settings.put('schedules', daily);
      expect(await settings.put('schedules', { ...daily, cron: '0 8 * * *' })).toBe('replaced');
      expect((await settings.list('schedules')).map((one) => one.cron)).toEqual(['0 8 * * *']);
      expect(await settings.remove('schedules', 'd1')).toBe('removed');
      expect(await settings.remove('schedules', 'd1')).toBe('absent');
    });

    it('replaces what was read by one of those who read it, and nothing that was changed or removed since', async () => {
      const { settings } = await begin();
      await settings.put('silences', silence);
      const by = ['Ana', 'Ben', 'Cleo'].map(
        (name): Silence => ({ ...silence, ended: { by: { platform: 'slack', id: name, name }, at: 1 } }),
      );
      const read = (await settings.get('silences', silence.id)) ?? silence;
      const answers = await Promise.all(by.map((one) => settings.replace('silences', read, one)));
      expect(answers.toSorted()).toEqual(['differs', 'differs', 'replaced']);
      const [kept = silence] = await settings.list('silences');
      expect(kept).toEqual(by[answers.indexOf('replaced')]);
      expect(await settings.replace('silences', kept, silence)).toBe('replaced');
      await settings.remove('silences', silence.id);
      expect(await settings.replace('silences', silence, kept)).toBe('differs');
      expect(await settings.list('silences')).toEqual([]);
    });

    it('loses none of many edits made at the same moment', async () => {
      const { settings, place } = await begin();
      const ids = Array.from({ length: 100 }, (_, at) => `person-${at}`);
      const answers = await Promise.all([...ids, ...ids].map((id) => settings.put('choices', { id, timeZone: 'UTC' })));
      expect(answers.filter((one) => one === 'added')).toHaveLength(100);
      const again = await place.open();
      onTestFinished(() => again.close());
      expect((await again.list('choices')).map((one) => one.id)).toEqual(ids.toSorted());
    });

    it('lists by id, capital letters first, whatever the language of the machine', async () => {
      const { settings } = await begin();
      for (const id of ['b', 'ä', 'B', 'a']) await settings.put('choices', { id });
      expect((await settings.list('choices')).map((one) => one.id)).toEqual(['B', 'a', 'b', 'ä']);
    });

    it('keeps what it holds apart from what its callers hold', async () => {
      const { settings } = await begin();
      const targets = [...daily.targets];
      await settings.put('schedules', { ...daily, targets });
      targets.push({ platform: 'teams', channel: 'x' });
      const [listed] = await settings.list('schedules');
      expect(listed?.targets).toHaveLength(1);
    });
  });
}
