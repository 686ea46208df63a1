import type { Kysely, Transaction } from 'kysely';
import type { Ledger } from '../../core/ledger.ts';
import type { Pace, StoredDelivery } from '../../core/model/delivery.ts';
import { candidates, waiting } from './candidates.ts';
import type { LedgerDialect } from './dialect.ts';
import { type Served, type Taken, takeFairly } from './fair-turns.ts';
import { type DeliveryColumns, readDelivery } from './json.ts';
import { roomFor, spend } from './pace.ts';
import type { Tables } from './tables.ts';

type Writing = Transaction<Tables>;
/** Data only, so that it can be asked of another thread. */
export interface LeaseOrder {
  readonly now: number;
  readonly most: number;
  readonly busy: readonly string[];
  readonly destinations: readonly OpenDestination[];
}

/** Where something is due, and its pace allows it as far as was seen. */
export interface OpenDestination {
  readonly destination: string;
  /** undefined: as fast as it goes. */
  readonly pace: Pace | undefined;
  /** Whether its row of `paces` is there. */
  readonly row: 'absent' | 'present';
}

interface Open {
  readonly destination: string;
  readonly tat: number;
  readonly pace: Pace | undefined;
  readonly room: number;
}

/** A worker that dies with a delivery in hand is replaced after this long. */
const leaseMs = 30_000;

/** Takes what may go out now of those destinations: see Ledger.lease. */
export async function lease(db: Kysely<Tables>, dialect: LedgerDialect, options: LeaseOrder): Promise<readonly StoredDelivery[]> {
  return db.transaction().execute(async (writing) => {
    const open = await hold(writing, dialect, options);
    if (open.length === 0) return [];
    const names = open.map((one) => one.destination);
    const taken = takeFairly(await candidates(writing, dialect, { ...options, destinations: names }), {
      served: await writing.selectFrom('served').selectAll().where('destination', 'in', names).execute(),
      room: new Map(open.map((one) => [one.destination, one.room])),
      most: options.most,
    });
    if (taken.length === 0) return [];
    const leased = await take(writing, dialect, { taken, now: options.now });
    await keepCount(
      writing,
      open,
      leased.map((one) => one.taken),
      options.now,
    );
    return leased.map((one) => one.delivery);
  });
}

export const unspent = { tat: 0, free_at: 0, every_ms: 0, paused_until: 0 } as const;

/** The destinations with something due that are not to be left alone. */
export async function openDestinations(
  db: Kysely<Tables>,
  { now, pace }: { readonly now: number } & Pick<Parameters<Ledger['lease']>[1], 'pace'>,
): Promise<readonly OpenDestination[]> {
  const due = await db
    .selectFrom('deliveries')
    .leftJoin('paces', 'paces.destination', 'deliveries.destination')
    .select(['deliveries.destination', 'paces.free_at', 'paces.every_ms', 'paces.paused_until'])
    .distinct()
    .where('state', '=', waiting)
    .where('due_at', '<=', now)
    .where((or) => or.or([or('leased_until', 'is', null), or('leased_until', '<=', now)]))
    // Two processes that add rows for the same new destinations add them in one order, so that neither waits for the other.
    .orderBy('deliveries.destination')
    .execute();
  // Of a destination that has no room nothing more needs to be read; what is told of a moment far ahead comes from a clock that was.
  const free = due.filter(
    (one) => one.free_at === null || ((one.free_at <= now || one.free_at > now + (one.every_ms ?? 0)) && (one.paused_until ?? 0) <= now),
  );
  return free.flatMap(({ destination, free_at: freeAt }) => {
    const limit = pace(destination);
    return limit === 'closed' ? [] : [{ destination, pace: limit, row: freeAt === null ? 'absent' : 'present' }];
  });
}

