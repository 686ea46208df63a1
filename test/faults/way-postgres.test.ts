import { expect, it } from 'vitest';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { ifPostgres, postgresOfThisFile } from '../harness/postgres.ts';
import { faultsOf, killAll, summaryOf } from './way/kills.ts';
import type { Orders } from './way/orders.ts';
import { openWay } from './way/way.ts';

/** Several processes are started one after the other, and a busy machine takes its time. */
const patience = { timeout: 120_000 };

const leaseMs = 30_000;

ifPostgres(await postgresOfThisFile(), (server) => {
  it('1 3 killed at two named points on PostgreSQL, nothing acknowledged is lost and nothing told twice', patience, async () => {
    const toll = await killAll(await openWay({ database: await server.newDatabase() }), [
      { point: 'after the commit of triage', nth: 1 },
      { point: 'after a post to slack', nth: 1 },
    ]);
    process.stdout.write(summaryOf(toll));
    expect(faultsOf(toll)).toEqual([]);
  });

  it(
    '9 10 of three replicas one that dies is taken over, and an alert that comes to all at once opens one incident',
    patience,
    async () => {
      const way = await openWay({ database: await server.newDatabase() });
      const start = async (death?: Orders['death']) => way.start({ folder: await temporaryFolder(), death });
      const dead = await start({ point: 'after a post to slack', nth: 1 });
      await way.post([dead], way.alerts(3, 1));
      expect([await way.quiet([dead]), await dead.ended]).toEqual(['died', 'SIGKILL']);
      const others = await Promise.all([start(), start(), start()]);
      await way.repeat(others);
      const died = way.chats.clock.now();
      await way.quiet(others);
      const ledger = await way.openLedger();
      const roots = (await ledger.receipts('INC-1')).filter((one) => one.kind === 'incident-root');
      await ledger.close();
      expect(roots).toHaveLength(2);
      for (const { settledAt } of roots) expect((settledAt ?? 0) - died).toBeLessThanOrEqual(leaseMs);
      expect(await way.account()).toMatchObject({ incidents: 1, lost: [], twice: [], missing: [], undone: [], doubled: { slack: [] } });

      const alerts = way.alerts(50, 'of none');
      await Promise.all(others.map((one) => way.post([one], alerts)));
      await way.decided(others);
      expect(await way.account()).toMatchObject({ acknowledged: 53, incidents: 51, lost: [], twice: [] });
    },
  );
});
