import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Ledger, StoredEvent } from '../../src/core/ledger.ts';
import type { NewDelivery, StoredDelivery } from '../../src/core/model/delivery.ts';
import { serviceMark } from '../../src/core/model/incident.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { openPostgresLedger } from '../../src/stores/postgres/open.ts';
import { morning, sampleDelivery, sampleEvent, sampleIncident } from '../contract/ledger-samples.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { postgresOfThisFile, reusedDatabase } from '../harness/postgres.ts';

interface Database {
  readonly name: string;
  /** What each of several processes has open, on an empty database. */
  readonly open: () => Promise<readonly [Ledger, ...Ledger[]]>;
  readonly runs: number;
}

const found = await postgresOfThisFile();
const newUrl = typeof found === 'string' ? undefined : reusedDatabase(found);
const clock = createHandClock(morning);

/** One process has an embedded ledger for itself; its loops are what runs at once. */
async function openSqlite(): Promise<readonly [Ledger, ...Ledger[]]> {
  const ledger = await openSqliteLedger({ file: join(await temporaryFolder(), 'ledger.db'), clock });
  onTestFinished(() => ledger.close());
  return [ledger, ledger];
}

let replicas: readonly Ledger[] = [];

/** Opened anew on the emptied database: a ledger knows what it has read, and in its time no version is written twice. */
async function openPostgres(): Promise<readonly [Ledger, ...Ledger[]]> {
  await closeReplicas();
  const url = (await newUrl?.()) ?? '';
  const open = () => openPostgresLedger({ url, clock, log: createLogList() });
  const opened = await Promise.all([open(), open(), open()]);
  replicas = opened;
  return opened;
}

async function closeReplicas(): Promise<void> {
  for (const ledger of replicas) await ledger.close();
}

afterAll(closeReplicas);

const databases: readonly Database[] = [
  { name: 'SQLite', open: openSqlite, runs: 6 },
  ...(typeof found === 'string' ? [] : [{ name: 'PostgreSQL', open: openPostgres, runs: 6 }]),
];

/** What triage does, with the simplest rule: one open incident for each body. */
async function triage(ledger: Ledger, mostAtOnce: number): Promise<void> {
  for (;;) {
    const turn = await ledger.triageTurn();
    const events = await ledger.untriaged(mostAtOnce);
    if (events.length === 0) return;
    await decide(ledger, turn, events);
  }
}

async function decide(ledger: Ledger, turn: number, events: readonly StoredEvent[]): Promise<void> {
  const bodies = [...new Set(events.map((event) => event.body))];
  const open = await ledger.candidates({ marks: bodies.map(serviceMark), resolvedSince: morning, most: 100 });
  const missing = bodies.filter((body) => !open.some((one) => one.services.includes(body)));
  const number = await ledger.nextIncidentNumber();
  await ledger.commit({
    turn,
    triaged: events.map((event) => ({ event: event.id, decision: 'joined', reason: event.body })),
    incidents: missing.map((body, index) => sampleIncident(number + index, { service: body, services: [body] })),
  });
}

describe.each(databases)('several at once on $name', ({ open, runs }) => {
  it('10: whatever comes to whom, no two incidents are opened for one thing', async () => {
    const arrivals = fc.array(fc.record({ to: fc.nat(2), thing: fc.nat(4), same: fc.nat(20) }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 5 }), async (all, mostAtOnce) => {
        const ledgers = await open();
        const to = (index: number): Ledger => ledgers[index % ledgers.length] ?? ledgers[0];
        await Promise.all(all.map((one) => to(one.to).storeEvent(sampleEvent(`${one.thing} ${one.same}`, { body: `thing-${one.thing}` }))));
        await Promise.all(ledgers.map((ledger) => triage(ledger, mostAtOnce)));
        const incidents = await ledgers[0].incidents({ most: 100 });
        expect(incidents.map((one) => one.service ?? '').toSorted()).toEqual(
          [...new Set(all.map((one) => `thing-${one.thing}`))].toSorted(),
        );
        expect(await ledgers[0].triageTurn()).toBeGreaterThanOrEqual(
          Math.ceil(new Set(all.map((one) => `${one.thing} ${one.same}`)).size / mostAtOnce),
        );
      }),
      { numRuns: runs },
    );
  });

  it('12: lanes keep their order, destinations their pace, and nobody takes what another has in hand', async () => {
    const delivery = fc.record({ lane: fc.nat(3), owner: fc.constantFrom('loud', 'loud', 'loud', 'quiet'), dueIn: fc.nat(3_000) });
    const steps = fc.array(fc.record({ who: fc.nat(2), after: fc.nat(900), outcome: fc.constantFrom('done', 'done', 'retry', 'dead') }), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 25 }), steps, async (all, moves) => {
        const ledgers = await open();
        const deliveries = all.map(
          (one, index): NewDelivery =>
            sampleDelivery(`${index}`, {
              lane: `d${one.lane % 2} ${one.lane}`,
              destination: `d${one.lane % 2}`,
              owner: one.owner,
              dueAt: morning + one.dueIn,
            }),
        );
        await ledgers[0].commit({ deliveries });
        await checkRun(ledgers, moves);
      }),
      { numRuns: runs },
    );
  });
});

const pace = { everyMs: 500, burst: 2 };

/** All processes lease at the same moments; each step settles everything in hand. */
async function checkRun(
  ledgers: readonly [Ledger, ...Ledger[]],
  moves: readonly { readonly after: number; readonly outcome: string }[],
): Promise<void> {
  const sent = new Map<string, number[]>();
  const settled = new Map<string, number>();
  let now = morning;
  for (const { after, outcome } of moves) {
    now += after;
    const leased = (await Promise.all(ledgers.map((ledger) => ledger.lease(now, { most: 4, busy: [], pace: () => pace })))).flat();
    expect(new Set(leased.map((one) => one.lane)).size).toBe(leased.length);
    for (const one of leased) sent.set(one.destination, [...(sent.get(one.destination) ?? []), now]);
    for (const one of leased) expect(one.id).toBeGreaterThan(settled.get(one.lane) ?? 0);
    await Promise.all(leased.map((one, index) => settle(ledgers[index % ledgers.length] ?? ledgers[0], one, { now, outcome })));
    for (const one of leased) if (outcome !== 'retry') settled.set(one.lane, one.id);
  }
  for (const times of sent.values())
    for (const [index, at] of times.entries()) expect(countFrom(times.slice(index), at)).toBe('within its pace');
}

/** In any span of t ms no more than burst + t / everyMs go out. */
function countFrom(times: readonly number[], start: number): string {
  const excess = times.findIndex((at, index) => index + 1 > pace.burst + Math.floor((at - start) / pace.everyMs));
  return excess < 0 ? 'within its pace' : `${excess + 1} within ${(times[excess] ?? 0) - start} ms`;
}

async function settle(
  ledger: Ledger,
  { id }: StoredDelivery,
  { now, outcome }: { readonly now: number; readonly outcome: string },
): Promise<void> {
  if (outcome === 'retry') await ledger.settle(id, { outcome, dueAt: now + 700, reason: 'timeout' });
  else if (outcome === 'dead') await ledger.settle(id, { outcome, reason: 'archived' });
  else await ledger.settle(id, { outcome: 'done' });
}
