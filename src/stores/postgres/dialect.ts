import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type { LedgerDialect, WorkSignal } from '../ledger/dialect.ts';
import type { Tables } from '../ledger/tables.ts';
import { createPool, patience, type Server } from './connections.ts';
import { channel } from './listener.ts';

/** Any number, the same in every Tocsin: who holds it brings the tables to their version. */
const migrationLock = 5_701_733;

/** In JSON. PostgreSQL reads no object in which the character 0 or half a pair stands, in whatever member; words of ours have no escapes. */
const escapes = String.raw`\\(u[0-9a-f]{4}|.)`;

/** The first start of a new version may take its time, and the replicas that start meanwhile wait for it. */
const migrationMs = 600_000;

export function postgresDialect(
  server: Server,
  { connections, work }: { readonly connections: number; readonly work: WorkSignal },
): LedgerDialect {
  return {
    kysely: new PostgresDialect({ pool: createPool(server, connections) }),
    addId: (table) => table.addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity()),
    largest: 'greatest',
    memberOfBody: (member) => sql`regexp_replace(${sql.ref('body')}, ${sql.lit(escapes)}, '', 'g')::json ->> ${sql.lit(member)}`,
    waitForRows: (query) => query.forUpdate(),
    skipHeldRows: (query) => query.forUpdate().skipLocked(),
    alone: (_db, migrate) => alone(server, migrate),
    prepareForMany,
    work,
  };
}

/** On a connection of its own, that waits longer. The lock ends with the connection, however that dies. */
async function alone(server: Server, work: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  const patient = { ...server, patience: { ...(server.patience ?? patience), answer: migrationMs } };
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(patient, 1) }) });
  try {
    await db.connection().execute(async (only) => {
      await sql`select pg_advisory_lock(${sql.lit(migrationLock)})`.execute(only);
      await work(only);
    });
  } finally {
    await db.destroy();
  }
}

/** A notice is part of the transaction that stores the work, however many rows it has: a trigger of each statement. */
async function prepareForMany(db: Transaction<Tables>): Promise<void> {
  await sql`
    create function tocsin_tell_work() returns trigger language plpgsql as $$
    begin perform pg_notify(${sql.lit(channel)}, ''); return null; end $$`.execute(db);
  await sql`create trigger events_told after insert on events for each statement execute function tocsin_tell_work()`.execute(db);
  await sql`
    create trigger deliveries_told after insert or update of due_at on deliveries
    for each statement execute function tocsin_tell_work()`.execute(db);
  await sql`create table settings (collection text not null, id text not null, body jsonb not null, primary key (collection, id))`.execute(
    db,
  );
  await sql`create table secrets (name text primary key, value text not null)`.execute(db);
  await sql`create table files (name text primary key, content bytea not null, kept_at timestamptz not null default now())`.execute(db);
  await sql`create index files_kept on files (kept_at)`.execute(db);
}
