import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { NewDelivery, Urgency } from '../../core/model/delivery.ts';
import { columnsOfDelivery, rankOf, toJson } from './json.ts';
import type { Tables } from './tables.ts';

type Writing = Transaction<Tables>;

/** Stores a delivery, unless its key is there or what waits will show the same. `gapMs`: of an 'incident-thread', see tables.ts. */
export async function addDelivery(db: Writing, delivery: NewDelivery, { gapMs = 0 }: { readonly gapMs?: number } = {}): Promise<void> {
  if (delivery.effect.kind === 'incident-edit' && (await joinsWaitingCard(db, delivery)) === 'joined') return;
  await db
    .insertInto('deliveries')
    .values({
      key: delivery.key,
      lane: delivery.lane,
      destination: delivery.destination,
      owner: delivery.owner,
      effect: toJson(delivery.effect),
      ...columnsOfDelivery(delivery),
      due_at: delivery.dueAt,
      gap_ms: gapMs,
      state: 'waiting',
      attempts: 0,
    })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          due_at: sql`case when deliveries.attempts = 0 and deliveries.due_at > ${delivery.dueAt} then ${delivery.dueAt} else deliveries.due_at end`,
          urgency: moreUrgent(delivery.urgency),
        })
        .where('deliveries.state', '=', 'waiting'),
    )
    .execute();
}

/** The urgency of a waiting row when this one comes along. */
export function moreUrgent(urgency: Urgency): RawBuilder<number> {
  const rank = rankOf(urgency);
  return sql`case when deliveries.urgency > ${rank} then ${rank} else deliveries.urgency end`;
}

/**
 * The card is made when it is sent, so a root or a redraw that nobody has begun will show this change too. An update, because a
 * worker that takes it at this very moment must be waited for. A root keeps its own time.
 */
async function joinsWaitingCard(db: Writing, { lane, dueAt, urgency }: NewDelivery): Promise<'joined' | 'alone'> {
  const joined = await db
    .updateTable('deliveries')
    .set({
      due_at: sql`case when kind = 'incident-edit' and due_at > ${dueAt} then ${dueAt} else due_at end`,
      urgency: moreUrgent(urgency),
    })
    .where('lane', '=', lane)
    .where('kind', 'in', ['incident-root', 'incident-edit'])
    // Written out, not bound: only then can SQLite use the index of what waits.
    .where('state', '=', sql.lit('waiting'))
    .where('attempts', '=', 0)
    .executeTakeFirst();
  return joined.numUpdatedRows > 0n ? 'joined' : 'alone';
}
