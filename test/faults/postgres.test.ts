import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ProviderError } from '../../src/core/errors.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { openPostgresLedger } from '../../src/stores/postgres/open.ts';
import { sampleDelivery, sampleEvent } from '../contract/ledger-samples.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';
import { ask, ifPostgres, type PostgresServer, postgresOfThisFile, reusedDatabase } from '../harness/postgres.ts';
import { startTcpProxy } from '../harness/tcp-proxy.ts';
import { untilKilled } from './until-killed.ts';

const writeEvents = new URL('./write-events.ts', import.meta.url);
const quick = { every: 50, answer: 100, firstWait: 10, longestWait: 50 };

async function open(url: string): Promise<Ledger> {
  const patience = { connect: 500, answer: 500 };
  const ledger = await openPostgresLedger({ url, clock: createHandClock(), log: createLogList(), patience, heartbeat: quick });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** Settles when it is so; real time, because another process has to do something. */
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what}: not so after 20 s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const identities = async (ledger: Ledger): Promise<ReadonlySet<string>> =>
  new Set((await ledger.untriaged(1_000_000)).map((event) => event.identity));

function describeFaults(server: PostgresServer): void {
  const newUrl = reusedDatabase(server);

  it('1: every event acknowledged before a kill of the process is there afterwards', async () => {
    const url = await newUrl();
    const acknowledged = await untilKilled(writeEvents, [url], 300);
    const kept = await identities(await open(url));
    expect(acknowledged.filter((identity) => !kept.has(identity))).toEqual([]);
  });

  it('7: killed and started again under writers, it loses nothing that was acknowledged, and the writers live on', async () => {
    const url = await newUrl();
    const ledger = await open(url);
    const child = spawn(process.execPath, [fileURLToPath(writeEvents), url, 'w'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const acknowledged: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(line));
    await until('the writers have begun', () => acknowledged.length > 200);
    await server.kill();
    const refused = await ledger.storeEvent(sampleEvent('refused')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProviderError);
    expect((await ledger.health()).writable).toBe('no');
    await server.start();
    const before = acknowledged.length;
    await until('the writers go on', () => acknowledged.length > before + 200);
    await until('the ledger is writable', async () => (await ledger.health()).writable === 'yes');
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    const kept = await identities(ledger);
    // The last line may have been cut.
    expect(acknowledged.slice(0, -1).filter((identity) => !kept.has(identity))).toEqual([]);
    expect(await ledger.storeEvent(sampleEvent('refused'))).toMatch(/stored|duplicate/u);
  });

  it('8: a connection that is dead at one end only is noticed, listening goes on, and what was stored meanwhile is told', async () => {
    const url = await newUrl();
    const proxy = await startTcpProxy(server.port);
    onTestFinished(proxy.stop);
    const direct = await open(url);
    const through = await open(url.replace(`:${server.port}/`, `:${proxy.port}/`));
    let told = 0;
    onTestFinished(through.onWork(() => (told += 1)));
    let count = 0;
    await until('it listens', async () => {
      await direct.commit({ deliveries: [sampleDelivery(`d${(count += 1)}`)] });
      return told > 0;
    });
    proxy.freeze();
    const asked = performance.now();
    await expect(through.storeEvent(sampleEvent('lost'))).rejects.toBeInstanceOf(ProviderError);
    expect(performance.now() - asked).toBeLessThan(8_000);
    const before = told;
    await direct.commit({ deliveries: [sampleDelivery('meanwhile')] });
    expect(told).toBe(before);
    proxy.heal();
    await until('it is told of the backlog', () => told > before);
    const again = told;
    await direct.storeEvent(sampleEvent('after'));
    await until('it hears again', () => told > again);
    expect(await through.storeEvent(sampleEvent('lost'))).toMatch(/stored|duplicate/u);
  });

  it('8: who begins to listen is told once, of what was stored before the server heard of it', async () => {
    const url = await newUrl();
    const [writer, listener] = [await open(url), await open(url)];
    await writer.commit({ deliveries: [sampleDelivery('before')] });
    let told = 0;
    onTestFinished(listener.onWork(() => (told += 1)));
    await until('it is told', () => told > 0);
    expect(told).toBe(1);
  });

  it('9: what a dead worker had in hand is taken over by another when 30 s are over', async () => {
    const url = await newUrl();
    const [dead, other] = [await open(url), await open(url)];
    await dead.commit({ deliveries: [sampleDelivery('a')] });
    const now = createHandClock().now();
    const options = { most: 5, busy: [], pace: () => ({ everyMs: 1_000, burst: 1 }) };
    expect(await dead.lease(now, options)).toHaveLength(1);
    expect(await other.lease(now + 29_999, options)).toEqual([]);
    expect(await other.nextDeliveryDue()).toBe(now + 30_000);
    expect((await other.lease(now + 30_000, options)).map((one) => one.attempts)).toEqual([1]);
  });

  it('10: of three replicas that get the same 1,000 alerts at once, one stores each', async () => {
    const url = await newUrl();
    const replicas = [await open(url), await open(url), await open(url)];
    const events = Array.from({ length: 1_000 }, (_, at) => sampleEvent(`event-${at}`));
    const answers = await Promise.all(events.flatMap((event) => replicas.map((one) => one.storeEvent(event))));
    expect(answers.filter((one) => one === 'stored')).toHaveLength(1_000);
    expect((await identities(await open(url))).size).toBe(1_000);
  });

  it('5: says that it is read-only, and recovers by itself when there is a server to write to', async () => {
    const url = await server.newDatabase();
    const ledger = await open(url);
    expect(await ledger.storeEvent(sampleEvent('before'))).toBe('stored');
    const name = new URL(url).pathname.slice(1);
    await ask(url, `alter database ${name} set default_transaction_read_only = on`);
    await ask(url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`);
    await until('it is refused', async () => (await ledger.health()).reason === 'cannot be used now: it is read-only.');
    await expect(ledger.storeEvent(sampleEvent('one'))).rejects.toThrow('it is read-only');
    await ask(url, `begin read write; alter database ${name} reset default_transaction_read_only; commit`);
    await until('it is writable', async () => (await ledger.health()).writable === 'yes');
    expect(await ledger.storeEvent(sampleEvent('one'))).toBe('stored');
  });

  it('lets three replicas start on an empty database at once', async () => {
    const url = await server.newDatabase();
    const all = await Promise.all([open(url), open(url), open(url)]);
    expect(await Promise.all(all.map((one) => one.storeEvent(sampleEvent('one'))))).toContain('stored');
  });
}

ifPostgres(await postgresOfThisFile(), (server) => {
  describe('PostgreSQL and faults', () => {
    describeFaults(server);
  });
});
