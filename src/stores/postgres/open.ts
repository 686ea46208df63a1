import { Kysely } from 'kysely';
import type { Ledger } from '../../core/ledger.ts';
import type { Clock, KeptFiles, Settings } from '../../core/ports.ts';
import { storeError } from '../errors.ts';
import { openLedger } from '../ledger/ledger.ts';
import { migrate } from '../ledger/migrations.ts';
import type { Tables } from '../ledger/tables.ts';
import { createWorkSignal } from '../ledger/work-signal.ts';
import type { Server } from './connections.ts';
import { postgresDialect } from './dialect.ts';
import { createFiles } from './files.ts';
import { createListener, type Heartbeat } from './listener.ts';
import { createSettings } from './settings.ts';
import type { SharedTables } from './shared-tables.ts';

/** Enough for all that is written and read at once; a server has a hundred for everybody. */
const ledgerConnections = 8;
const settingsConnections = 2;

/**
 * The ledger in PostgreSQL, for one process or many. Throws ProviderError when the server cannot be used, UserError for a newer
 * ledger, and for an older one where its version must be the same: then nothing is changed.
 */
export async function openPostgresLedger(
  options: Server & {
    readonly clock: Clock;
    readonly heartbeat?: Heartbeat | undefined;
    readonly version?: 'must be the same' | undefined;
  },
): Promise<Ledger> {
  const dialect = postgresDialect(options, { connections: ledgerConnections, work: createListener(options, options.heartbeat) });
  return openLedger({ dialect, clock: options.clock, version: options.version });
}

/** Settings in the same database: every reading asks it, because another process may have changed them. Throws as the ledger does. */
export async function openPostgresSettings(options: Server & { readonly clock: Clock }): Promise<Settings> {
  return createSettings(await openShared(options, 'the settings'));
}

/** Pictures behind signed links, and the key of their signatures, where any process may be asked for them. Throws as the ledger does. */
export async function openPostgresFiles(options: Server & { readonly clock: Clock }): Promise<KeptFiles> {
  return createFiles(await openShared(options, 'the files'));
}

async function openShared(options: Server & { readonly clock: Clock }, store: 'the files' | 'the settings'): Promise<Kysely<SharedTables>> {
  const dialect = postgresDialect(options, { connections: settingsConnections, work: createWorkSignal() });
  try {
    await migrate(new Kysely<Tables>({ dialect: dialect.kysely }), dialect, { now: options.clock.now() });
    return new Kysely<SharedTables>({ dialect: dialect.kysely });
  } catch (error) {
    throw storeError(store, error);
  }
}
