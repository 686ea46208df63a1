import { type Kysely, sql } from 'kysely';
import type { Ledger } from '../../core/ledger.ts';
import type { LedgerDialect } from './dialect.ts';
import { readAlert, readDecision } from './json.ts';
import type { Tables } from './tables.ts';
import { indexed } from './text.ts';

type Alerts = Pick<Ledger, 'alert' | 'alertOfFiring' | 'alerts' | 'decisions' | 'silencesWaitedFor'>;

/** What is read of alerts and of what was decided about them; all writing of them is in commit-incidents.ts. */
export function createAlerts(db: Kysely<Tables>, dialect: LedgerDialect): Alerts {
  return {
    alert: async (key) => {
      const row = await db.selectFrom('alerts').select('body').where('key', '=', indexed(key)).executeTakeFirst();
      return row === undefined ? undefined : readAlert(row);
    },
    alertOfFiring: async (source, firing) => {
      const row = await db
        .selectFrom('alerts')
        .select('body')
        .where('source', '=', source)
        .where('firing', '=', indexed(firing))
        .orderBy('last_event_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : readAlert(row);
    },
    alerts: async (filter) => {
      const rows = await selectAlerts(db, dialect, filter).execute();
      return rows.map(readAlert);
    },
    silencesWaitedFor: async () => {
      const found: string[] = [];
      for (let silence = await silenceAfter(db, ''); silence !== undefined; silence = await silenceAfter(db, silence)) found.push(silence);
      return found;
    },
    decisions: async ({ alert, incident, since, order, most }) => {
      const rows = await db
        .selectFrom('decisions')
        .select('body')
        .$if(alert !== undefined, (query) => query.where('alert', '=', indexed(alert ?? '')))
        .$if(incident !== undefined, (query) => query.where('incident', '=', incident ?? ''))
        .$if(since !== undefined, (query) => query.where('at', '>=', since ?? 0))
        .orderBy('id', order === 'oldest first' ? 'asc' : 'desc')
        .limit(most)
        .execute();
      return rows.map(readDecision);
    },
  };
}

/** One after the other, since few silences may hold thousands of alerts: a `distinct` reads the entries of all of them. */
async function silenceAfter(db: Kysely<Tables>, silence: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('alerts')
    .select((of) => of.fn.min('silence').as('silence'))
    .where('silence', '>', silence)
    .where('state', '=', sql.lit('fired'))
    .executeTakeFirst();
  return row?.silence ?? undefined;
}

/** The states are written out, not bound: only then can SQLite use the partial indexes. */
function selectAlerts(db: Kysely<Tables>, { memberOfBody }: LedgerDialect, filter: Parameters<Ledger['alerts']>[0]) {
  const { state, service, waiting, silence, dueBy, id, order, most } = filter;
  return db
    .selectFrom('alerts')
    .select('body')
    .$if(state !== undefined, (query) => query.where('state', '=', sql.lit(state ?? 'fired')))
    .$if(service !== undefined, (query) =>
      service === 'unassigned' ? query.where('service', 'is', null) : query.where('service', '=', service ?? ''),
    )
    .$if(waiting !== undefined, (query) => query.where('waiting', 'is not', null).where('waiting', '=', sql.lit(waiting ?? 'held')))
    .$if(silence !== undefined, (query) => query.where('silence', '=', silence ?? ''))
    .$if(dueBy !== undefined, (query) => query.where('ends_at', 'is not', null).where('ends_at', '<=', dueBy ?? 0))
    .$if(id !== undefined, (query) => query.where('short_id', '=', id ?? ''))
    .$if(dueBy !== undefined, (query) => query.orderBy('ends_at'))
    .$if(order !== undefined, (query) =>
      query.orderBy(memberOfBody('severity')).orderBy((of) => of.case().when('waiting', 'is', null).then(0).else(1).end()),
    )
    .orderBy('last_event_at', 'desc')
    .orderBy('key')
    .limit(most);
}
