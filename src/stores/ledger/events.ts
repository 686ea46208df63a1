import { type Kysely, sql } from 'kysely';
import type { Ledger, NewEvent, StoredEvent } from '../../core/ledger.ts';
import { createGroupWriter } from './group-writer.ts';
import type { Tables } from './tables.ts';

type Events = Pick<Ledger, 'storeEvent' | 'untriaged'>;

export function createEvents(db: Kysely<Tables>, isHopeless: (error: unknown) => boolean): Events {
  return {
    storeEvent: createGroupWriter((events) => storeAll(db, events), isHopeless),
    untriaged: async (most) => {
      const rows = await db
        .selectFrom('events')
        .select(['id', 'source', 'identity', 'received_at', 'body', 'resource'])
        // Written out, not bound: only then can SQLite use the index of what is new.
        .where('state', '=', sql.lit('new'))
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(
        (row): StoredEvent => ({
          id: row.id,
          source: row.source,
          identity: row.identity,
          receivedAt: row.received_at,
          body: row.body,
          ...(row.resource === null ? {} : { resource: row.resource }),
        }),
      );
    },
  };
}

async function storeAll(db: Kysely<Tables>, events: readonly NewEvent[]): Promise<readonly ('stored' | 'duplicate')[]> {
  const rows = await db
    .insertInto('events')
    .values(
      events.map((event) => ({
        source: event.source,
        identity: event.identity,
        received_at: event.receivedAt,
        body: event.body,
        resource: event.resource ?? null,
        state: event.rejected === undefined ? ('new' as const) : ('rejected' as const),
        reason: event.rejected ?? null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['source', 'identity']).doNothing())
    .returning(['source', 'identity'])
    .execute();
  const stored = new Set(rows.map((row) => `${row.source} ${row.identity}`));
  // Two of one group may be the same event: the first to take its name from the set was stored.
  return events.map((event) => (stored.delete(`${event.source} ${event.identity}`) ? 'stored' : 'duplicate'));
}
