import { type Kysely, sql } from 'kysely';
import type { Ledger, NewEvent, StoredEvent } from '../../core/ledger.ts';
import type { AlertSourceName } from '../../core/model/alert.ts';
import { createGroupWriter } from './group-writer.ts';
import type { Tables } from './tables.ts';
import { indexed, storable } from './text.ts';

type Events = Pick<Ledger, 'events' | 'untriaged'>;

const columns = ['id', 'source', 'identity', 'received_at', 'body', 'resource', 'state', 'reason', 'via'] as const;

/** Stores events: see Ledger.storeEvent. */
export function eventWriter(db: Kysely<Tables>, isHopeless: (error: unknown) => boolean): Ledger['storeEvent'] {
  return createGroupWriter((events) => storeAll(db, events), isHopeless);
}

export function createEvents(db: Kysely<Tables>): Events {
  return {
    untriaged: async (most) => {
      const rows = await db
        .selectFrom('events')
        .select(columns)
        // Written out, not bound: only then can SQLite use the index of what is new.
        .where('state', '=', sql.lit('new'))
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(toEvent);
    },
    events: async ({ since, after, only, order, most }) => {
      const rows = await db
        .selectFrom('events')
        .select(columns)
        .where('state', only === 'rejected' ? '=' : '!=', sql.lit('rejected'))
        .$if(since !== undefined, (query) => query.where('received_at', '>=', since ?? 0))
        .$if(after !== undefined, (query) => query.where('id', order === undefined ? '>' : '<', after ?? 0))
        .orderBy('id', order === undefined ? 'asc' : 'desc')
        .limit(most)
        .execute();
      return rows.map(toEvent);
    },
  };
}

function toEvent(row: {
  readonly id: number;
  readonly source: AlertSourceName;
  readonly identity: string;
  readonly received_at: number;
  readonly body: string;
  readonly resource: string | null;
  readonly state: 'new' | 'triaged' | 'rejected';
  readonly reason: string | null;
  readonly via: 'poll' | null;
}): StoredEvent {
  return {
    id: row.id,
    source: row.source,
    identity: row.identity,
    receivedAt: row.received_at,
    body: row.body,
    ...(row.resource === null ? {} : { resource: row.resource }),
    ...(row.state === 'rejected' ? { rejected: row.reason ?? '' } : {}),
    ...(row.via === null ? {} : { via: row.via }),
  };
}

async function storeAll(db: Kysely<Tables>, events: readonly NewEvent[]): Promise<readonly ('stored' | 'duplicate')[]> {
  const rows = await db
    .insertInto('events')
    .values(
      events.map((event) => ({
        source: event.source,
        identity: indexed(event.identity),
        received_at: event.receivedAt,
        body: storable(event.body),
        resource: event.resource === undefined ? null : storable(event.resource),
        state: event.rejected === undefined ? ('new' as const) : ('rejected' as const),
        reason: event.rejected === undefined ? null : storable(event.rejected),
        via: event.via ?? null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['source', 'identity']).doNothing())
    .returning(['source', 'identity'])
    .execute();
  const stored = new Set(rows.map((row) => `${row.source} ${row.identity}`));
  // Two of one group may be the same event: the first to take its name from the set was stored.
  return events.map((event) => (stored.delete(`${event.source} ${indexed(event.identity)}`) ? 'stored' : 'duplicate'));
}
