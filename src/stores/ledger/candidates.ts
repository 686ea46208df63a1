import { type ExpressionBuilder, type ExpressionWrapper, type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { patienceMs } from '../../core/model/delivery.ts';
import type { LedgerDialect } from './dialect.ts';
import type { Candidate } from './fair-turns.ts';
import { rankOf } from './json.ts';
import type { Tables } from './tables.ts';

/** Written out, not bound: only then can SQLite use the index of what waits. */
export const waiting = sql<'waiting'>`'waiting'`;

type Of = ExpressionBuilder<Tables, 'deliveries'>;

/**
 * Where each lane stands: before it nothing of the lane waits. The one the outer query calls `deliveries`. A redraw goes before a
 * line that is not to be told yet: the root would be wrong for as long as that.
 */
export const isFirstOfLane =
  (now: number) =>
  (of: Of): ExpressionWrapper<Tables, 'deliveries', SqlBool> =>
    of.not(
      of.exists(
        of
          .selectFrom('deliveries as before')
          .select('before.id')
          .whereRef('before.lane', '=', 'deliveries.lane')
          .where('before.state', '=', waiting)
          .where(
            sql<SqlBool>`(coalesce(${sql.ref('before.behind')}, ${sql.ref('before.id')}), ${sql.ref('before.id')}) < (coalesce(${sql.ref('deliveries.behind')}, ${sql.ref('deliveries.id')}), ${sql.ref('deliveries.id')})`,
          )
          .where((both) =>
            both.or([
              both('deliveries.kind', '!=', 'incident-edit'),
              both('before.kind', '!=', 'incident-thread'),
              both('before.attempts', '>', 0),
              both('before.due_at', '<=', now),
            ]),
          ),
      ),
    );

interface Wanted {
  readonly destinations: readonly string[];
  readonly now: number;
  readonly most: number;
  /** Lanes that are passed over. */
  readonly busy: readonly string[];
}

/** Of each owner in each destination the first few that could go out, the most urgent first. */
export async function candidates(db: Transaction<Tables>, dialect: LedgerDialect, wanted: Wanted): Promise<readonly Candidate[]> {
  const rows = await db
    .selectFrom((of) =>
      of
        .selectFrom(() => ready(db, dialect, wanted).as('ready'))
        .select((each) => [
          'ready.id',
          'ready.destination',
          'ready.owner',
          'ready.due_at',
          'ready.rank',
          each.fn
            .agg<number>('row_number')
            .over((over) =>
              over.partitionBy(['ready.destination', 'ready.owner']).orderBy('ready.rank').orderBy('ready.due_at').orderBy('ready.id'),
            )
            .as('nth'),
        ])
        .as('first'),
    )
    .selectAll()
    .where('nth', '<=', wanted.most)
    .execute();
  return rows.map(({ due_at: dueAt, id, destination, owner, rank }) => ({ id, destination, owner, rank, dueAt }));
}

/** The first of each lane that is due and that nobody has in hand, each with the rank of the most urgent that is due in its lane. */
function ready(db: Transaction<Tables>, dialect: LedgerDialect, { destinations, now, busy }: Wanted) {
  return db
    .selectFrom('deliveries')
    .select((each) => [
      'deliveries.id',
      'deliveries.destination',
      'deliveries.owner',
      'deliveries.due_at',
      each.fn
        .coalesce(
          each
            .selectFrom('deliveries as lane')
            .select(sql<number>`min(${rankAt(dialect, now)})`.as('rank'))
            .whereRef('lane.lane', '=', 'deliveries.lane')
            .where('lane.state', '=', waiting)
            .where('lane.due_at', '<=', now),
          'deliveries.urgency',
        )
        .as('rank'),
    ])
    .where('deliveries.state', '=', waiting)
    .where('deliveries.destination', 'in', destinations)
    .where('deliveries.due_at', '<=', now)
    .where((or) => or.or([or('deliveries.leased_until', 'is', null), or('deliveries.leased_until', '<=', now)]))
    .$if(busy.length > 0, (query) => query.where('deliveries.lane', 'not in', busy))
    .where(isFirstOfLane(now))
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('deliveries as held')
            .select('held.id')
            .whereRef('held.lane', '=', 'deliveries.lane')
            .where('held.state', '=', waiting)
            .where('held.leased_until', '>', now),
        ),
      ),
    );
}

/** The rank of its urgency, one less for each `patienceMs` it has been due; no news and no redraw comes before a root thereby. */
function rankAt({ largest }: LedgerDialect, now: number): RawBuilder<number> {
  const act = sql.lit(rankOf('act'));
  // Whole numbers divide to whole numbers; SQLite is given any number as one with a fraction.
  const waited = sql`(cast(${now} as bigint) - lane.due_at) / ${sql.lit(patienceMs)}`;
  return sql`case when lane.urgency <= ${act} then lane.urgency else ${sql.raw(largest)}(${act}, lane.urgency - ${waited}) end`;
}
