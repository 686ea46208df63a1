import { type Kysely, sql } from 'kysely';
import type { CollectionName, Settings, SettingsCollections } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import type { SharedTables } from './shared-tables.ts';

// The store trusts what it wrote itself: a collection holds only its own shape.
const asJson = sql<string>`body::text`.as('body');

/** Every member throws ProviderError when the database cannot be used. */
export function createSettings(db: Kysely<SharedTables>): Settings {
  return {
    list: async <C extends CollectionName>(collection: C) => {
      const rows = await translated(
        db.selectFrom('settings').select(asJson).where('collection', '=', collection).orderBy(sql`id collate "C"`).execute(),
      );
      return rows.map((row): SettingsCollections[C] => JSON.parse(row.body));
    },
    get: async <C extends CollectionName>(collection: C, id: string) => {
      const row = await translated(
        db.selectFrom('settings').select(asJson).where('collection', '=', collection).where('id', '=', id).executeTakeFirst(),
      );
      if (row === undefined) return undefined;
      const kept: SettingsCollections[C] = JSON.parse(row.body);
      return kept;
    },
    put: async (collection, value) => {
      const body = JSON.stringify(value, withoutNul);
      const row = await translated(
        db
          .insertInto('settings')
          .values({ collection, id: value.id, body })
          .onConflict((conflict) => conflict.columns(['collection', 'id']).doUpdateSet({ body }))
          // A row that was not there before has never been deleted or locked by anybody.
          .returning(sql<boolean>`xmax = 0`.as('isNew'))
          .executeTakeFirstOrThrow(),
      );
      return row.isNew ? 'added' : 'replaced';
    },
    replace: async (collection, read, by) => {
      const [before, body] = [read, by].map((value) => JSON.stringify(value, withoutNul));
      const replaced = await translated(
        db
          .updateTable('settings')
          .set({ body })
          .where('collection', '=', collection)
          .where('id', '=', read.id)
          .where(sql<boolean>`body = ${before}::jsonb`)
          .executeTakeFirst(),
      );
      return replaced.numUpdatedRows > 0n ? 'replaced' : 'differs';
    },
    remove: async (collection, id) => {
      const removed = await translated(
        db.deleteFrom('settings').where('collection', '=', collection).where('id', '=', id).executeTakeFirst(),
      );
      return removed.numDeletedRows > 0n ? 'removed' : 'absent';
    },
    close: () => db.destroy(),
  };
}

async function translated<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw storeError('the settings', error);
  }
}

/** PostgreSQL has no U+0000 in its JSON. */
function withoutNul(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\u0000', '\u2400') : value;
}
