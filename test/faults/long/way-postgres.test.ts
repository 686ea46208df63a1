import { expect, it, onTestFinished } from 'vitest';
import { chanceOf } from '../../../emulators/scenarios/chance.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { ifPostgres, postgresOfThisFile } from '../../harness/postgres.ts';
import { startTcpProxy } from '../../harness/tcp-proxy.ts';
import { faultsOf, killAll, randomDeaths, summaryOf } from '../way/kills.ts';
import { points } from '../way/points.ts';
import type { Replica } from '../way/replica.ts';
import { openWay, type Way } from '../way/way.ts';

const seed = Number(process.env['FAULTS_SEED'] ?? Date.now() % 1_000_000);
const kills = Number(process.env['FAULTS_KILLS'] ?? 100);
const patience = { timeout: 900_000 };
const whole = { lost: [], twice: [], missing: [], undone: [], doubled: { slack: [] } };

/** Posts to each of them until one answers so; gives back how long that took, in ms. */
async function postUntil(way: Way, to: Replica, status: number): Promise<number> {
  const began = performance.now();
  for (let round = 0; performance.now() - began < 60_000; round += 1) {
    const outcomes = await way.post([to], way.alerts(2, round));
    if (outcomes.some((one) => one.status === status)) return performance.now() - began;
  }
  throw new Error(`nothing was answered ${status} for a minute`);
}

ifPostgres(await postgresOfThisFile(), (server) => {
  it('1 3 killed at every point, at the first and the third time it is passed, on PostgreSQL', patience, async () => {
    const toll = await killAll(
      await openWay({ database: await server.newDatabase() }),
      points.flatMap((point) => [1, 3].map((nth) => ({ point, nth }))),
    );
    process.stdout.write(summaryOf(toll));
    expect(faultsOf(toll)).toEqual([]);
  });

  it(`1 3 killed ${kills} times at random on PostgreSQL (FAULTS_SEED=${seed})`, patience, async () => {
    const toll = await killAll(await openWay({ database: await server.newDatabase() }), randomDeaths(chanceOf(seed + 1), kills));
    process.stdout.write(`seed ${seed}: ${summaryOf(toll)}`);
    expect(faultsOf(toll)).toEqual([]);
  });

  it('7 PostgreSQL killed and started again under load: 503 meanwhile, the process lives, nothing is lost', async () => {
    const way = await openWay({ database: await server.newDatabase() });
    const replica = await way.start();
    await way.post([replica], way.alerts(12, 1));
    await server.kill();
    const noticed = await postUntil(way, replica, 503);
    expect((await fetch(`${replica.url}/readyz`)).status).toBe(503);
    await server.start();
    const recovered = await postUntil(way, replica, 202);
    await way.repeat([replica]);
    expect([way.unanswered(), replica.state()]).toEqual([0, 'running']);
    await way.quiet([replica]);
    process.stdout.write(`PostgreSQL killed: 503 after ${noticed.toFixed(0)} ms, 202 again ${recovered.toFixed(0)} ms after its start\n`);
    expect(await way.account()).toMatchObject(whole);
  });

  it('8 a connection to PostgreSQL that is dead at one end only is noticed within 30 s, and its backlog done', async () => {
    const database = await server.newDatabase();
    const proxy = await startTcpProxy(server.port);
    onTestFinished(proxy.stop);
    const way = await openWay({ database });
    const replica = await way.start({ database: database.replace(`:${server.port}/`, `:${proxy.port}/`) });
    await way.post([replica], way.alerts(6, 1));
    await way.quiet([replica]);
    proxy.freeze();
    const noticed = await postUntil(way, replica, 503);
    expect(noticed).toBeLessThan(30_000);
    proxy.heal();
    const recovered = await postUntil(way, replica, 202);
    await way.repeat([replica]);
    await way.quiet([replica]);
    process.stdout.write(`half-open: noticed after ${noticed.toFixed(0)} ms, 202 again after ${recovered.toFixed(0)} ms\n`);
    expect(await way.account()).toMatchObject(whole);
  });

  it('11 a replica that is cut off from PostgreSQL answers 503, and posts nothing twice after healing', async () => {
    const database = await server.newDatabase();
    const proxy = await startTcpProxy(server.port);
    onTestFinished(proxy.stop);
    const way = await openWay({ database });
    const cut = await way.start({
      folder: await temporaryFolder(),
      database: database.replace(`:${server.port}/`, `:${proxy.port}/`),
    });
    const other = await way.start({ folder: await temporaryFolder() });
    await Promise.all([0, 1, 2, 3].map((service) => way.post([cut, other], way.alerts(6, service))));
    const first = way.chats.slack.messages.wait({}, 10_000);
    const working = way.quiet([cut]);
    await first;
    proxy.freeze();
    await postUntil(way, cut, 503);
    await way.quiet([other]);
    proxy.heal();
    await postUntil(way, cut, 202);
    await working;
    await way.repeat([cut, other]);
    await way.quiet([cut, other]);
    const account = await way.account();
    process.stdout.write(`cut off: ${summaryOf({ kills: 0, inFlight: [], account })}`);
    expect(account).toMatchObject(whole);
  });

  it('10 the same alert to three replicas at the same moment, 1,000 times: one incident each', patience, async () => {
    const way = await openWay({ database: await server.newDatabase() });
    const replicas = await Promise.all([1, 2, 3].map(async () => way.start({ folder: await temporaryFolder() })));
    for (let posted = 0; posted < 1_000; posted += 10) {
      const alerts = way.alerts(10, 'of none');
      await Promise.all(replicas.map((one) => way.post([one], alerts)));
    }
    await way.decided(replicas);
    const account = await way.account();
    process.stdout.write(
      `same to three: ${account.acknowledged} alerts, ${account.incidents} incidents, ${account.twice.length} in several\n`,
    );
    expect(account).toMatchObject({ acknowledged: 1_000, incidents: 1_000, lost: [], twice: [], doubled: { slack: [] } });
  });
});
