import { type Kysely, sql } from 'kysely';
import type { LedgerDialect } from './dialect.ts';
import { carryOver } from './migration-4-rows.ts';
import type { Tables } from './tables.ts';

/** Triage in turns, what alerts and incidents are found by, lanes and paces of deliveries. */
export async function correlateAlerts(db: Kysely<Tables>, dialect: LedgerDialect): Promise<void> {
  await addTriage(db, dialect);
  await extendAlerts(db);
  await addMarks(db);
  await extendDeliveries(db);
  await carryOver(db);
}

async function addTriage(db: Kysely<Tables>, dialect: LedgerDialect): Promise<void> {
  await db.schema.alterTable('events').addColumn('via', 'text').execute();
  await db.schema.createIndex('events_rejected').on('events').column('id').where(sql.ref('state'), '=', sql.lit('rejected')).execute();
  await db.schema
    .createTable('turns')
    .addColumn('one', 'integer', (column) => column.primaryKey())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .execute();
  await db.insertInto('turns').values({ one: 1, n: 0 }).execute();
  await dialect
    .addId(db.schema.createTable('decisions'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('alert', 'text')
    .addColumn('incident', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('decisions_alert').on('decisions').columns(['alert', 'id']).execute();
  await db.schema.createIndex('decisions_at').on('decisions').column('at').execute();
  await db.schema.createIndex('decisions_incident').on('decisions').columns(['incident', 'id']).execute();
}

async function extendAlerts(db: Kysely<Tables>): Promise<void> {
  for (const name of ['short_id', 'source', 'state'] as const)
    await db.schema
      .alterTable('alerts')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  for (const name of ['firing', 'service', 'silence', 'waiting'] as const)
    await db.schema.alterTable('alerts').addColumn(name, 'text').execute();
  await db.schema.alterTable('alerts').addColumn('ends_at', 'bigint').execute();
  await db.schema
    .alterTable('alerts')
    .addColumn('last_event_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  const index = (name: string, ...columns: readonly ('last_event_at' | 'service' | 'short_id')[]) =>
    db.schema
      .createIndex(name)
      .on('alerts')
      .columns([...columns]);
  await index('alerts_newest', 'last_event_at').execute();
  await index('alerts_service', 'service', 'last_event_at').execute();
  await index('alerts_short_id', 'short_id').execute();
  await index('alerts_firing', 'last_event_at').where(sql.ref('state'), '=', sql.lit('fired')).execute();
  await db.schema
    .createIndex('alerts_waiting')
    .on('alerts')
    .columns(['waiting', 'last_event_at'])
    .where(sql.ref('waiting'), 'is not', sql.lit(null))
    .execute();
  await db.schema
    .createIndex('alerts_silenced')
    .on('alerts')
    .column('silence')
    .where(sql.ref('state'), '=', sql.lit('fired'))
    .where(sql.ref('silence'), 'is not', sql.lit(null))
    .execute();
  await db.schema
    .createIndex('alerts_ending')
    .on('alerts')
    .columns(['state', 'ends_at'])
    .where(sql.ref('ends_at'), 'is not', sql.lit(null))
    .execute();
  await db.schema
    .createIndex('alerts_of_firing')
    .on('alerts')
    .columns(['source', 'firing'])
    .where(sql.ref('firing'), 'is not', sql.lit(null))
    .execute();
}

async function addMarks(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('incident_alerts')
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('incident_alerts_key', ['number', 'place'])
    .execute();
  await db.schema
    .createTable('incident_marks')
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('mark', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('incident_marks_key', ['number', 'mark'])
    .execute();
  await db.schema.createIndex('incident_marks_mark').on('incident_marks').columns(['mark', 'ended_at', 'number']).execute();
  await db.schema.dropIndex('incidents_state').execute();
  await db.schema
    .createIndex('incidents_open')
    .on('incidents')
    .column('number')
    .where(sql.ref('state'), '!=', sql.lit('resolved'))
    .execute();
  await db.schema.alterTable('incidents').addColumn('wait', 'text').execute();
  await db.schema.alterTable('incidents').addColumn('wait_since', 'bigint').execute();
  await db.schema
    .createIndex('incidents_waiting')
    .on('incidents')
    .columns(['wait', 'wait_since'])
    .where(sql.ref('wait'), 'is not', sql.lit(null))
    .execute();
  await db.schema.createIndex('incidents_service').on('incidents').columns(['service', 'number']).execute();
  await db.schema.alterTable('entries').addColumn('told_in', 'text').execute();
}

async function extendDeliveries(db: Kysely<Tables>): Promise<void> {
  for (const name of ['lane', 'owner', 'kind'] as const)
    await db.schema
      .alterTable('deliveries')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  await db.schema.alterTable('deliveries').addColumn('incident', 'text').execute();
  await db.schema.alterTable('deliveries').addColumn('first', 'bigint').execute();
  await db.schema
    .alterTable('deliveries')
    .addColumn('gap_ms', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('deliveries').addColumn('behind', 'double precision').execute();
  await db.schema.dropIndex('deliveries_waiting').execute();
  const waiting = (name: string, ...columns: readonly ('destination' | 'due_at' | 'id' | 'lane')[]) =>
    db.schema
      .createIndex(name)
      .on('deliveries')
      .columns([...columns])
      .where(sql.ref('state'), '=', sql.lit('waiting'))
      .execute();
  await waiting('deliveries_waiting', 'destination', 'due_at');
  await waiting('deliveries_waiting_lane', 'lane', 'id');
  await db.schema
    .createIndex('deliveries_told')
    .on('deliveries')
    .columns(['lane', 'settled_at'])
    .where(sql.ref('state'), '=', sql.lit('done'))
    .where(sql.ref('kind'), '!=', sql.lit('incident-edit'))
    .execute();
  await db.schema.createIndex('deliveries_incident').on('deliveries').columns(['incident', 'id']).execute();
  await db.schema
    .createIndex('deliveries_thread')
    .on('deliveries')
    .columns(['lane', 'first'])
    .where(sql.ref('first'), 'is not', sql.lit(null))
    .execute();
  await db.schema
    .createIndex('deliveries_dead')
    .on('deliveries')
    .column('settled_at')
    .where(sql.ref('state'), '=', sql.lit('dead'))
    .execute();
  await addPaces(db);
}

async function addPaces(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('paces')
    .addColumn('destination', 'text', (column) => column.primaryKey())
    .addColumn('tat', 'bigint', (column) => column.notNull())
    .addColumn('free_at', 'bigint', (column) => column.notNull())
    .addColumn('every_ms', 'bigint', (column) => column.notNull())
    .addColumn('paused_until', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('served')
    .addColumn('destination', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('turn', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('served_key', ['destination', 'owner'])
    .execute();
}
