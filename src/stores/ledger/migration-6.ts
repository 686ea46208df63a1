import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Numbers, because what is written here must stay what it was. */
const ranks = [
  ['incident-root', 2],
  ['incident-jira', 3],
  ['notice', 3],
  ['incident-thread', 4],
  ['digest', 4],
  ['incident-edit', 5],
] as const;

/** What a destination gets first when more is due than it takes; of what an older version stored, its kind alone says it. */
export async function rankDeliveries(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .alterTable('deliveries')
    .addColumn('urgency', 'integer', (column) => column.notNull().defaultTo(4))
    .execute();
  for (const [kind, urgency] of ranks)
    await db.updateTable('deliveries').set({ urgency }).where('kind', '=', kind).where('state', '!=', 'done').execute();
}
