import type { Kysely } from 'kysely';
import { UserError } from '../../core/errors.ts';
import type { LedgerDialect } from './dialect.ts';
import { createFirstTables } from './migration-1.ts';
import { indexAudit } from './migration-2.ts';
import { measureAudit } from './migration-3.ts';
import type { Tables } from './tables.ts';

interface Migration {
  readonly name: string;
  readonly apply: (db: Kysely<Tables>, dialect: LedgerDialect) => Promise<void>;
}

/** Forward only; a migration's number is its place in this list, so the list is only ever added to. */
const migrations: readonly Migration[] = [
  { name: 'events, incidents, deliveries', apply: createFirstTables },
  { name: 'audit by person and place', apply: indexAudit },
  { name: 'audit with duration and detail', apply: measureAudit },
];

/** Brings a ledger to this version, each step in a transaction. Throws UserError for one that a newer Tocsin has written. */
export async function migrate(db: Kysely<Tables>, dialect: LedgerDialect, now: number): Promise<void> {
  await db.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
  const last = await db
    .selectFrom('migrations')
    .select((of) => of.fn.max('number').as('number'))
    .executeTakeFirst();
  const applied = last?.number ?? 0;
  if (applied > migrations.length)
    throw new UserError(
      `The ledger is of version ${applied}; this Tocsin knows ${migrations.length} at most. Use the newer release again.`,
    );
  for (const [index, migration] of migrations.entries()) {
    const number = index + 1;
    if (number <= applied) continue;
    await db.transaction().execute(async (step) => {
      await migration.apply(step, dialect);
      await step.insertInto('migrations').values({ number, name: migration.name, applied_at: now }).execute();
    });
  }
}
