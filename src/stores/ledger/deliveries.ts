import { type Kysely, sql, type Transaction } from 'kysely';
import type { Ledger, StoredEntry } from '../../core/ledger.ts';
import { laneOf, type Settlement } from '../../core/model/delivery.ts';
import { formatTarget } from '../../core/model/person.ts';
import type { Clock } from '../../core/ports.ts';
import { isFirstOfLane, waiting } from './candidates.ts';
import type { LedgerDialect } from './dialect.ts';
import { readEntry } from './json.ts';
import { unspent } from './lease.ts';
import { notEnded, type Tables } from './tables.ts';
import { storable } from './text.ts';

type Deliveries = Pick<Ledger, 'nextDeliveryDue' | 'threadEntries'>;

export function createDeliveries(db: Kysely<Tables>, dialect: LedgerDialect, clock: Clock): Deliveries {
  return {
    nextDeliveryDue: () => nextDue(db, dialect, clock.now()),
    threadEntries: async (delivery) => threadEntries(db, delivery),
  };
}

export async function releaseLeases(db: Kysely<Tables>): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ leased_until: null })
    .where('state', '=', waiting)
    .where('leased_until', 'is not', null)
    .execute();
}

export async function settle(
  db: Kysely<Tables>,
  { id, settlement, now }: { readonly id: number; readonly settlement: Settlement; readonly now: number },
): Promise<void> {
  await db.transaction().execute(async (writing) => {
    const settled = await writing
      .updateTable('deliveries')
      .set(columnsOf(settlement, now))
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .returning(['lane', 'kind', 'destination'])
      .executeTakeFirst();
    if (settled === undefined) return;
    if (settlement.outcome === 'retry' && settlement.pauseUntil !== undefined)
      await pause(writing, settled.destination, settlement.pauseUntil);
    if (settlement.outcome === 'done' && (settled.kind === 'incident-root' || settled.kind === 'incident-thread'))
      await keepDistance(writing, settled.lane, now);
  });
}

async function pause(db: Transaction<Tables>, destination: string, until: number): Promise<void> {
  await db
    .insertInto('paces')
    .values({ ...unspent, destination, paused_until: until })
    .onConflict((conflict) => conflict.column('destination').doUpdateSet({ paused_until: until }).where('paces.paused_until', '<', until))
    .execute();
}

/** What waits to be told in a thread keeps its distance from the message that has just gone out there, too. */
async function keepDistance(db: Transaction<Tables>, lane: string, now: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set((of) => ({ due_at: of(of.val(now), '+', of.ref('gap_ms')) }))
    .where('lane', '=', lane)
    .where('state', '=', waiting)
    .where('kind', '=', 'incident-thread')
    .where('attempts', '=', 0)
    .where('gap_ms', '>', 0)
    .where((of) => of('due_at', '<', of(of.val(now), '+', of.ref('gap_ms'))))
    .execute();
}

function columnsOf(settlement: Settlement, now: number) {
  switch (settlement.outcome) {
    case 'done':
      return {
        state: 'done',
        leased_until: null,
        reason: settlement.remark === undefined ? null : storable(settlement.remark),
        settled_at: now,
      } as const;
    case 'dead':
      return { state: 'dead', leased_until: null, reason: storable(settlement.reason), settled_at: now } as const;
    case 'retry':
      return { due_at: settlement.dueAt, leased_until: null, reason: storable(settlement.reason) } as const;
  }
}

async function nextDue(db: Kysely<Tables>, { largest }: LedgerDialect, now: number): Promise<number | undefined> {
  // What is told of a moment far ahead comes from a clock that was.
  const free = sql`case when paces.free_at > ${now} + paces.every_ms then 0 else coalesce(paces.free_at, 0) end`;
  // A redraw that is under way is not always the first of its lane, and nothing of the lane is leased beside it.
  const held = sql`(select max(held.leased_until) from deliveries as held where held.lane = deliveries.lane and held.state = ${waiting})`;
  const at = sql<number>`min(${sql.raw(largest)}(due_at, coalesce(${held}, 0), coalesce(paused_until, 0), ${free}))`;
  const row = await db
    .selectFrom('deliveries')
    .leftJoin('paces', 'paces.destination', 'deliveries.destination')
    .select(at.as('at'))
    .where('state', '=', waiting)
    .where(isFirstOfLane(now))
    .executeTakeFirst();
  return row?.at ?? undefined;
}

/** One statement, so that a line and the delivery that begins with it are seen together or not at all. */
async function threadEntries(
  db: Kysely<Tables>,
  { incident, target, first }: Parameters<Ledger['threadEntries']>[0],
): Promise<readonly StoredEntry[]> {
  const lane = laneOf(incident, target);
  const rows = await db
    .selectFrom('entries')
    .select(['id', 'body', 'told_in'])
    .where('incident', '=', incident)
    .where((of) =>
      of.or([
        of('id', '>=', first),
        of.not(of.exists(of.selectFrom('deliveries as earlier').select('earlier.id').where('lane', '=', lane).where('first', '<', first))),
      ]),
    )
    .where('id', '<', (of) =>
      of
        .selectFrom('deliveries')
        .select((each) => each.fn.coalesce(each.fn.min('first'), sql.lit(notEnded)).as('next'))
        .where('lane', '=', lane)
        .where('first', '>', first),
    )
    .orderBy('id')
    .execute();
  const destination = formatTarget(target);
  return rows.flatMap((row) => {
    const entry = { ...readEntry(row), id: row.id };
    // A room that came later than how it was opened hears that, too.
    return entry.kind === 'opened' || destinationsOf(row).includes(destination) ? [entry] : [];
  });
}

function destinationsOf(row: { readonly told_in: string | null }): readonly string[] {
  return JSON.parse(row.told_in ?? '[]');
}
