import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { ProviderError } from '../../core/errors.ts';
import type { Health, Ledger } from '../../core/ledger.ts';
import type { Clock } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import { addAudit, commitChange } from './commit.ts';
import { createDeliveries } from './deliveries.ts';
import type { LedgerDialect } from './dialect.ts';
import { createEvents } from './events.ts';
import { createIncidents } from './incidents.ts';
import { createInvocations } from './invocations.ts';
import { readDetail } from './json.ts';
import { migrate } from './migrations.ts';
import type { Tables } from './tables.ts';

/** The ledger over any database a dialect is given for; brings its tables to this version first. */
export async function openLedger(options: { readonly dialect: LedgerDialect; readonly clock: Clock }): Promise<Ledger> {
  const { clock, dialect } = options;
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  try {
    await migrate(db, dialect, clock.now());
  } catch (error) {
    await db.destroy();
    throw storeError('the ledger', error);
  }
  return translated({
    ...createEvents(db, isStoreAtFault),
    ...createIncidents(db),
    ...createDeliveries(db, clock),
    ...createInvocations(db, clock, isStoreAtFault),
    commit: async (change) => {
      // SQLite in the process never yields by itself: a loop over many changes must still let requests in.
      await yieldToOthers();
      return commitChange(db, change);
    },
    audit: (entries) => addAudit(db, entries),
    auditTrail: async (most) => {
      const rows = await db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(most).execute();
      return rows.map((row) => ({
        at: row.at,
        who: row.who,
        what: row.what,
        where: row.place,
        result: row.result,
        ms: row.ms ?? undefined,
        detail: row.detail === null ? undefined : readDetail(row.detail),
      }));
    },
    lastDone: (about) => lastDone(db, about),
    health: () => probe(db, clock),
    close: () => db.destroy(),
  });
}

/** Beyond the person's last so many commands in a place nobody remembers what came before. */
const mostLookedAt = 200;

async function lastDone(db: Kysely<Tables>, { who, where, command }: Parameters<Ledger['lastDone']>[0]): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('audit')
    .select('what')
    .where('who', '=', who)
    .where('place', '=', where)
    .where('result', '=', 'done')
    .orderBy('id', 'desc')
    .limit(mostLookedAt)
    .execute();
  return rows.map((row) => row.what).filter((what) => what.trim().split(/\s/u)[0]?.toLowerCase() === command);
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

/** Every member that fails because of the store itself throws ProviderError. */
function translated(ledger: Ledger): Ledger {
  const guard =
    <Args extends readonly unknown[], Result>(member: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await member(...args);
      } catch (error) {
        throw storeError('the ledger', error);
      }
    };
  return {
    storeEvent: guard(ledger.storeEvent),
    untriaged: guard(ledger.untriaged),
    commit: guard(ledger.commit),
    alert: guard(ledger.alert),
    incident: guard(ledger.incident),
    incidents: guard(ledger.incidents),
    nextIncidentNumber: guard(ledger.nextIncidentNumber),
    timeline: guard(ledger.timeline),
    entry: guard(ledger.entry),
    lease: guard(ledger.lease),
    settle: guard(ledger.settle),
    releaseLeases: guard(ledger.releaseLeases),
    nextDeliveryDue: guard(ledger.nextDeliveryDue),
    storeInvocation: guard(ledger.storeInvocation),
    finishInvocation: guard(ledger.finishInvocation),
    unfinishedInvocations: guard(ledger.unfinishedInvocations),
    audit: guard(ledger.audit),
    auditTrail: guard(ledger.auditTrail),
    lastDone: guard(ledger.lastDone),
    health: ledger.health,
    close: ledger.close,
  };
}
