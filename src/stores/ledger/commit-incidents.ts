import type { Transaction } from 'kysely';
import type { Alert } from '../../core/model/alert.ts';
import type { DecisionRecord } from '../../core/model/decision.ts';
import { Conflict } from './conflict.ts';
import type { IncidentRows, MarksKept } from './incident-rows.ts';
import { columnsOfAlert, toJson } from './json.ts';
import type { Tables } from './tables.ts';
import { indexed, indexedOrNull } from './text.ts';

type Writing = Transaction<Tables>;

/** So many rows in one statement: each value of them is a parameter, and databases take no more than 32,766. */
const mostRows = 500;

export async function writeIncident(db: Writing, incident: IncidentRows): Promise<void> {
  const { id, number, version, columns } = incident;
  if (version === 1) {
    const inserted = await db
      .insertInto('incidents')
      .values({ ...columns, id, number })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted === undefined) throw new Conflict();
  } else {
    const updated = await db
      .updateTable('incidents')
      .set(columns)
      .where('id', '=', id)
      .where('version', '=', version - 1)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) throw new Conflict();
  }
  await writeAlertsOf(db, incident);
  await writeMarks(db, incident);
}

async function writeAlertsOf(db: Writing, { number, alerts, cutAt }: IncidentRows): Promise<void> {
  for (let from = 0; from < alerts.length; from += mostRows)
    await db
      .insertInto('incident_alerts')
      .values(alerts.slice(from, from + mostRows).map(({ place, body }) => ({ number, place, body })))
      .onConflict((conflict) => conflict.columns(['number', 'place']).doUpdateSet((of) => ({ body: of.ref('excluded.body') })))
      .execute();
  if (cutAt !== undefined) await db.deleteFrom('incident_alerts').where('number', '=', number).where('place', '>=', cutAt).execute();
}

async function readMarks(db: Writing, number: number): Promise<MarksKept> {
  const rows = await db.selectFrom('incident_marks').select(['mark', 'ended_at']).where('number', '=', number).execute();
  return { marks: rows.map((row) => row.mark), endedAt: rows[0]?.ended_at };
}

/** Most changes of an incident change none of its marks: only the difference is written. */
async function writeMarks(db: Writing, { number, marks, endedAt, marksBefore }: IncidentRows): Promise<void> {
  const before = marksBefore ?? (await readMarks(db, number));
  const known = new Set(before.marks);
  const added = marks.filter((mark) => !known.has(mark));
  for (let from = 0; from < added.length; from += mostRows) {
    const values = added.slice(from, from + mostRows).map((mark) => ({ number, mark, ended_at: endedAt }));
    await db.insertInto('incident_marks').values(values).execute();
  }
  const wanted = new Set(marks);
  const gone = before.marks.filter((mark) => !wanted.has(mark));
  for (const mark of gone) await db.deleteFrom('incident_marks').where('number', '=', number).where('mark', '=', mark).execute();
  if (before.marks.length > 0 && before.endedAt !== endedAt)
    await db.updateTable('incident_marks').set({ ended_at: endedAt }).where('number', '=', number).execute();
}

export async function writeAlerts(db: Writing, alerts: readonly Alert[]): Promise<void> {
  // One statement cannot write a row twice: of two states of an alert the last counts.
  const last = [...new Map(alerts.map((alert) => [indexed(alert.key), alert]))];
  for (let from = 0; from < last.length; from += mostRows)
    await db
      .insertInto('alerts')
      .values(last.slice(from, from + mostRows).map(([key, alert]) => ({ key, ...columnsOfAlert(alert) })))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((of) => ({
          body: of.ref('excluded.body'),
          firing: of.ref('excluded.firing'),
          state: of.ref('excluded.state'),
          service: of.ref('excluded.service'),
          waiting: of.ref('excluded.waiting'),
          silence: of.ref('excluded.silence'),
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
          alert: indexedOrNull(decision.alert),
          incident: decision.incident ?? null,
          body: toJson(decision),
        })),
      )
      .execute();
}
