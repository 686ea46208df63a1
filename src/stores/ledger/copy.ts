import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../../core/ledger.ts';
import type { Clock } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import { openSqliteLedger } from './sqlite.ts';

/**
 * A copy of the embedded ledger as it is now, brought to this version: the original, with which another process of another version
 * may be at work, is only read. The copy is gone when it is closed. Throws as openSqliteLedger.
 */
export async function openCopyOfSqliteLedger({ file, clock }: { readonly file: string; readonly clock: Clock }): Promise<Ledger> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-replay-ledger-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const copy = join(folder, 'ledger.db');
  try {
    await copyTo(copy, file);
    const ledger = await openSqliteLedger({ file: copy, clock });
    return {
      ...ledger,
      close: async () => {
        await ledger.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function copyTo(copy: string, file: string): Promise<void> {
  try {
    const original = new DatabaseSync(file, { readOnly: true });
    try {
      await backup(original, copy);
    } finally {
      original.close();
    }
  } catch (error) {
    throw storeError('the ledger', error);
  }
}
