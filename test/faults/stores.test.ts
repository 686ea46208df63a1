import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { openLowdbSettings } from '../../src/stores/settings/open-settings.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { untilKilled } from './until-killed.ts';

const writeEvents = new URL('./write-events.ts', import.meta.url);
const writeSettings = new URL('./write-settings.ts', import.meta.url);

describe('stores and kill -9', () => {
  it.each([1, 60, 700])('1: every event acknowledged before a kill is there afterwards (%d events)', async (lines) => {
    const file = join(await temporaryFolder(), 'ledger.db');
    const acknowledged = await untilKilled(writeEvents, [file], lines);
    const ledger = await openSqliteLedger({ file, clock: createHandClock() });
    const kept = new Set((await ledger.untriaged(1_000_000)).map((event) => event.identity));
    await ledger.close();
    expect(acknowledged.filter((identity) => !kept.has(identity))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(lines - 1);
  });

  it('1: every setting acknowledged before a kill is there afterwards, and the file is whole', async () => {
    const folder = await temporaryFolder();
    const acknowledged = await untilKilled(writeSettings, [folder], 40);
    const settings = await openLowdbSettings({ folder });
    const kept = new Set((await settings.list('choices')).map((one) => one.id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });
});

describe('torn files', () => {
  it('6: a half-written neighbour of the settings is of no consequence', async () => {
    const folder = await temporaryFolder();
    const settings = await openLowdbSettings({ folder });
    await settings.put('choices', { id: 'slack:U1', timeZone: 'UTC' });
    await writeFile(join(folder, 'settings.json.new'), '{"version":1,"choi');
    const again = await openLowdbSettings({ folder });
    expect(await again.list('choices')).toEqual([{ id: 'slack:U1', timeZone: 'UTC' }]);
    await again.put('choices', { id: 'slack:U2', timeZone: 'UTC' });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  it('6: torn settings stop the start with a sentence that names the file, and are left as they are', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'settings.json');
    const settings = await openLowdbSettings({ folder });
    await settings.put('choices', { id: 'slack:U1', timeZone: 'UTC' });
    await truncate(file, 60);
    const torn = await readFile(file, 'utf8');
    const failure = await openLowdbSettings({ folder }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain(file);
    expect(await readFile(file, 'utf8')).toBe(torn);
  });

  it('6: settings that a person broke by hand are refused with the place of the fault', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'settings.json'), '{"version":1,"choices":[{"id":7}],"colour":"red"}');
    await expect(openLowdbSettings({ folder })).rejects.toThrow(/choices\[0\]\.id[\s\S]*|colour/u);
  });

  it('6: a ledger whose last record is torn opens with all that was committed before', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'ledger.db');
    await untilKilled(writeEvents, [file], 300);
    const log = await readFile(`${file}-wal`);
    await truncate(`${file}-wal`, log.length - 1_000);
    const ledger = await openSqliteLedger({ file, clock: createHandClock() });
    expect((await ledger.untriaged(1_000_000)).length).toBeGreaterThan(0);
    expect(await ledger.health()).toEqual({ writable: 'yes' });
    await ledger.close();
  });
});
