import type { Kysely, Transaction } from 'kysely';
import type { AuditEntry, Change } from '../../core/ledger.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { NewDelivery } from '../../core/model/delivery.ts';
import type { Incident, TimelineEntry } from '../../core/model/incident.ts';
import { formatTarget, type Target } from '../../core/model/person.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

type Writing = Transaction<Tables>;

/** Leaves the transaction, so that nothing of the change is kept. */
class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** Writes all of a change or nothing. */
export async function commitChange(db: Kysely<Tables>, change: Change): Promise<'committed' | 'conflict'> {
  try {
    await db.transaction().execute(async (writing) => {
      for (const one of change.triaged ?? []) await markTriaged(writing, one);
      for (const incident of change.incidents ?? []) await writeIncident(writing, incident);
      for (const alert of change.alerts ?? []) await writeAlert(writing, alert);
      for (const delivery of change.deliveries ?? []) await addDelivery(writing, delivery);
      for (const { entry, announceTo } of change.entries ?? []) await addEntry(writing, entry, announceTo);
    });
    return 'committed';
  } catch (error) {
    if (error instanceof Conflict) return 'conflict';
    throw error;
  }
}

export async function addAudit(db: Kysely<Tables>, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db
    .insertInto('audit')
    .values(
      entries.map(({ at, who, what, where, result, ms, detail }) => ({
        at,
        who,
        what,
        place: where,
        result,
        ms: ms === undefined ? null : Math.round(ms),
        detail: detail === undefined ? null : toJson(detail),
      })),
    )
    .execute();
}

async function markTriaged(
  db: Writing,
  one: { readonly event: number; readonly decision: string; readonly reason: string },
): Promise<void> {
  const result = await db
    .updateTable('events')
    .set({ state: 'triaged', decision: one.decision, reason: one.reason })
    .where('id', '=', one.event)
    .where('state', '=', 'new')
    .executeTakeFirst();
  // Somebody else has decided about it meanwhile: deciding twice would open two incidents.
  if (result.numUpdatedRows === 0n) throw new Conflict();
}

async function writeIncident(db: Writing, incident: Incident): Promise<void> {
  const columns = {
    service: incident.service ?? null,
    state: incident.state,
    version: incident.version,
    body: toJson(incident),
  };
  if (incident.version === 1) {
    const inserted = await db
      .insertInto('incidents')
      .values({ ...columns, id: incident.id, number: numberOf(incident.id) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted === undefined) throw new Conflict();
    return;
  }
  const updated = await db
    .updateTable('incidents')
    .set(columns)
    .where('id', '=', incident.id)
    .where('version', '=', incident.version - 1)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) throw new Conflict();
}

async function writeAlert(db: Writing, alert: Alert): Promise<void> {
  const body = toJson(alert);
  await db
    .insertInto('alerts')
    .values({ key: alert.key, body })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ body }))
    .execute();
}

async function addEntry(db: Writing, entry: TimelineEntry, announceTo: readonly Target[]): Promise<void> {
  const { id } = await db
    .insertInto('entries')
    .values({ incident: entry.incident, body: toJson(entry) })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const target of announceTo) {
    const destination = formatTarget(target);
    const effect = { kind: 'incident-entry', incident: entry.incident, target, entry: id } as const;
    await addDelivery(db, { key: `entry:${id}:${destination}`, destination, effect, dueAt: entry.at });
  }
}

async function addDelivery(db: Writing, delivery: NewDelivery): Promise<void> {
  await db
    .insertInto('deliveries')
    .values({
      key: delivery.key,
      destination: delivery.destination,
      effect: toJson(delivery.effect),
      due_at: delivery.dueAt,
      state: 'waiting',
      attempts: 0,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

/** 7 for "INC-7". */
function numberOf(id: string): number {
  const number = Number(/\d+$/u.exec(id)?.[0]);
  if (!Number.isSafeInteger(number)) throw new TypeError(`an incident's id ends with its number, not “${id}”`);
  return number;
}
