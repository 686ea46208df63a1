import { describe, expect, it, onTestFinished } from 'vitest';
import { createChoices } from '../src/services/choices.ts';
import { openLowdbSettings } from '../src/stores/settings/open-settings.ts';
import { ben, say } from '../test/fakes/context.ts';
import { temporaryFolder } from '../test/fakes/temporary-folder.ts';
import { zone } from './zone.ts';

/** Choices over real settings. */
async function openChoices() {
  const settings = await openLowdbSettings({ folder: await temporaryFolder() });
  onTestFinished(settings.close);
  return { settings, choices: createChoices(settings) };
}

describe('zone', () => {
  it('is the platform’s until one is chosen, and again once the choice is cleared', async () => {
    const { settings, choices } = await openChoices();
    const actor = { ...ben, timeZone: 'Africa/Johannesburg' };
    const over = { services: { choices }, actor };
    expect((await say(zone, 'zone', { ...over, timeZone: 'Africa/Johannesburg' })).document.summary).toContain(
      'Your time zone is Africa/Johannesburg, where it is ',
    );
    expect(await say(zone, 'zone europe/berlin', over)).toMatchObject({
      audience: 'sender',
      document: { blocks: [{ runs: [{ text: 'Your time zone is now Europe/Berlin, where it is ' }, { zone: 'Europe/Berlin' }, {}] }] },
    });
    expect(await settings.list('choices')).toEqual([{ id: 'slack:U0BEN', timeZone: 'Europe/Berlin' }]);
    expect((await say(zone, 'zone', { ...over, timeZone: 'Europe/Berlin' })).document.summary).toContain(
      'You chose the time zone Europe/Berlin',
    );
    expect((await say(zone, 'zone clear', over)).document.summary).toContain('your time zone is Africa/Johannesburg');
    expect(await settings.list('choices')).toEqual([]);
  });

  it('belongs to one person alone', async () => {
    const { choices } = await openChoices();
    await say(zone, 'zone Asia/Tokyo', { services: { choices } });
    expect(await choices.timeZoneOf({ platform: 'teams', id: ben.id })).toBeUndefined();
    expect(await choices.timeZoneOf({ platform: 'slack', id: 'U0EVA' })).toBeUndefined();
    expect(await choices.timeZoneOf(ben)).toBe('Asia/Tokyo');
  });

  it.each([
    ['zone Berlin', 'No time zone called “Berlin”. Did you mean Europe/Berlin?'],
    ['zone mars', 'No time zone called “mars”. '],
    ['zone UTC please', 'I did not understand “please” here.'],
  ])('answers “%s” with what was not understood', async (typed, words) => {
    await expect(async () => say(zone, typed)).rejects.toThrow(words);
  });
});
