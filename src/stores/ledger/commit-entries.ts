import { sql, type Transaction } from 'kysely';
import type { NewEntry } from '../../core/ledger.ts';
import { laneOf } from '../../core/model/delivery.ts';
import { formatTarget, type Target } from '../../core/model/person.ts';
import { addDelivery, moreUrgent } from './commit-deliveries.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

type Writing = Transaction<Tables>;

/** Adds a line to an incident's story, and has it told: see Change.entries. */
export async function addEntry(db: Writing, one: NewEntry): Promise<void> {
  const { entry, announceTo } = one;
  const { id } = await db
    .insertInto('entries')
    .values({
      incident: entry.incident,
      body: toJson(entry),
      told_in: announceTo.length === 0 ? null : JSON.stringify(announceTo.map(formatTarget)),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (one.waits === 'for company') return;
  for (const target of announceTo) await tell(db, one, { id, target });
}

async function tell(
  db: Writing,
  { entry, gapMs, owner, urgency }: NewEntry,
  { id, target }: { readonly id: number; readonly target: Target },
) {
  const { incident } = entry;
  const lane = laneOf(incident, target);
  const dueAt = Math.max(entry.at, (await lastToldAt(db, lane)) + gapMs);
  if ((await joinsWaitingThread(db, { lane, dueAt, gapMs, urgency })) === 'joined') return;
  const destination = formatTarget(target);
  const effect = { kind: 'incident-thread', incident, target, first: id } as const;
  await addDelivery(db, { key: `thread:${incident}:${destination}:${id}`, lane, destination, owner, urgency, effect, dueAt }, { gapMs });
}

/** When the last message about the incident went out there; long ago when none did. */
async function lastToldAt(db: Writing, lane: string): Promise<number> {
  const last = await db
    .selectFrom('deliveries')
    .select((of) => of.fn.max('settled_at').as('at'))
    .where('lane', '=', lane)
    // Written out, not bound: only then can SQLite use the index of what went out.
    .where('state', '=', sql.lit('done'))
    .where('kind', '!=', sql.lit('incident-edit'))
    .executeTakeFirst();
  return last?.at ?? Number.NEGATIVE_INFINITY;
}

/** An update, because a worker that takes it at this very moment must be waited for: then it tells no more than it has. */
async function joinsWaitingThread(
  db: Writing,
  { lane, dueAt, gapMs, urgency }: Pick<NewEntry, 'gapMs' | 'urgency'> & { readonly lane: string; readonly dueAt: number },
): Promise<'joined' | 'alone'> {
  const joined = await db
    .updateTable('deliveries')
    .set({
      due_at: sql`case when due_at > ${dueAt} then ${dueAt} else due_at end`,
      gap_ms: sql`case when gap_ms > ${gapMs} then ${gapMs} else gap_ms end`,
      urgency: moreUrgent(urgency),
    })
    .where('id', '=', (of) =>
      of
        .selectFrom('deliveries as waiting')
        .select((each) => each.fn.max('waiting.id').as('id'))
        .where('waiting.lane', '=', lane)
        .where('waiting.kind', '=', 'incident-thread')
        .where('waiting.state', '=', sql.lit('waiting'))
        .where('waiting.attempts', '=', 0),
    )
    .where('attempts', '=', 0)
    .executeTakeFirst();
  return joined.numUpdatedRows > 0n ? 'joined' : 'alone';
}
