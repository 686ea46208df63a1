/**
 * The wiring of what is kept: a folder for one running Tocsin, or PostgreSQL for several.
 */
import { join } from 'node:path';
import type { Config } from './config/load.ts';
import type { Ledger } from './core/ledger.ts';
import type { Clock, KeptFiles, Log, Settings } from './core/ports.ts';
import { openFolderFiles } from './stores/folder-files.ts';
import { openSqliteLedger, openThreadedSqliteLedger } from './stores/ledger/sqlite.ts';
import { lockFolder } from './stores/lock.ts';
import { openLowdbSettings } from './stores/settings/open-settings.ts';

export interface Stores {
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly files: KeptFiles;
  readonly close: () => Promise<void>;
}

interface StoreParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Who writes must have the data folder to itself; who only looks may do so beside a running bot. */
  readonly access: 'write' | 'look';
}

/** Throws UserError when another process has the data folder, ProviderError when the store cannot be used. */
export async function openStores(store: Config['store'], { clock, log, access }: StoreParts): Promise<Stores> {
  const lock = access === 'write' ? await lockFolder(store.folder) : undefined;
  try {
    const opened = access === 'write' ? await open(store, { clock, log }) : await openToLook(store, clock);
    return {
      ...opened,
      close: async () => {
        await opened.ledger.close();
        await opened.settings.close();
        await opened.files.close();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

async function open(store: Config['store'], { clock, log }: Pick<StoreParts, 'clock' | 'log'>): Promise<Omit<Stores, 'close'>> {
  switch (store.kind) {
    case 'file':
      return {
        settings: await openLowdbSettings(store),
        ledger: await openThreadedSqliteLedger({ file: join(store.folder, 'ledger.db'), clock }),
        files: openFolderFiles(store),
      };
    case 'postgres': {
      // Whoever keeps all in a folder does not wait for the driver to be loaded.
      const { openPostgresFiles, openPostgresLedger, openPostgresSettings } = await import('./stores/postgres/open.ts');
      const server = { url: store.url, log, clock };
      return {
        settings: await openPostgresSettings(server),
        ledger: await openPostgresLedger(server),
        files: await openPostgresFiles(server),
      };
    }
  }
}

/** Who only looks needs no history, and must not bring the running bot's ledger to another version. */
async function openToLook(store: Config['store'], clock: Clock): Promise<Omit<Stores, 'close'>> {
  return {
    settings: await openLowdbSettings(store),
    ledger: await openSqliteLedger({ file: ':memory:', clock }),
    files: openFolderFiles(store),
  };
}
