import { type Kysely, sql, type Transaction } from 'kysely';
import type { Change } from '../../core/ledger.ts';
import { isOvertaken } from '../errors.ts';
import { addDelivery } from './commit-deliveries.ts';
import { addEntry } from './commit-entries.ts';
import { addDecisions, writeAlerts, writeIncident } from './commit-incidents.ts';
import { Conflict } from './conflict.ts';
import type { LedgerDialect } from './dialect.ts';
import type { IncidentRows } from './incident-rows.ts';
import type { Tables } from './tables.ts';
import { storable } from './text.ts';

type Writing = Transaction<Tables>;

/** A change with its incidents as what is to be written of them. */
export type ChangeRows = Omit<Change, 'incidents'> & { readonly incidents: readonly IncidentRows[] };

/** Writes all of a change or nothing. */
export async function commitChange(db: Kysely<Tables>, dialect: LedgerDialect, change: ChangeRows): Promise<'committed' | 'conflict'> {
  try {
    await db.transaction().execute(async (writing) => {
      if (change.turn !== undefined) await takeTurn(writing, change.turn);
      await holdIncidents(writing, dialect, change);
      await markTriaged(writing, change.triaged ?? []);
      for (const incident of change.incidents) await writeIncident(writing, incident);
      await writeAlerts(writing, change.alerts ?? []);
      await addDecisions(writing, change.decisions ?? []);
      for (const delivery of change.deliveries ?? []) await addDelivery(writing, delivery);
      for (const entry of change.entries ?? []) await addEntry(writing, entry);
    });
    return 'committed';
  } catch (error) {
    if (error instanceof Conflict || isOvertaken(error)) return 'conflict';
    throw error;
  }
}

/** The row stays held to the end of the transaction, so that changes with a turn are written one after the other. */
async function takeTurn(db: Writing, turn: number): Promise<void> {
  const taken = await db
    .updateTable('turns')
    .set({ n: turn + 1 })
    .where('n', '=', turn)
    .executeTakeFirst();
  if (taken.numUpdatedRows === 0n) throw new Conflict();
}

/** The lines of one incident get their ids in the order they are committed in: a thread's message tells those from one id to another. */
async function holdIncidents(db: Writing, dialect: LedgerDialect, { entries = [] }: ChangeRows): Promise<void> {
  const ids = [...new Set(entries.map(({ entry }) => entry.incident))];
  if (ids.length === 0) return;
  await dialect.waitForRows(db.selectFrom('incidents').select('id').where('id', 'in', ids).orderBy('id')).execute();
}

/** What triage could not read is kept and listed with what its webhook could not. */
function stateOf(triaged: NonNullable<Change['triaged']>) {
  const rejected = triaged.filter(({ decision }) => decision === 'rejected').map((one) => one.event);
  const all = sql<'triaged' | 'rejected'>`'triaged'`;
  return rejected.length === 0
    ? all
    : sql<'triaged' | 'rejected'>`case when id in (${sql.join(rejected)}) then 'rejected' else 'triaged' end`;
}

async function markTriaged(db: Writing, all: NonNullable<Change['triaged']>): Promise<void> {
  if (all.length === 0) return;
  const triaged = [...new Map(all.map((one) => [one.event, one])).values()];
  const ofEach = (column: 'decision' | 'reason') =>
    sql<string>`case id ${sql.join(
      triaged.map((one) => sql`when ${one.event} then ${storable(one[column])}`),
      sql` `,
    )} end`;
  const events = triaged.map((one) => one.event);
  const result = await db
    .updateTable('events')
    .set({ state: stateOf(triaged), decision: ofEach('decision'), reason: ofEach('reason') })
    .where('id', 'in', events)
    .where('state', '=', 'new')
    .executeTakeFirst();
  // Somebody else has decided about one meanwhile: deciding twice would open two incidents.
  if (Number(result.numUpdatedRows) < events.length) throw new Conflict();
}
