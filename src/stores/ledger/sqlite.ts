import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Ledger } from '../../core/ledger.ts';
import type { Clock } from '../../core/ports.ts';
import { openLedger } from './ledger.ts';
import { openDatabase, sqliteDialect } from './sqlite-dialect.ts';
import { type FloodNeeds, writesInFlood } from './thread/client.ts';

interface Place {
  readonly file: string;
  readonly clock: Clock;
}

/** The embedded ledger. Throws ProviderError when the file cannot be used, UserError when a newer Tocsin has written it. */
export async function openSqliteLedger({ file, clock }: Place): Promise<Ledger> {
  await mkdir(dirname(file), { recursive: true });
  return openLedger({ dialect: sqliteDialect(openDatabase(file)), clock });
}

/** The same; in a flood it is written by a thread of its own, so that this one goes on while commits are forced to disk. */
export async function openThreadedSqliteLedger({ file, clock, begin }: Place & Pick<FloodNeeds, 'begin'>): Promise<Ledger> {
  await mkdir(dirname(file), { recursive: true });
  return openLedger({ dialect: sqliteDialect(openDatabase(file)), clock, elsewhere: writesInFlood({ file, begin }) });
}
