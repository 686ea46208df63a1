import { DatabaseSync } from 'node:sqlite';
import { SqliteDialect, sql } from 'kysely';
import { storeError } from '../errors.ts';
import type { LedgerDialect } from './dialect.ts';
import { nodeSqlite } from './node-sqlite.ts';
import { createWorkSignal } from './work-signal.ts';

/** How long SQLite waits for another process (a backup, a person with a shell) that holds the file. */
const busyMs = 2_000;

/** The commit that copies the log into the file takes longer than others, and at SQLite's own 4 MB is one in eighty. */
const bytesUntilCheckpoint = 16_000_000;

/**
 * Of a file that is made now. Alerts have 2 KB and more: of SQLite's own 4 KB each page would hold one of them, and a commit of many
 * takes an eighth longer.
 */
const pageBytes = 8_192;

/** Readers never wait for writers (WAL), and a commit is on disk when it returns (FULL). */
export function openDatabase(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { timeout: busyMs });
    database.exec(`pragma page_size = ${pageBytes}`);
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    database.exec(`pragma wal_autocheckpoint = ${Math.round(bytesUntilCheckpoint / pageSizeOf(database))}`);
    return database;
  } catch (error) {
    throw storeError('the ledger', error);
  }
}

/** In bytes; a file from before keeps what it has. */
function pageSizeOf(database: DatabaseSync): number {
  return Number(database.prepare('pragma page_size').get()?.['page_size']);
}

export function sqliteDialect(database: DatabaseSync): LedgerDialect {
  return {
    kysely: new SqliteDialect({ database: nodeSqlite(database) }),
    addId: (table) => table.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement()),
    largest: 'max',
    memberOfBody: (member) => sql`${sql.ref('body')} ->> ${sql.lit(member)}`,
    // A transaction has the whole file for itself.
    waitForRows: (query) => query,
    skipHeldRows: (query) => query,
    alone: (db, work) => work(db),
    prepareForMany: async () => undefined,
    work: createWorkSignal(),
  };
}
