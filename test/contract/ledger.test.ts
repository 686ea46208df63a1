import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { openSqliteLedger, openThreadedSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { openPostgresLedger } from '../../src/stores/postgres/open.ts';
import { createHandClock } from '../fakes/hand-clock.ts';
import { createLogList } from '../fakes/log.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { ifPostgres, postgresOfThisFile, reusedDatabase } from '../harness/postgres.ts';
import { describeLedger } from './ledger.ts';
import type { LedgerPlace } from './ledger-begin.ts';
import { describeDeliveries } from './ledger-deliveries.ts';
import { describeLanes } from './ledger-lanes.ts';
import { describeTexts } from './ledger-texts.ts';
import { describeThread } from './ledger-thread.ts';
import { describeTriage } from './ledger-triage.ts';
import { describeWaits } from './ledger-waits.ts';

async function sqlitePlace(): Promise<LedgerPlace> {
  const file = join(await temporaryFolder(), 'ledger.db');
  return { open: (clock) => openSqliteLedger({ file, clock }) };
}

async function threadedPlace(): Promise<LedgerPlace> {
  const file = join(await temporaryFolder(), 'ledger.db');
  return { open: (clock) => openThreadedSqliteLedger({ file, clock, begin: 'at once' }) };
}

const suites = [describeLedger, describeTriage, describeDeliveries, describeThread, describeLanes, describeWaits, describeTexts];
for (const describeAll of suites) describeAll('SQLite', sqlitePlace);
// What is read does not go through the thread.
const written = suites.filter((one) => one !== describeWaits);
for (const describeAll of written) describeAll('SQLite with a thread that writes', threadedPlace);

ifPostgres(await postgresOfThisFile(), (server) => {
  const newUrl = reusedDatabase(server);
  const postgresPlace = async (): Promise<LedgerPlace> => {
    const url = await newUrl();
    return { open: (clock) => openPostgresLedger({ url, clock, log: createLogList() }) };
  };
  for (const describeAll of suites) describeAll('PostgreSQL', postgresPlace);

  it('a ledger in PostgreSQL is only opened at its own version by who must not change it', async () => {
    const url = await newUrl();
    const clock = createHandClock();
    const open = (version?: 'must be the same') => openPostgresLedger({ url, clock, log: createLogList(), version });
    await (await open()).close();
    await (await open('must be the same')).close();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('delete from migrations where number > 4');
    await expect(open('must be the same')).rejects.toThrow(/is of version 4, and this Tocsin reads version \d+/u);
    await client.end();
  });
});
