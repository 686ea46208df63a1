import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { openCopyOfSqliteLedger } from './copy.ts';
import { openLedger } from './ledger.ts';
import { migrate } from './migrations.ts';
import { openSqliteLedger } from './sqlite.ts';
import { openDatabase, sqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

const clock = createHandClock();
const event = (identity: string) => ({ source: 'azure', identity, receivedAt: 1, body: '[]' }) as const;

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-copy-'));
  file = join(folder, 'ledger.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const versionOf = (path: string): unknown => {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare('select max(number) as version from migrations').get();
  database.close();
  return row?.['version'];
};

async function olderLedger(): Promise<void> {
  const dialect = sqliteDialect(openDatabase(file));
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  await migrate(db, dialect, { now: 0, to: 2 });
  await db.destroy();
}

it('shows what another process has committed so far, and leaves that process its ledger', async () => {
  const running = await openSqliteLedger({ file, clock });
  await running.storeEvent(event('a'));
  const copy = await openCopyOfSqliteLedger({ file, clock });
  await copy.storeEvent(event('b'));
  await running.storeEvent(event('c'));
  expect((await copy.events({ most: 9 })).map(({ identity }) => identity)).toEqual(['a', 'b']);
  expect((await running.events({ most: 9 })).map(({ identity }) => identity)).toEqual(['a', 'c']);
  await Promise.all([copy.close(), running.close()]);
});

it('brings the copy to this version and not the original', async () => {
  await olderLedger();
  const copy = await openCopyOfSqliteLedger({ file, clock });
  expect(await copy.events({ most: 9 })).toEqual([]);
  await copy.close();
  expect(versionOf(file)).toBe(2);
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('tocsin-replay-ledger-'))).toEqual([]);
});

it('refuses another version where it must be the same, and changes nothing', async () => {
  await olderLedger();
  const open = () => openLedger({ dialect: sqliteDialect(openDatabase(file)), clock, version: 'must be the same' });
  await expect(open()).rejects.toThrow(/is of version 2, and this Tocsin reads version \d+: use the release/u);
  expect(versionOf(file)).toBe(2);
  await rm(file);
  await (await openSqliteLedger({ file, clock })).close();
  await (await open()).close();
});
