import type { Kysely } from 'kysely';
import { type Alert, type AlertOfIncident, alertId } from '../../core/model/alert.ts';
import { type Effect, laneOf } from '../../core/model/delivery.ts';
import type { Incident } from '../../core/model/incident.ts';
import { formatTarget, type Target } from '../../core/model/person.ts';
import { columnsOfMarks } from './incident-rows.ts';
import { columnsOfIncident, numberOf, toJson } from './json.ts';
import { notEnded, type Tables } from './tables.ts';
import { indexed } from './text.ts';

/** What version 3 did not know of an alert; its rule is then the condition itself. */
type OldAlert = Omit<Alert, 'labels' | 'resources' | 'rule'> & Partial<Pick<Alert, 'labels' | 'resources' | 'rule'>>;
type OldAlertOfIncident = Omit<AlertOfIncident, 'resources' | 'rule'> & Partial<Pick<AlertOfIncident, 'resources' | 'rule'>>;
type OldIncident = Omit<Incident, 'alerts' | 'services'> & {
  readonly alerts: readonly OldAlertOfIncident[];
  readonly services?: readonly string[];
};
/** Version 3 told each line of a story by a delivery of its own. */
type OldEffect = Effect | { readonly kind: 'incident-entry'; readonly incident: string; readonly target: Target; readonly entry: number };

/** Brings the rows of version 3 to the shapes of version 4. */
export async function carryOver(db: Kysely<Tables>): Promise<void> {
  await carryAlerts(db);
  await carryIncidents(db);
  await carryDeliveries(db);
}

async function carryAlerts(db: Kysely<Tables>): Promise<void> {
  const rows = await db.selectFrom('alerts').select(['key', 'body']).execute();
  for (const row of rows) {
    const old: OldAlert = JSON.parse(row.body);
    const alert: Alert = { ...old, rule: old.rule ?? old.title, resources: old.resources ?? [], labels: old.labels ?? {} };
    const { source, state, service = null, lastEventAt: last_event_at } = alert;
    await db
      .updateTable('alerts')
      .set({ body: toJson(alert), short_id: alertId(alert.key), key: indexed(alert.key), source, state, service, last_event_at })
      .where('key', '=', row.key)
      .execute();
  }
}

async function carryIncidents(db: Kysely<Tables>): Promise<void> {
  const rows = await db.selectFrom('incidents').select(['id', 'body']).execute();
  for (const row of rows) {
    const old: OldIncident = JSON.parse(row.body);
    const incident: Incident = {
      ...old,
      services: old.services ?? (old.service === undefined ? [] : [old.service]),
      alerts: old.alerts.map((alert) => ({ ...alert, rule: alert.rule ?? alert.title, resources: alert.resources ?? [] })),
    };
    await db.updateTable('incidents').set(columnsOfIncident(incident)).where('id', '=', row.id).execute();
    for (const [place, alert] of incident.alerts.entries())
      await db
        .insertInto('incident_alerts')
        .values({ number: numberOf(incident.id), place, body: toJson(alert) })
        .execute();
    const ended_at = incident.resolved?.at ?? notEnded;
    for (const mark of columnsOfMarks(incident))
      await db
        .insertInto('incident_marks')
        .values({ number: numberOf(incident.id), mark, ended_at })
        .execute();
  }
}

async function carryDeliveries(db: Kysely<Tables>): Promise<void> {
  const rows = await db.selectFrom('deliveries').select(['id', 'destination', 'effect']).execute();
  for (const row of rows) {
    const old: OldEffect = JSON.parse(row.effect);
    const effect: Effect = old.kind === 'incident-entry' ? await carryEntry(db, old) : old;
    const inRoom = effect.kind === 'incident-root' || effect.kind === 'incident-edit' || effect.kind === 'incident-thread';
    await db
      .updateTable('deliveries')
      .set({
        effect: toJson(effect),
        kind: effect.kind,
        incident: 'incident' in effect ? effect.incident : null,
        first: effect.kind === 'incident-thread' ? effect.first : null,
        lane: inRoom ? laneOf(effect.incident, effect.target) : row.destination,
      })
      .where('id', '=', row.id)
      .execute();
  }
}

/** A delivery of one line becomes one of the lines from that on, and the line knows where it is told. */
async function carryEntry(db: Kysely<Tables>, old: Extract<OldEffect, { readonly kind: 'incident-entry' }>): Promise<Effect> {
  const { incident, target, entry } = old;
  const row = await db.selectFrom('entries').select('told_in').where('id', '=', entry).executeTakeFirst();
  const before: readonly string[] = JSON.parse(row?.told_in ?? '[]');
  await db
    .updateTable('entries')
    .set({ told_in: JSON.stringify([...before, formatTarget(target)]) })
    .where('id', '=', entry)
    .execute();
  return { kind: 'incident-thread', incident, target, first: entry };
}
