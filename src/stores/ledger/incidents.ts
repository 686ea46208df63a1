import type { Kysely } from 'kysely';
import type { Ledger, StoredEntry } from '../../core/ledger.ts';
import { readAlert, readEntry, readIncident } from './json.ts';
import type { Tables } from './tables.ts';

type Incidents = Pick<Ledger, 'alert' | 'incident' | 'incidents' | 'nextIncidentNumber' | 'timeline' | 'entry'>;

/** What is read of alerts and incidents; all writing of them is in commit.ts. */
export function createIncidents(db: Kysely<Tables>): Incidents {
  return {
    alert: async (key) => {
      const row = await db.selectFrom('alerts').select('body').where('key', '=', key).executeTakeFirst();
      return row === undefined ? undefined : readAlert(row);
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
        .$if(open === true, (query) => query.where('state', '!=', 'resolved'))
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
