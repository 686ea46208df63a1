import type { Generated } from 'kysely';
import type { CollectionName } from '../../core/ports.ts';

/** What several processes share beside the ledger; only PostgreSQL has these tables. */
export interface SharedTables {
  readonly settings: SettingRow;
  readonly secrets: SecretRow;
  readonly files: FileRow;
}

interface SettingRow {
  readonly collection: CollectionName;
  readonly id: string;
  /** Written as JSON, read as what it holds. */
  readonly body: unknown;
}

interface SecretRow {
  readonly name: string;
  readonly value: string;
}

interface FileRow {
  readonly name: string;
  readonly content: Uint8Array;
  readonly kept_at: Generated<Date>;
}
