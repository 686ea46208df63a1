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
import { migrate } from './migrations.ts';
import { createReceipts } from './receipts.ts';
import type { Tables } from './tables.ts';
import { translated } from './translated.ts';
import { createWrites, unwritable, type Writes } from './writes.ts';

/** Writes that are made elsewhere, by a connection of their own. */
export interface WritesElsewhere {
  readonly writes: Writes;
  readonly close: () => Promise<void>;
}

interface LedgerParts {
  readonly dialect: LedgerDialect;
  readonly clock: Clock;
  /** Called once the tables are of this version. Absent: what writes shares the connections of what reads. */
  readonly writeElsewhere?: (() => Promise<WritesElsewhere>) | undefined;
}

/** The ledger over any database a dialect is given for; brings its tables to this version first. */
export async function openLedger(parts: LedgerParts): Promise<Ledger> {
  const { clock, dialect } = parts;
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  try {
    await migrate(db, dialect, { now: clock.now() });
    const writing = await parts.writeElsewhere?.();
    return translated(assemble(db, parts, writing));
  } catch (error) {
    await dialect.work.close();
    await db.destroy();
    throw storeError('the ledger', error);
  }
}

function assemble(db: Kysely<Tables>, { dialect, clock }: LedgerParts, elsewhere: WritesElsewhere | undefined): Ledger {
  const { work } = dialect;
  const writes = elsewhere?.writes ?? createWrites(db, dialect);
  const incidents = createKnownIncidents();
  return {
    ...createEvents(db),
    ...createAlerts(db),
    ...createIncidents(db, incidents),
    ...createDeliveries(db, dialect, clock),
    ...createReceipts(db),
    ...createInvocations(db),
    ...createAudit(db),
    storeEvent: async (event) => {
      const answer = await writes.storeEvent(event);
      if (answer === 'stored') work.told();
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
      if (bringsWork(change)) work.told();
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
      if (answer === 'ordered') work.told();
      return answer;
    },
    onWork: work.onWork,
    storeInvocation: writes.storeInvocation,
    finishInvocation: (id) => writes.finishInvocation(id, clock.now()),
    audit: writes.audit,
    health: () => writes.probe(clock.now()).catch(unwritable),
    close: async () => {
      await work.close();
      await db.destroy();
      await elsewhere?.close();
    },
  };
}

function bringsWork({ deliveries = [], entries = [] }: Change): boolean {
  return deliveries.length > 0 || entries.some((one) => one.announceTo.length > 0);
}
