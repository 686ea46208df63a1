import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { KeptFiles } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import type { SharedTables } from './shared-tables.ts';

/** A chat keeps its own copy of a picture it has shown. */
const keptFor = '30 days';

/** Every member throws ProviderError when the database cannot be used. */
export function createFiles(db: Kysely<SharedTables>): KeptFiles {
  return {
    put: async (name, content) => {
      await translated(
        db
          .deleteFrom('files')
          .where('kept_at', '<', sql<Date>`now() - ${sql.lit(keptFor)}::interval`)
          .execute(),
      );
      await translated(
        db
          .insertInto('files')
          .values({ name, content })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute(),
      );
    },
    get: async (name) => {
      const row = await translated(db.selectFrom('files').select('content').where('name', '=', name).executeTakeFirst());
      return row?.content;
    },
    key: async (name) => {
      const value = randomBytes(32).toString('hex');
      await translated(
        db
          .insertInto('secrets')
          .values({ name, value })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
      const kept = await translated(db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirstOrThrow());
      return kept.value;
    },
    close: () => db.destroy(),
  };
}

async function translated<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw storeError('the files', error);
  }
}
