import type { CreateTableBuilder, Dialect } from 'kysely';

/** What the databases the ledger can live in do not have in common. Everything else is one implementation. */
export interface LedgerDialect {
  readonly kysely: Dialect;
  /** Adds the column `id`: a whole number the database gives out in rising order and never twice. */
  readonly addId: <Table extends string, Column extends string>(
    table: CreateTableBuilder<Table, Column>,
  ) => CreateTableBuilder<Table, Column | 'id'>;
}
