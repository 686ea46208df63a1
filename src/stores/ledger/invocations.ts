import type { Kysely } from 'kysely';
import type { Invocation } from '../../core/invocation.ts';
import type { Ledger } from '../../core/ledger.ts';
import { createGroupWriter } from './group-writer.ts';
import { readInvocation, toJson } from './json.ts';
import type { Tables } from './tables.ts';
import { indexed } from './text.ts';

type InvocationWrites = Pick<Ledger, 'storeInvocation'> & { readonly finishInvocation: (id: string, now: number) => Promise<void> };

export function createInvocations(db: Kysely<Tables>): Pick<Ledger, 'unfinishedInvocations'> {
  return {
    unfinishedInvocations: async () => {
      const rows = await db.selectFrom('invocations').select('body').where('finished_at', 'is', null).orderBy('received_at').execute();
      return rows.map(readInvocation);
    },
  };
}

export function writeInvocations(db: Kysely<Tables>, isHopeless: (error: unknown) => boolean): InvocationWrites {
  return {
    storeInvocation: createGroupWriter((invocations) => storeAll(db, invocations), isHopeless),
    finishInvocation: async (id, now) => {
      await db.updateTable('invocations').set({ finished_at: now }).where('id', '=', indexed(id)).execute();
    },
  };
}

async function storeAll(db: Kysely<Tables>, invocations: readonly Invocation[]): Promise<readonly ('stored' | 'duplicate')[]> {
  const rows = await db
    .insertInto('invocations')
    .values(invocations.map((one) => ({ id: indexed(one.id), received_at: one.receivedAt, body: toJson(one) })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  const stored = new Set(rows.map((row) => row.id));
  return invocations.map((one) => (stored.delete(indexed(one.id)) ? 'stored' : 'duplicate'));
}
