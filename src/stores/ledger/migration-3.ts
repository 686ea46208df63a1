import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** How long a command took, and what else is kept of it: of a query, where it was asked and how many rows came. */
export async function measureAudit(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('audit').addColumn('ms', 'integer').execute();
  await db.schema.alterTable('audit').addColumn('detail', 'text').execute();
}
