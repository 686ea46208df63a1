import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { ProviderError } from '../../core/errors.ts';
import type { Change, Health, Ledger } from '../../core/ledger.ts';
import type { Clock } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import { createAlerts } from './alerts.ts';
import { createAudit } from './audit.ts';
import { commitChange } from './commit.ts';
import { createDeliveries } from './deliveries.ts';
import type { LedgerDialect } from './dialect.ts';
import { createEvents } from './events.ts';
import { createIncidents } from './incidents.ts';
import { createInvocations } from './invocations.ts';
import { migrate } from './migrations.ts';
import { createReceipts } from './receipts.ts';
import type { Tables } from './tables.ts';
import { translated } from './translated.ts';

/** The ledger over any database a dialect is given for; brings its tables to this version first. */
export async function openLedger(options: { readonly dialect: LedgerDialect; readonly clock: Clock }): Promise<Ledger> {
  const { clock, dialect } = options;
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  try {
    await migrate(db, dialect, { now: clock.now() });
  } catch (error) {
    await dialect.work.close();
    await db.destroy();
    throw storeError('the ledger', error);
  }
  return translated(assemble(db, dialect, clock));
}

function assemble(db: Kysely<Tables>, dialect: LedgerDialect, clock: Clock): Ledger {
  const { work } = dialect;
  const events = createEvents(db, isStoreAtFault);
  const receipts = createReceipts(db);
  return {
    ...events,
    ...createAlerts(db),
    ...createIncidents(db),
    ...createDeliveries(db, dialect, clock),
    ...receipts,
    ...createInvocations(db, clock, isStoreAtFault),
    ...createAudit(db),
    storeEvent: async (event) => {
      const answer = await events.storeEvent(event);
      if (answer === 'stored') work.told();
      return answer;
    },
    triageTurn: async () => (await db.selectFrom('turns').select('n').executeTakeFirstOrThrow()).n,
    commit: async (change) => {
      // SQLite in the process never yields by itself: a loop over many changes must still let requests in.
      await yieldToOthers();
      const answer = await commitChange(db, dialect, change);
      if (answer === 'committed' && bringsWork(change)) work.told();
      return answer;
    },
    retryDelivery: async (id, dueAt) => {
      const answer = await receipts.retryDelivery(id, dueAt);
      if (answer === 'ordered') work.told();
      return answer;
    },
    onWork: work.onWork,
    health: () => probe(db, clock),
    close: async () => {
      await work.close();
      await db.destroy();
    },
  };
}

function bringsWork({ deliveries = [], entries = [] }: Change): boolean {
  return deliveries.length > 0 || entries.some((one) => one.announceTo.length > 0);
}

/** Writes a row that means nothing: only a write tells whether the store can be written. */
async function probe(db: Kysely<Tables>, clock: Clock): Promise<Health> {
  try {
    const at = clock.now();
    await db
      .insertInto('probe')
      .values({ one: 1, at })
      .onConflict((conflict) => conflict.column('one').doUpdateSet({ at }))
      .execute();
    return { writable: 'yes' };
  } catch (error) {
    const reason = storeError('the ledger', error);
    return { writable: 'no', reason: reason instanceof Error ? reason.message : 'unknown' };
  }
}

function isStoreAtFault(error: unknown): boolean {
  return storeError('the ledger', error) instanceof ProviderError;
}
