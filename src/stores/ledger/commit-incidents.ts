import type { Transaction } from 'kysely';
import type { Alert } from '../../core/model/alert.ts';
import type { DecisionRecord } from '../../core/model/decision.ts';
import { type Incident, marksOf } from '../../core/model/incident.ts';
import { Conflict } from './conflict.ts';
import { columnsOfAlert, numberOf, toJson } from './json.ts';
import { notEnded, type Tables } from './tables.ts';

type Writing = Transaction<Tables>;

/** So many rows in one statement: each value of them is a parameter, and databases take no more than 32,766. */
const mostRows = 500;

export async function writeIncident(db: Writing, incident: Incident): Promise<void> {
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
  } else {
    const updated = await db
      .updateTable('incidents')
      .set(columns)
      .where('id', '=', incident.id)
      .where('version', '=', incident.version - 1)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) throw new Conflict();
  }
  await writeMarks(db, incident);
}

/** Most changes of an incident change none of its marks: they are read, and only the difference is written. */
async function writeMarks(db: Writing, incident: Incident): Promise<void> {
  const number = numberOf(incident.id);
  const endedAt = incident.resolved?.at ?? notEnded;
  const marks = marksOf(incident);
  const before =
    incident.version === 1 ? [] : await db.selectFrom('incident_marks').select(['mark', 'ended_at']).where('number', '=', number).execute();
  const known = new Set(before.map((row) => row.mark));
  const added = marks.filter((mark) => !known.has(mark));
  for (let from = 0; from < added.length; from += mostRows) {
    const values = added.slice(from, from + mostRows).map((mark) => ({ number, mark, ended_at: endedAt }));
    await db.insertInto('incident_marks').values(values).execute();
  }
  const wanted = new Set(marks);
  const gone = before.filter((row) => !wanted.has(row.mark)).map((row) => row.mark);
  for (const mark of gone) await db.deleteFrom('incident_marks').where('number', '=', number).where('mark', '=', mark).execute();
  if (before.some((row) => row.ended_at !== endedAt))
    await db.updateTable('incident_marks').set({ ended_at: endedAt }).where('number', '=', number).execute();
}

export async function writeAlerts(db: Writing, alerts: readonly Alert[]): Promise<void> {
  // One statement cannot write a row twice: of two states of an alert the last counts.
  const last = [...new Map(alerts.map((alert) => [alert.key, alert])).values()];
  for (let from = 0; from < last.length; from += mostRows)
    await db
      .insertInto('alerts')
      .values(last.slice(from, from + mostRows).map((alert) => ({ key: alert.key, ...columnsOfAlert(alert) })))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((of) => ({
          body: of.ref('excluded.body'),
          firing: of.ref('excluded.firing'),
          state: of.ref('excluded.state'),
          service: of.ref('excluded.service'),
          waiting: of.ref('excluded.waiting'),
          ends_at: of.ref('excluded.ends_at'),
          last_event_at: of.ref('excluded.last_event_at'),
        })),
      )
      .execute();
}

export async function addDecisions(db: Writing, decisions: readonly DecisionRecord[]): Promise<void> {
  for (let from = 0; from < decisions.length; from += mostRows)
    await db
      .insertInto('decisions')
      .values(
        decisions.slice(from, from + mostRows).map((decision) => ({
          at: decision.at,
          alert: decision.alert ?? null,
          incident: decision.incident ?? null,
          body: toJson(decision),
        })),
      )
      .execute();
}
