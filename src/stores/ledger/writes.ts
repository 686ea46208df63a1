import type { Kysely } from 'kysely';
import { ProviderError } from '../../core/errors.ts';
import type { Health, Ledger } from '../../core/ledger.ts';
import type { Settlement, StoredDelivery } from '../../core/model/delivery.ts';
import { storeError } from '../errors.ts';
import { addAudit } from './audit.ts';
import { type ChangeRows, commitChange } from './commit.ts';
import { releaseLeases, settle } from './deliveries.ts';
import type { LedgerDialect } from './dialect.ts';
import { eventWriter } from './events.ts';
import { writeInvocations } from './invocations.ts';
import { type LeaseOrder, lease } from './lease.ts';
import { retryDelivery } from './receipts.ts';
import type { Tables } from './tables.ts';

/**
 * All that writes to the ledger's tables; see the members of Ledger with these names. Only data goes in and comes out, time
 * included, so that it can work in a thread of its own.
 */
export interface Writes extends Pick<Ledger, 'audit' | 'releaseLeases' | 'retryDelivery' | 'storeEvent' | 'storeInvocation'> {
  readonly commit: (change: ChangeRows) => Promise<'committed' | 'conflict'>;
  readonly lease: (order: LeaseOrder) => Promise<readonly StoredDelivery[]>;
  readonly settle: (settled: { readonly id: number; readonly settlement: Settlement; readonly now: number }) => Promise<void>;
  readonly finishInvocation: (id: string, now: number) => Promise<void>;
  readonly probe: (now: number) => Promise<Health>;
}

export function createWrites(db: Kysely<Tables>, dialect: LedgerDialect): Writes {
  return {
    storeEvent: eventWriter(db, isStoreAtFault),
    commit: (change) => commitChange(db, dialect, change),
    lease: (order) => lease(db, dialect, order),
    settle: (settled) => settle(db, settled),
    releaseLeases: () => releaseLeases(db),
    retryDelivery: (id, dueAt) => retryDelivery(db, id, dueAt),
    ...writeInvocations(db, isStoreAtFault),
    audit: (entries) => addAudit(db, entries),
    probe: (now) => probe(db, now),
  };
}

/** Writes a row that means nothing: only a write tells whether the store can be written. */
async function probe(db: Kysely<Tables>, at: number): Promise<Health> {
  try {
    await db
      .insertInto('probe')
      .values({ one: 1, at })
      .onConflict((conflict) => conflict.column('one').doUpdateSet({ at }))
      .execute();
    return { writable: 'yes' };
  } catch (error) {
    return unwritable(error);
  }
}

export function unwritable(error: unknown): Health {
  const reason = storeError('the ledger', error);
  return { writable: 'no', reason: reason instanceof Error ? reason.message : 'unknown' };
}

function isStoreAtFault(error: unknown): boolean {
  return storeError('the ledger', error) instanceof ProviderError;
}
