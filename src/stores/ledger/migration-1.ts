import { type Kysely, sql } from 'kysely';
import type { LedgerDialect } from './dialect.ts';
import type { Tables } from './tables.ts';

/** The tables of version 1. Written down once and never changed: later versions add steps of their own. */
export async function createFirstTables(db: Kysely<Tables>, dialect: LedgerDialect): Promise<void> {
  await createEvents(db, dialect);
  await createIncidents(db, dialect);
  await createDeliveries(db, dialect);
  await createCommands(db, dialect);
}

async function createEvents(db: Kysely<Tables>, dialect: LedgerDialect): Promise<void> {
  await dialect
    .addId(db.schema.createTable('events'))
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('identity', 'text', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('resource', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('decision', 'text')
    .addColumn('reason', 'text')
    .addUniqueConstraint('events_identity', ['source', 'identity'])
    .execute();
  await db.schema.createIndex('events_new').on('events').column('id').where(sql.ref('state'), '=', sql.lit('new')).execute();
}

async function createIncidents(db: Kysely<Tables>, dialect: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('incidents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull().unique())
    .addColumn('service', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('incidents_state').on('incidents').columns(['state', 'service']).execute();
  await dialect
    .addId(db.schema.createTable('entries'))
    .addColumn('incident', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('entries_incident').on('entries').columns(['incident', 'id']).execute();
}

async function createDeliveries(db: Kysely<Tables>, dialect: LedgerDialect): Promise<void> {
  await dialect
    .addId(db.schema.createTable('deliveries'))
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('destination', 'text', (column) => column.notNull())
    .addColumn('effect', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('leased_until', 'bigint')
    .addColumn('reason', 'text')
    .addColumn('settled_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('deliveries_waiting')
    .on('deliveries')
    .columns(['destination', 'id'])
    .where(sql.ref('state'), '=', sql.lit('waiting'))
    .execute();
}

async function createCommands(db: Kysely<Tables>, dialect: LedgerDialect): Promise<void> {
  await db.schema
    .createTable('invocations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('invocations_unfinished')
    .on('invocations')
    .column('received_at')
    .where(sql.ref('finished_at'), 'is', sql.lit(null))
    .execute();
  await dialect
    .addId(db.schema.createTable('audit'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('probe')
    .addColumn('one', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
