import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Ledger } from '../../core/ledger.ts';
import type { Settlement, StoredDelivery } from '../../core/model/delivery.ts';
import type { Clock } from '../../core/ports.ts';
import { readEffect } from './json.ts';
import type { Tables } from './tables.ts';

type Deliveries = Pick<Ledger, 'lease' | 'settle' | 'releaseLeases' | 'nextDeliveryDue'>;

/** A worker that dies with a delivery in hand is replaced after this long. */
const leaseMs = 30_000;

export function createDeliveries(db: Kysely<Tables>, clock: Clock): Deliveries {
  return {
    lease: (now, most, busy) => lease(db, { now, most, busy }),
    settle: async (id, settlement) => {
      await db
        .updateTable('deliveries')
        .set(columnsOf(settlement, clock.now()))
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .execute();
    },
    releaseLeases: async () => {
      await db.updateTable('deliveries').set({ leased_until: null }).where('leased_until', 'is not', null).execute();
    },
    nextDeliveryDue: async () => {
      const rows = await db.selectFrom('deliveries').select(['due_at', 'leased_until']).where('id', 'in', oldestOfEach).execute();
      if (rows.length === 0) return undefined;
      return rows.reduce((least, row) => Math.min(least, Math.max(row.due_at, row.leased_until ?? 0)), Number.POSITIVE_INFINITY);
    },
  };
}

/** The first unsettled delivery of each destination: nothing overtakes it. */
function oldestOfEach(of: ExpressionBuilder<Tables, 'deliveries'>) {
  return (
    of
      .selectFrom('deliveries as waiting')
      .select((each) => each.fn.min('waiting.id').as('id'))
      // Written out, not bound: only then can SQLite use the index of what waits.
      .where('waiting.state', '=', sql.lit('waiting'))
      .groupBy('waiting.destination')
  );
}

async function lease(
  db: Kysely<Tables>,
  options: { readonly now: number; readonly most: number; readonly busy: readonly string[] },
): Promise<readonly StoredDelivery[]> {
  const { now, most, busy } = options;
  const rows = await db
    .updateTable('deliveries')
    .set((of) => ({ leased_until: now + leaseMs, attempts: of('attempts', '+', 1) }))
    .where('id', 'in', (of) =>
      of
        .selectFrom('deliveries')
        .select('id')
        .where('id', 'in', oldestOfEach)
        .where('due_at', '<=', now)
        .where((or) => or.or([or('leased_until', 'is', null), or('leased_until', '<=', now)]))
        .$if(busy.length > 0, (query) => query.where('destination', 'not in', busy))
        .orderBy('due_at')
        .orderBy('id')
        .limit(most),
    )
    .returning(['id', 'key', 'destination', 'effect', 'due_at', 'attempts'])
    .execute();
  return rows.map(toDelivery).toSorted((one, other) => one.dueAt - other.dueAt || one.id - other.id);
}

function toDelivery(row: {
  readonly id: number;
  readonly key: string;
  readonly destination: string;
  readonly effect: string;
  readonly due_at: number;
  readonly attempts: number;
}): StoredDelivery {
  return {
    id: row.id,
    key: row.key,
    destination: row.destination,
    effect: readEffect(row),
    dueAt: row.due_at,
    // The row counts this attempt already, so that one that dies is counted; the caller is told of those before it.
    attempts: row.attempts - 1,
  };
}

function columnsOf(settlement: Settlement, now: number) {
  switch (settlement.outcome) {
    case 'done':
      return { state: 'done', leased_until: null, reason: null, settled_at: now } as const;
    case 'dead':
      return { state: 'dead', leased_until: null, reason: settlement.reason, settled_at: now } as const;
    case 'retry':
      return { due_at: settlement.dueAt, leased_until: null, reason: settlement.reason } as const;
  }
}
