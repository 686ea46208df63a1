import type { Transaction } from 'kysely';
import type { LedgerDialect } from './dialect.ts';
import type { Tables } from './tables.ts';

/** What several processes on one database share beside the ledger, and how they tell each other; an embedded ledger needs none of it. */
export async function prepareForMany(db: Transaction<Tables>, dialect: LedgerDialect): Promise<void> {
  await dialect.prepareForMany(db);
}
