import { type Kysely, sql } from 'kysely';
import type { Ledger, StoredEntry } from '../../core/ledger.ts';
import { readEntry, readIncident } from './json.ts';
import type { Tables } from './tables.ts';

type Incidents = Pick<Ledger, 'candidates' | 'incident' | 'incidents' | 'nextIncidentNumber' | 'timeline' | 'entry'>;

/** What is read of incidents; all writing of them is in commit-incidents.ts. */
export function createIncidents(db: Kysely<Tables>): Incidents {
  return {
    candidates: async ({ marks, resolvedSince, most }) => {
      if (marks.length === 0) return [];
      const rows = await db
        .selectFrom('incidents')
        .select('body')
        .where('number', 'in', (of) =>
          of
            .selectFrom('incident_marks')
            .select('number')
            .distinct()
            .where('mark', 'in', marks)
            .where('ended_at', '>=', resolvedSince)
            .orderBy('number', 'desc')
            .limit(most),
        )
        .orderBy('number', 'desc')
        .execute();
      return rows.map(readIncident);
    },
    incident: async (id) => {
      const row = await db.selectFrom('incidents').select('body').where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readIncident(row);
    },
    incidents: async (filter) => {
      const { open, service } = filter;
      const rows = await db
        .selectFrom('incidents')
        .select('body')
        .$if(open === true, (query) => query.where('state', '!=', sql.lit('resolved')))
        .$if(service !== undefined, (query) => query.where('service', '=', service ?? ''))
        .orderBy('number', 'desc')
        .limit(filter.most)
        .execute();
      return rows.map(readIncident);
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

function toEntry(row: { readonly id: number; readonly body: string }): StoredEntry {
  return { ...readEntry(row), id: row.id };
}
