import type { KqlFailure } from './failure.ts';
import type { Plan } from './plan.ts';
import type { ColumnSpec } from './types.ts';

/** What a query becomes, or why not: the faults in the order of the text. */
export type Planned =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly columns: readonly ColumnSpec[] }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

export type Fault = Pick<KqlFailure, 'kind' | 'message' | 'at' | 'code'>;
