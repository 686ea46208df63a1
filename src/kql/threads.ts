import type { QueryAnalysis } from '../core/model/query.ts';
import type { Cancellable, Log } from '../core/ports.ts';
import type { KqlFailure } from './failure.ts';
import type { Plan } from './plan.ts';
import type { TableSchema } from './table.ts';
import type { ColumnSpec } from './types.ts';

export interface KqlThreadsNeeds {
  readonly log: Log;
  /** The tables that names are resolved against. */
  readonly schemas: readonly TableSchema[];
  /** How long one query may take to read, in ms; the thread is ended then. 2,000 where not given. */
  readonly deadlineMs?: number | undefined;
}

/** What a query becomes, or why not: the faults in the order of the text. */
export type Planned =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly columns: readonly ColumnSpec[] }
  | { readonly kind: 'faulty'; readonly faults: readonly Pick<KqlFailure, 'kind' | 'message' | 'at' | 'code'>[] };

/**
 * Microsoft's parser in worker threads: one that works and, once it was used, a warm spare that takes its place when it had to be
 * ended. Nothing is loaded before the first query. Throws ProviderError when no thread can be had; what takes too long is an
 * answer (a finding that refuses, a fault of kind 'limit').
 */
export interface KqlThreads {
  readonly analyse: (text: string, options: Cancellable) => Promise<QueryAnalysis>;
  readonly plan: (text: string, options: Cancellable) => Promise<Planned>;
  readonly warmUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}
