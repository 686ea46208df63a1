import type { Kysely, Transaction } from 'kysely';
import { UserError } from '../../core/errors.ts';
import type { LedgerDialect } from './dialect.ts';
import { createFirstTables } from './migration-1.ts';
import { indexAudit } from './migration-2.ts';
import { measureAudit } from './migration-3.ts';
import { correlateAlerts } from './migration-4.ts';
import { prepareForMany } from './migration-5.ts';
import { rankDeliveries } from './migration-6.ts';
import type { Tables } from './tables.ts';

interface Migration {
  readonly name: string;
  readonly apply: (db: Transaction<Tables>, dialect: LedgerDialect) => Promise<void>;
}

/** Forward only; a migration's number is its place in this list, so the list is only ever added to. */
const migrations: readonly Migration[] = [
  { name: 'events, incidents, deliveries', apply: createFirstTables },
  { name: 'audit by person and place', apply: indexAudit },
  { name: 'audit with duration and detail', apply: measureAudit },
  { name: 'triage in turns, marks of incidents, lanes and paces', apply: correlateAlerts },
  { name: 'what several processes share', apply: prepareForMany },
  { name: 'urgency of deliveries', apply: rankDeliveries },
];

/**
 * Brings a ledger to this version, or to an older one that a test begins with, each step in a transaction and no two processes at
 * once. Throws UserError for one that a newer Tocsin has written.
 */
export async function migrate(
  db: Kysely<Tables>,
  dialect: LedgerDialect,
  { now, to = migrations.length }: { readonly now: number; readonly to?: number },
): Promise<void> {
  await dialect.alone(db, async (only) => {
    const applied = await versionOf(only);
    if (applied > migrations.length)
      throw new UserError(
        `The ledger is of version ${applied}; this Tocsin knows ${migrations.length} at most. Use the newer release again.`,
      );
    for (const [index, migration] of migrations.entries()) {
      const number = index + 1;
      if (number <= applied || number > to) continue;
      await only.transaction().execute(async (step) => {
        await migration.apply(step, dialect);
        await step.insertInto('migrations').values({ number, name: migration.name, applied_at: now }).execute();
      });
    }
  });
}

/** For who only looks at a ledger that another Tocsin may be at work on. Throws UserError where that is of another version. */
export async function refuseOtherVersion(db: Kysely<Tables>): Promise<void> {
  const tables = await db.introspection.getTables();
  const applied = tables.some(({ name }) => name === 'migrations') ? await versionOf(db) : 0;
  if (applied === migrations.length) return;
  throw new UserError(
    `The ledger is of version ${applied}, and this Tocsin reads version ${migrations.length}: use the release that the running bot is of.`,
  );
}

async function versionOf(db: Kysely<Tables>): Promise<number> {
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
  return last?.number ?? 0;
}
