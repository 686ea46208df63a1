import { type Kysely, sql } from 'kysely';
import type { Ledger } from '../../core/ledger.ts';
import type { Receipt } from '../../core/model/delivery.ts';
import { readDelivery } from './json.ts';
import type { Tables } from './tables.ts';

type Receipts = Pick<Ledger, 'delivery' | 'failedDeliveries' | 'receipts'>;

const columns = ['id', 'key', 'destination', 'kind', 'state', 'attempts', 'due_at', 'settled_at', 'reason'] as const;

/** What became of deliveries. */
export function createReceipts(db: Kysely<Tables>): Receipts {
  return {
    delivery: async (key) => {
      const row = await db.selectFrom('deliveries').select(columns).where('key', '=', key).executeTakeFirst();
      return row === undefined ? undefined : toReceipt(row);
    },
    receipts: async (incident) => {
      const rows = await db.selectFrom('deliveries').select(columns).where('incident', '=', incident).orderBy('id').execute();
      return rows.map(toReceipt);
    },
    failedDeliveries: async (most) => {
      const rows = await db
        .selectFrom('deliveries')
        .select([...columns, 'lane', 'owner', 'urgency', 'effect'])
        .where('state', '=', sql.lit('dead'))
        .orderBy('settled_at', 'desc')
        .orderBy('id', 'desc')
        .limit(most)
        .execute();
      return rows.map((row) => ({
        ...readDelivery(row),
        attempts: row.attempts,
        reason: row.reason ?? '',
        failedAt: row.settled_at ?? 0,
      }));
    },
  };
}

/** See Ledger.retryDelivery. */
export async function retryDelivery(db: Kysely<Tables>, id: number, dueAt: number): ReturnType<Ledger['retryDelivery']> {
  const again = await db
    .updateTable('deliveries')
    .set((of) => ({
      state: 'waiting',
      due_at: dueAt,
      settled_at: null,
      // Half above the highest id: behind all that is there, before all that will come.
      behind: of.selectFrom('deliveries as all').select((each) => sql<number>`${each.fn.max('all.id')} + 0.5`.as('last')),
    }))
    .where('id', '=', id)
    .where('state', '=', 'dead')
    .executeTakeFirst();
  return again.numUpdatedRows === 0n ? 'absent' : 'ordered';
}

function toReceipt(
  row: Pick<Receipt, 'attempts' | 'destination' | 'id' | 'key' | 'kind' | 'state'> & {
    readonly due_at: number;
    readonly settled_at: number | null;
    readonly reason: string | null;
  },
): Receipt {
  return {
    id: row.id,
    key: row.key,
    destination: row.destination,
    kind: row.kind,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
