import type { CreateTableBuilder, Dialect, Kysely, RawBuilder, Transaction } from 'kysely';
import type { Ledger, Work } from '../../core/ledger.ts';
import type { Tables } from './tables.ts';

/** Rows that another process works on are left to it. */
export interface LockedRows {
  readonly forUpdate: () => this;
  readonly skipLocked: () => this;
}

/** What the databases the ledger can live in do not have in common. Everything else is one implementation. */
export interface LedgerDialect {
  readonly kysely: Dialect;
  /** Adds the column `id`: a whole number the database gives out in rising order and never twice. */
  readonly addId: <Table extends string, Column extends string>(
    table: CreateTableBuilder<Table, Column>,
  ) => CreateTableBuilder<Table, Column | 'id'>;
  /** The function that gives the largest of its arguments. */
  readonly largest: 'greatest' | 'max';
  /** A member of the JSON object in the column `body`, which is text; its value is a word of ours. */
  readonly memberOfBody: (member: string) => RawBuilder<string>;
  /** Where several processes write at once, a row is held for this transaction. */
  readonly waitForRows: <Query extends LockedRows>(query: Query) => Query;
  readonly skipHeldRows: <Query extends LockedRows>(query: Query) => Query;
  /** Runs `work` while no other process does the same. */
  readonly alone: (db: Kysely<Tables>, work: (db: Kysely<Tables>) => Promise<void>) => Promise<void>;
  /** What only this database gets: see migration-5.ts. */
  readonly prepareForMany: (db: Transaction<Tables>) => Promise<void>;
  readonly work: WorkSignal;
}

/** How those who have something to do hear of it. */
export interface WorkSignal {
  readonly onWork: Ledger['onWork'];
  /** Called after each commit that stored something to be done. */
  readonly told: (work: Work) => void;
  readonly close: () => Promise<void>;
}
