import type { KustoNode } from '../parser/load.ts';

/** One place where a table is read. */
export interface TableUse {
  readonly name: string;
  readonly time: 'filtered' | 'open';
}

/** Rows on their way: the tables they come from, and whether something (take, summarize) has already made them few. */
export interface Flow {
  readonly uses: readonly TableUse[];
  readonly size: 'open' | 'reduced';
}

export interface JoinSeen {
  readonly kind: string;
  readonly left: Flow;
  readonly right: Flow;
  readonly node: KustoNode;
}

export interface Reading {
  /** Tables that are read beside the rows of the result: in joins and subqueries. */
  readonly besides: readonly TableUse[];
  readonly joins: readonly JoinSeen[];
  /** How far each filter looks back. */
  readonly lookBacks: readonly number[];
  /** Reads that go through every table there is. */
  readonly everything: readonly KustoNode[];
}
