import { mkdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/fakes/temporary-folder.ts';
import { openLowdbSettings } from './open-settings.ts';

describe('settings on disk', () => {
  it('can be read by people', async () => {
    const folder = await temporaryFolder();
    const settings = await openLowdbSettings({ folder });
    await settings.put('choices', { id: 'slack:U1', timeZone: 'Europe/Berlin' });
    expect(await readFile(join(folder, 'settings.json'), 'utf8')).toBe(`{
  "version": 1,
  "schedules": [],
  "conversations": [],
  "choices": [
    {
      "id": "slack:U1",
      "timeZone": "Europe/Berlin"
    }
  ],
  "runs": [],
  "charts": [],
  "signs": [],
  "bindings": [],
  "savedQueries": [],
  "keptQueries": [],
  "silences": []
}
`);
  });

  it('5: takes an edit that could not be written as not made, and goes on when the disk does', async () => {
    const folder = await temporaryFolder();
    const settings = await openLowdbSettings({ folder });
    await settings.put('choices', { id: 'before' });
    // A folder where the new file has to go: every write fails.
    const obstacle = join(folder, 'settings.json.new');
    await mkdir(obstacle);
    const failed = await Promise.allSettled([settings.put('choices', { id: 'lost' }), settings.remove('choices', 'before')]);
    expect(failed.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(await settings.list('choices')).toEqual([{ id: 'before' }]);
    await rmdir(obstacle);
    await settings.put('choices', { id: 'after' });
    expect((await settings.list('choices')).map((one) => one.id)).toEqual(['after', 'before']);
  });
});
