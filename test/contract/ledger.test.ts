import { join } from 'node:path';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { describeLedger, type LedgerPlace } from './ledger.ts';
import { describeDeliveries } from './ledger-deliveries.ts';

async function sqlitePlace(): Promise<LedgerPlace> {
  const file = join(await temporaryFolder(), 'ledger.db');
  return { open: (clock) => openSqliteLedger({ file, clock }) };
}

describeLedger('SQLite', sqlitePlace);
describeDeliveries('SQLite', sqlitePlace);