/** Their rows are held until the end, so that no other process counts on the same room; those another process holds are left to it. */
async function hold(db: Writing, dialect: LedgerDialect, { now, destinations }: LeaseOrder): Promise<readonly Open[]> {
  const added = destinations.filter((one) => one.row === 'absent').map(({ destination }) => ({ destination, ...unspent }));
  if (added.length > 0)
    await db
      .insertInto('paces')
      .values(added)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const paces = new Map(destinations.map((one) => [one.destination, one.pace]));
  const held = await dialect
    .skipHeldRows(
      db
        .selectFrom('paces')
        .select(['destination', 'tat'])
        .where('destination', 'in', [...paces.keys()])
        .where('paused_until', '<=', now)
        .orderBy('destination'),
    )
    .execute();
  return held
    .map(({ destination, tat }) => {
      const pace = paces.get(destination);
      const most = pace?.atOnce ?? Number.POSITIVE_INFINITY;
      return { destination, tat, pace, room: pace === undefined ? most : Math.min(most, roomFor({ tat }, pace, now)) };
    })
    .filter((one) => one.room > 0);
}

async function take(
  db: Writing,
  dialect: LedgerDialect,
  { taken, now }: { readonly taken: readonly Taken[]; readonly now: number },
): Promise<readonly { readonly taken: Taken; readonly delivery: StoredDelivery }[]> {
  const rows = await db
    .updateTable('deliveries')
    .set((of) => ({ leased_until: now + leaseMs, attempts: of('attempts', '+', 1) }))
    .where('id', 'in', (of) =>
      dialect.skipHeldRows(
        of
          .selectFrom('deliveries')
          .select('id')
          .where(
            'id',
            'in',
            taken.map((one) => one.id),
          )
          .where('state', '=', 'waiting')
          .where('due_at', '<=', now)
          .where((or) => or.or([or('leased_until', 'is', null), or('leased_until', '<=', now)])),
      ),
    )
    .returning(['id', 'key', 'lane', 'destination', 'owner', 'urgency', 'effect', 'due_at', 'attempts'])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, toDelivery(row)]));
  return taken.flatMap((one) => {
    const delivery = byId.get(one.id);
    return delivery === undefined ? [] : [{ taken: one, delivery }];
  });
}

/** What was taken counts as sent: for the pace of its destination, and for its owner's turn there. */
async function keepCount(db: Writing, open: readonly Open[], taken: readonly Taken[], now: number): Promise<void> {
  const counts = Map.groupBy(taken, (one) => one.destination);
  const spent = open.flatMap(({ destination, tat, pace }) => {
    const count = counts.get(destination)?.length ?? 0;
    if (count === 0) return [];
    if (pace === undefined) return [];
    const after = spend({ tat }, count, { pace, now });
    return [{ ...unspent, destination, tat: after.tat, free_at: after.freeAt, every_ms: after.everyMs }];
  });
  if (spent.length > 0)
    await db
      .insertInto('paces')
      .values(spent)
      .onConflict((conflict) =>
        conflict.column('destination').doUpdateSet((of) => ({
          tat: of.ref('excluded.tat'),
          free_at: of.ref('excluded.free_at'),
          every_ms: of.ref('excluded.every_ms'),
        })),
      )
      .execute();
  const served: readonly Served[] = taken.map(({ destination, owner, turn }) => ({ destination, owner, turn }));
  // One statement cannot write a row twice; of two turns the later counts.
  const last = [...new Map(served.map((one) => [JSON.stringify([one.destination, one.owner]), one])).values()];
  if (last.length > 0)
    await db
      .insertInto('served')
      .values(last)
      .onConflict((conflict) => conflict.columns(['destination', 'owner']).doUpdateSet((of) => ({ turn: of.ref('excluded.turn') })))
      .execute();
}

export function toDelivery(row: DeliveryColumns & { readonly attempts: number }): StoredDelivery {
  // The row counts this attempt already, so that one that dies is counted; the caller is told of those before it.
  return { ...readDelivery(row), attempts: row.attempts - 1 };
}
