import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteDialect } from 'kysely';
import type { Ledger } from '../../core/ledger.ts';
import type { Clock } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import type { LedgerDialect } from './dialect.ts';
import { openLedger } from './ledger.ts';
import { nodeSqlite } from './node-sqlite.ts';

/** How long SQLite waits for another process (a backup, a person with a shell) that holds the file. */
const busyMs = 2_000;

/** The embedded ledger. Throws ProviderError when the file cannot be used, UserError when a newer Tocsin has written it. */
export async function openSqliteLedger(options: { readonly file: string; readonly clock: Clock }): Promise<Ledger> {
  await mkdir(dirname(options.file), { recursive: true });
  return openLedger({ dialect: sqliteDialect(openDatabase(options.file)), clock: options.clock });
}

/** Readers never wait for writers (WAL), and a commit is on disk when it returns (FULL). */
export function openDatabase(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { timeout: busyMs });
    database.exec('pragma journal_mode = wal');
    database.exec('pragma synchronous = full');
    return database;
  } catch (error) {
    throw storeError('the ledger', error);
  }
}

export function sqliteDialect(database: DatabaseSync): LedgerDialect {
  return {
    kysely: new SqliteDialect({ database: nodeSqlite(database) }),
    addId: (table) => table.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement()),
  };
}
