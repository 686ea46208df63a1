import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { Kysely } from 'kysely';
import type { Change, Ledger } from '../../core/ledger.ts';
import type { Clock } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import { createAlerts } from './alerts.ts';
import { createAudit } from './audit.ts';
import { createDeliveries } from './deliveries.ts';
import type { LedgerDialect } from './dialect.ts';
import { createEvents } from './events.ts';
import { rowsOfIncident } from './incident-rows.ts';
import { createIncidents } from './incidents.ts';
import { createInvocations } from './invocations.ts';
import { createKnownIncidents } from './known-incidents.ts';
import { openDestinations } from './lease.ts';
import { migrate, refuseOtherVersion } from './migrations.ts';
import { createReceipts } from './receipts.ts';
import type { Tables } from './tables.ts';
import { translated } from './translated.ts';
import { createWrites, unwritable, type Writes } from './writes.ts';

/** Writes that are made elsewhere, by a connection of their own, once the tables are of this version. */
export interface WritesElsewhere {
  /** `own`: by the ledger's connections. */
  readonly beside: (own: Writes) => Writes;
  readonly close: () => Promise<void>;
}

interface LedgerParts {
  readonly dialect: LedgerDialect;
  readonly clock: Clock;
  /** Of a ledger of another version; default: it is brought to this one. */
  readonly version?: 'must be the same' | undefined;
  /** Closed with the ledger. */
  readonly elsewhere?: WritesElsewhere | undefined;
}

/** The ledger over any database a dialect is given for; brings its tables to this version first, unless told otherwise. */
export async function openLedger(parts: LedgerParts): Promise<Ledger> {
  const { clock, dialect } = parts;
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  try {
    if (parts.version === undefined) await migrate(db, dialect, { now: clock.now() });
    else await refuseOtherVersion(db);
    return translated(assemble(db, parts));
  } catch (error) {
    await dialect.work.close();
    await db.destroy();
    await parts.elsewhere?.close();
    throw storeError('the ledger', error);
  }
}

function assemble(db: Kysely<Tables>, { dialect, clock, elsewhere }: LedgerParts): Ledger {
  const { work } = dialect;
  const own = createWrites(db, dialect);
  const writes = elsewhere?.beside(own) ?? own;
  const incidents = createKnownIncidents();
  return {
    ...createEvents(db),
    ...createAlerts(db, dialect),
    ...createIncidents(db, incidents),
    ...createDeliveries(db, dialect, clock),
    ...createReceipts(db),
    ...createInvocations(db),
    ...createAudit(db),
    storeEvent: async (event) => {
      const answer = await writes.storeEvent(event);
      if (answer === 'stored') work.told('events');
      return answer;
    },
    triageTurn: async () => (await db.selectFrom('turns').select('n').executeTakeFirstOrThrow()).n,
    commit: async (change) => {
      // SQLite in the process never yields by itself: a loop over many changes must still let requests in.
      await yieldToOthers();
      const changed = change.incidents ?? [];
      const answer = await writes.commit({ ...change, incidents: changed.map((incident) => rowsOfIncident(incident, incidents)) });
      if (answer === 'conflict') return answer;
      for (const incident of changed) incidents.keep(incident);
      if (bringsWork(change)) work.told('deliveries');
      return answer;
    },
    lease: async (now, { most, busy, pace }) => {
      const destinations = await openDestinations(db, { now, pace });
      return destinations.length === 0 ? [] : writes.lease({ now, most, busy, destinations });
    },
    settle: (id, settlement) => writes.settle({ id, settlement, now: clock.now() }),
    releaseLeases: writes.releaseLeases,
    retryDelivery: async (id, dueAt) => {
      const answer = await writes.retryDelivery(id, dueAt);
      if (answer === 'ordered') work.told('deliveries');
      return answer;
    },
    onWork: work.onWork,
    storeInvocation: writes.storeInvocation,
    finishInvocation: (id) => writes.finishInvocation(id, clock.now()),
    audit: writes.audit,
    health: () => writes.probe(clock.now()).catch(unwritable),
    close: async () => {
      await work.close();
      await elsewhere?.close();
      await db.destroy();
    },
  };
}

function bringsWork({ deliveries = [], entries = [] }: Change): boolean {
  return deliveries.length > 0 || entries.some((one) => one.announceTo.length > 0 && one.waits === undefined);
}
