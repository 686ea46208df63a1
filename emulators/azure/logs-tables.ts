import type { KnownTable } from '../../src/kql/known-tables.ts';
import type { Table, TableSource } from '../../src/kql/table.ts';
import type { LogScope } from '../logs/index.ts';

/** What a query is run over, and how much of the time went into making it. */
export interface MeasuredTables extends TableSource {
  /** Milliseconds so far. */
  readonly madeMs: () => number;
}

/**
 * Measures what it takes to make tables: the rows of the emulated service were not there before, so no query is to blame for that.
 */
export function measured(tables: TableSource): MeasuredTables {
  let madeMs = 0;
  let depth = 0;
  const timed = <T>(make: () => T): T => {
    const begun = performance.now();
    depth += 1;
    try {
      return make();
    } finally {
      depth -= 1;
      // What is made on the way is a part of it.
      if (depth === 0) madeMs += performance.now() - begun;
    }
  };
  const over = (table: Table | undefined): Table | undefined =>
    table && {
      ...table,
      values: (column) => timed(() => table.values(column)),
      some: (column, rows) => timed(() => table.some?.(column, rows)),
    };
  const { elsewhere } = tables;
  return {
    schemas: tables.schemas,
    table: (name) => timed(() => over(tables.table(name))),
    elsewhere: elsewhere && ((place, name) => timed(() => over(elsewhere(place, name)))),
    madeMs: () => madeMs,
  };
}

/**
 * A workspace has its telemetry under the names of its own tables, an application under the classic ones: `union *` and `search`
 * meet each row once. The other names are there for whoever writes them out.
 */
export function onceEach(tables: TableSource, known: readonly KnownTable[], scope: LogScope, text: string): TableSource {
  const usual = scope.kind === 'resource' && scope.resource.type === 'microsoft.insights/components' ? 'classic' : 'workspace';
  const words = text.replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*/gu, ' ').match(/\w+\*?/gu) ?? [];
  const isNamed = (name: string): boolean =>
    words.some((word) => (word.endsWith('*') ? name.startsWith(word.slice(0, -1)) : word === name));
  const isThere = (name: string): boolean => isNamed(name) || known.find((one) => one.name === name)?.family === usual;
  return {
    ...tables,
    table: (name) => {
      const found = tables.table(name);
      return found === undefined || isThere(name) ? found : { columns: found.columns, length: 0, values: () => [] };
    },
  };
}
