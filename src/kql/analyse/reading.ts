import type { KustoNode } from '../parser/load.ts';
import type { Scope } from './scope.ts';

/** One place where a table is read. */
export interface TableUse {
  readonly name: string;
  readonly time: 'filtered' | 'open';
  /** Of one that is filtered: whether no text tells since when. */
  readonly since?: 'told' | 'unclear' | undefined;
  /** How long ago its filters say that it ends at least; 'unclear': they speak of the time in a way that does not tell. */
  readonly until?: number | 'unclear' | undefined;
}

/** Rows on their way: the tables they come from, and whether something (take, summarize) has already made them few. */
export interface Flow {
  readonly uses: readonly TableUse[];
  readonly size: 'open' | 'reduced';
  /** What columns stand for that operators have made. */
  readonly columns?: Scope | undefined;
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
