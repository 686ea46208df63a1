import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sampleDelivery, sampleEvent, sampleIncident, sampleNewEntry } from '../../../test/contract/ledger-samples.ts';
import { createHandClock } from '../../../test/fakes/hand-clock.ts';
import { temporaryFolder } from '../../../test/fakes/temporary-folder.ts';
import { ProviderError, UserError } from '../../core/errors.ts';
import type { Ledger } from '../../core/ledger.ts';
import { openLedger } from './ledger.ts';
import { openSqliteLedger } from './sqlite.ts';
import { openDatabase, sqliteDialect } from './sqlite-dialect.ts';

const clock = createHandClock();

async function open(): Promise<{ ledger: Ledger; database: DatabaseSync; file: string }> {
  const file = join(await temporaryFolder(), 'ledger.db');
  const database = openDatabase(file);
  const ledger = await openLedger({ dialect: sqliteDialect(database), clock });
  onTestFinished(() => ledger.close());
  return { ledger, database, file };
}

/** Lets the file grow by no more pages, as a full disk does. */
function fill(database: DatabaseSync): void {
  database.exec(`pragma max_page_count = ${Number(database.prepare('pragma page_count').get()?.['page_count'])}`);
}

describe('the embedded ledger', () => {
  it('tells nobody that there is work for a line that makes no message', async () => {
    const { ledger } = await open();
    await ledger.commit({ incidents: [sampleIncident(1)] });
    let told = 0;
    ledger.onWork(() => (told += 1));
    await ledger.commit({ entries: [sampleNewEntry('opened', { kind: 'opened', waits: 'for company' })] });
    await nextTurn();
    expect(told).toBe(0);
    await ledger.commit({ entries: [sampleNewEntry('joined')] });
    await nextTurn();
    expect(told).toBe(1);
  });

  it('5: says that the disk is full, loses nothing, and goes on by itself when there is room again', async () => {
    const { ledger, database } = await open();
    await ledger.storeEvent(sampleEvent('before'));
    fill(database);
    const large = sampleEvent('large', { body: 'x'.repeat(100_000) });
    const refused = await Promise.allSettled([ledger.storeEvent(large), ledger.storeEvent({ ...large, identity: 'large too' })]);
    for (const one of refused) {
      expect(one.status).toBe('rejected');
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(ProviderError);
    }
    await expect(ledger.storeEvent(large)).rejects.toThrow('the disk is full');

    database.exec('pragma max_page_count = 1000000');
    expect(await ledger.storeEvent(large)).toBe('stored');
    expect((await ledger.untriaged(10)).map((event) => event.identity)).toEqual(['before', 'large']);
  });

  it('5: writes nothing of a change that the disk has no room for', async () => {
    const { ledger, database } = await open();
    fill(database);
    const change = { incidents: [sampleIncident(1)], deliveries: [sampleDelivery('x'.repeat(100_000))] };
    await expect(ledger.commit(change)).rejects.toBeInstanceOf(ProviderError);
    expect(await ledger.incident('INC-1')).toBeUndefined();
    database.exec('pragma max_page_count = 1000000');
    expect(await ledger.commit(change)).toBe('committed');
  });

  it('5: says that it is read-only and when it is not any more', async () => {
    const { ledger, database } = await open();
    database.exec('pragma query_only = on');
    await expect(ledger.storeEvent(sampleEvent('one'))).rejects.toThrow('it is read-only');
    expect(await ledger.health()).toEqual({ writable: 'no', reason: 'cannot be used now: it is read-only.' });
    expect(await ledger.untriaged(10)).toEqual([]);
    database.exec('pragma query_only = off');
    expect(await ledger.health()).toEqual({ writable: 'yes' });
    expect(await ledger.storeEvent(sampleEvent('one'))).toBe('stored');
  });

  it('forces every commit to disk', async () => {
    const { database } = await open();
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('pragma synchronous').get()).toEqual({ synchronous: 2 });
  });

  it('refuses a file that is no database', async () => {
    const file = join(await temporaryFolder(), 'ledger.db');
    await writeFile(file, 'this is a letter, not a ledger'.repeat(100));
    await expect(openSqliteLedger({ file, clock })).rejects.toThrow('the file is not a database');
  });

  it('refuses a ledger that a newer Tocsin has written', async () => {
    const { ledger, database, file } = await open();
    database.exec("insert into migrations (number, name, applied_at) values (99, 'from the future', 0)");
    await ledger.close();
    const failure = await openSqliteLedger({ file, clock }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
  });

  it('lets other work of the process go on while it writes', async () => {
    const { ledger } = await open();
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
    }, 0);
    for (let count = 0; count < 60; count += 1) await ledger.commit({ deliveries: [sampleDelivery(`d${count}`)] });
    clearInterval(turning);
    expect(turns).toBeGreaterThan(5);
  });
});
