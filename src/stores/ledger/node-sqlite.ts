import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Gives Node's own SQLite the interface that Kysely's SQLite dialect speaks to. */
export function nodeSqlite(database: DatabaseSync): SqliteDatabase {
  // Statements are prepared once: preparing costs more than running the small ones.
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      // Begun as a writer, a transaction that reads first cannot be overtaken by another process between its reading and writing.
      const statement = sql === 'rollback' ? rollback(database) : prepare(database, sql === 'begin' ? 'begin immediate' : sql);
      if (sql.length <= longestKept) prepared.set(sql, statement);
      return statement;
    },
  };
}

/**
 * Multi-row inserts have a text of their own for each number of rows. The long ones are many, seldom the same again, and
 * cost their rows little; the texts that are kept are as few as the ledger's statements.
 */
const longestKept = 2_000;

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toSql)),
    run: (parameters) => statement.run(...parameters.map(toSql)),
    iterate: (parameters) => statement.iterate(...parameters.map(toSql)),
  };
}

/** A full disk ends SQLite's transaction by itself; rolling back once more would hide that error behind another. */
function rollback(database: DatabaseSync): SqliteStatement {
  const nothing = { changes: 0, lastInsertRowid: 0 };
  return {
    reader: false,
    all: () => [],
    run: () => {
      if (database.isTransaction) database.exec('rollback');
      return nothing;
    },
    iterate: () => [].values(),
  };
}

function toSql(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`SQLite has no type for a ${typeof value}`);
}
