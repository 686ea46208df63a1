import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What a person last did in a place is looked up when they refer to it ("chart save morning"). */
export async function indexAudit(db: Kysely<Tables>): Promise<void> {
  await db.schema.createIndex('audit_of_person').on('audit').columns(['who', 'place', 'id']).execute();
}
