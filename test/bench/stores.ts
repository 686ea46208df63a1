import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../src/core/ledger.ts';
import { marksOf } from '../../src/core/model/incident.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { openPostgresLedger } from '../../src/stores/postgres/open.ts';
import { morning, sampleAlert, sampleEvent, sampleIncident, sampleNewEntry } from '../contract/ledger-samples.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';
import { startPostgres } from '../harness/postgres.ts';
import { type Figure, percentile } from './figures.ts';
import { measurePickUp } from './pick-up.ts';

const callers = 50;
const measuredMs = 3_000;
/** Of one service, and with it of one mark, whatever the number of all that are open. */
const openOfService = 5;
const rounds = 1_000;
const pickUps = 200;
const fewOpen = 100;
const manyOpen = 10_000;

/** How many events a second are stored durably, and whether 10,000 open incidents make triage slower than 100. */
export async function benchStores(): Promise<readonly Figure[]> {
  return [...(await onSqlite(figuresOf('SQLite'))), ...(await onPostgres(figuresOf('PostgreSQL')))];
}

type Measure = (open: () => Promise<Ledger>) => Promise<readonly Figure[]>;

async function onSqlite(measure: Measure): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
  let files = 0;
  const open = () => openSqliteLedger({ file: join(folder, `${(files += 1)}.db`), clock: createHandClock(morning) });
  try {
    return await measure(open);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onPostgres(measure: Measure): Promise<readonly Figure[]> {
  const server = await startPostgres({ sync: 'on' });
  if (typeof server === 'string') return [];
  const openAt = (url: string) => openPostgresLedger({ url, clock: createHandClock(morning), log: createLogList() });
  try {
    const figures = await measure(async () => openAt(await server.newDatabase()));
    const url = await server.newDatabase();
    const heard = await hearingTimes(await openAt(url), await openAt(url));
    const pickUp = await measurePickUp(await server.newDatabase(), pickUps);
    return [
      ...figures,
      { name: 'PostgreSQL: another replica has a delivery in hand, p99', value: pickUp.p99, unit: 'ms', bound: 10 },
      { name: 'PostgreSQL: another replica hears of an event and has it, p99', value: percentile(heard, 0.99), unit: 'ms', bound: 10 },
    ];
  } finally {
    await server.stop();
  }
}

function figuresOf(name: string): Measure {
  return async (open) => {
    const stored = await eventsPerSecond(await open());
    const { few, many } = await triageTimes(await open(), await open());
    const ratio = (of: 'commit' | 'find') => percentile(many[of], 0.99) / percentile(few[of], 0.99);
    return [
      { name: `${name}: events stored, ${callers} callers`, value: stored, unit: '/s' },
      { name: `${name}: commit with 10,000 open incidents, p99`, value: percentile(many.commit, 0.99), unit: 'ms' },
      { name: `${name}: the same against 100`, value: ratio('commit'), unit: '×', bound: 1.5 },
      { name: `${name}: candidates with 10,000 open incidents, p99`, value: percentile(many.find, 0.99), unit: 'ms' },
      { name: `${name}: the same against 100`, value: ratio('find'), unit: '×', bound: 1.5 },
    ];
  };
}

/** Milliseconds from an event's acknowledgement in one replica until another has read it. */
async function hearingTimes(one: Ledger, other: Ledger): Promise<readonly number[]> {
  const times: number[] = [];
  let hear: () => void = () => undefined;
  const stop = other.onWork(() => hear());
  // The first is not measured: listening may only just begin.
  for (let round = 0; round <= rounds; round += 1) {
    const heard = new Promise<void>((resolve) => (hear = resolve));
    await one.storeEvent(sampleEvent(`event-${round}`));
    const begun = performance.now();
    if (round === 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
    else await heard;
    const [event] = await other.untriaged(1);
    times.push(performance.now() - begun);
    await one.commit({ triaged: [{ event: event?.id ?? 0, decision: 'joined', reason: 'measured' }] });
  }
  stop();
  await one.close();
  await other.close();
  return times.slice(1);
}

async function eventsPerSecond(ledger: Ledger): Promise<number> {
  const body = JSON.stringify({ text: 'x'.repeat(1_000) });
  const begun = performance.now();
  let stored = 0;
  const caller = async (number: number): Promise<void> => {
    for (let count = 0; performance.now() - begun < measuredMs; count += 1) {
      await ledger.storeEvent(sampleEvent(`${number}-${count}`, { body }));
      stored += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  const seconds = (performance.now() - begun) / 1_000;
  await ledger.close();
  return stored / seconds;
}

interface Times {
  readonly find: number[];
  readonly commit: number[];
}

/** What triage does for an alert that joins an open incident, in turn with few and with many open: the machine's speed drifts. */
async function triageTimes(few: Ledger, many: Ledger): Promise<{ readonly few: Times; readonly many: Times }> {
  const times = { few: { find: [], commit: [] }, many: { find: [], commit: [] } };
  await fill(few, fewOpen);
  await fill(many, manyOpen);
  for (let round = 0; round < rounds; round += 1) {
    await joinOne(few, 1 + ((round * 7_919) % fewOpen), times.few);
    await joinOne(many, 1 + ((round * 7_919) % manyOpen), times.many);
  }
  await few.close();
  await many.close();
  return times;
}

function incidentOf(number: number) {
  const service = `service-${Math.floor(number / openOfService)}`;
  const alerts = [sampleAlert(`alert-${number}`, { resources: [`/sites/${number}`] })];
  return sampleIncident(number, { service, services: [service], alerts });
}

async function fill(ledger: Ledger, open: number): Promise<void> {
  for (let from = 1; from <= open; from += 500)
    await ledger.commit({ incidents: Array.from({ length: Math.min(500, open + 1 - from) }, (_, at) => incidentOf(from + at)) });
}

async function joinOne(ledger: Ledger, number: number, times: Times): Promise<void> {
  const begun = performance.now();
  const candidates = await ledger.candidates({ marks: marksOf(incidentOf(number)), resolvedSince: morning, most: 50 });
  times.find.push(performance.now() - begun);
  const found = candidates.find((one) => one.id === `INC-${number}`);
  if (found === undefined) throw new Error(`INC-${number} was not found`);
  const turn = await ledger.triageTurn();
  const begunCommit = performance.now();
  const answer = await ledger.commit({
    turn,
    alerts: [sampleAlert(`alert-${number}`)],
    incidents: [{ ...found, version: found.version + 1 }],
    decisions: [{ at: morning, name: 'joined', reason: 'same service', alert: `alert-${number}`, incident: found.id, steps: [] }],
    entries: [sampleNewEntry('joined', { incident: found.id })],
  });
  times.commit.push(performance.now() - begunCommit);
  if (answer !== 'committed') throw new Error(answer);
}
