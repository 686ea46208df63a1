import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Ledger, StoredEntry } from '../../core/ledger.ts';
import type { Incident } from '../../core/model/incident.ts';
import { readEntry, readIncident } from './json.ts';
import type { KnownIncidents } from './known-incidents.ts';
import type { Tables } from './tables.ts';
import { indexed } from './text.ts';

type Incidents = Pick<Ledger, 'candidates' | 'incident' | 'incidents' | 'longestWait' | 'nextIncidentNumber' | 'timeline' | 'entry'>;
type Query = SelectQueryBuilder<Tables, 'incidents', object>;

/** So many numbers in one statement: each is a parameter, and databases take no more than 32,766. */
const mostNumbers = 10_000;

/** What is read of incidents; all writing of them is in commit-incidents.ts. */
export function createIncidents(db: Kysely<Tables>, known: KnownIncidents): Incidents {
  const read = (query: Query): Promise<readonly Incident[]> => readAll(db, known, query);
  return {
    candidates: async ({ marks, resolvedSince, most }) => {
      if (marks.length === 0) return [];
      return read(
        db
          .selectFrom('incidents')
          .where('number', 'in', (of) =>
            of
              .selectFrom('incident_marks')
              .select('number')
              .distinct()
              .where('mark', 'in', marks.map(indexed))
              .where('ended_at', '>=', resolvedSince)
              .orderBy('number', 'desc')
              .limit(most),
          )
          .orderBy('number', 'desc'),
      );
    },
    incident: async (id) => (await read(db.selectFrom('incidents').where('id', '=', id)))[0],
    incidents: ({ open, service, waiting, most }) =>
      read(
        db
          .selectFrom('incidents')
          .$if(open === true, (query) => query.where('state', '!=', sql.lit('resolved')))
          .$if(service !== undefined, (query) => query.where('service', '=', service ?? ''))
          .$if(waiting !== undefined, (query) =>
            query
              .where('wait', '=', waiting?.kind ?? 'quiet')
              .where('wait_since', '<=', waiting?.since ?? 0)
              .orderBy('wait_since'),
          )
          .orderBy('number', 'desc')
          .limit(most),
      ),
    longestWait: async (kind) => {
      const row = await db
        .selectFrom('incidents')
        .select((of) => of.fn.min('wait_since').as('since'))
        .where('wait', '=', kind)
        .executeTakeFirst();
      return row?.since ?? undefined;
    },
    nextIncidentNumber: async () => {
      const row = await db
        .selectFrom('incidents')
        .select((of) => of.fn.max('number').as('number'))
        .executeTakeFirst();
      return (row?.number ?? 0) + 1;
    },
    timeline: async (incident) => {
      const rows = await db.selectFrom('entries').select(['id', 'body']).where('incident', '=', incident).orderBy('id').execute();
      return rows.map(toEntry);
    },
    entry: async (id) => {
      const row = await db.selectFrom('entries').select(['id', 'body']).where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : toEntry(row);
    },
  };
}

/** In the query's order. Only what is not known as it is now is read as a whole. */
async function readAll(db: Kysely<Tables>, known: KnownIncidents, query: Query): Promise<readonly Incident[]> {
  const rows = await query.select(['id', 'number', 'version']).execute();
  const found = new Map<number, Incident>();
  for (const { id, number, version } of rows) {
    const incident = known.at(id, version);
    if (incident !== undefined) found.set(number, incident);
  }
  const missing = rows.map(({ number }) => number).filter((number) => !found.has(number));
  for (let from = 0; from < missing.length; from += mostNumbers)
    for (const [number, incident] of await readWhole(db, missing.slice(from, from + mostNumbers))) {
      found.set(number, incident);
      known.keep(incident);
    }
  return rows.flatMap(({ number }) => found.get(number) ?? []);
}

/** In one statement, so that all of an incident is of one version. */
async function readWhole(db: Kysely<Tables>, numbers: readonly number[]): Promise<ReadonlyMap<number, Incident>> {
  const rows = await db
    .selectFrom('incidents')
    .leftJoin('incident_alerts', 'incident_alerts.number', 'incidents.number')
    .select(['incidents.number', 'incidents.body', 'incident_alerts.body as alert'])
    .where('incidents.number', 'in', numbers)
    .orderBy('incidents.number')
    .orderBy('incident_alerts.place')
    .execute();
  const grouped = Map.groupBy(rows, ({ number }) => number);
  return new Map([...grouped].map(([number, all]) => [number, readIncident(all)]));
}

function toEntry(row: { readonly id: number; readonly body: string }): StoredEntry {
  return { ...readEntry(row), id: row.id };
}
