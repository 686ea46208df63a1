import type { QueryAnalysis } from '../core/model/query.ts';
import type { Planned } from './planned.ts';
import type { TableSchema } from './table.ts';

/** What a thread is given when it starts. */
export interface ThreadData {
  readonly schemas: readonly TableSchema[];
  readonly allowedPlaces: readonly string[];
  /** The ids of those, by the names that we have for them and the service does not know. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

export type Question =
  /** `now`: milliseconds since 1970, where it is known. */
  { readonly kind: 'analyse'; readonly text: string; readonly now: number | undefined } | { readonly kind: 'plan'; readonly text: string };

export type Answer =
  | { readonly kind: 'analysis'; readonly analysis: QueryAnalysis }
  | { readonly kind: 'planned'; readonly planned: Planned };

/** From a thread to the main one. `began`: it has a question in hand · `broken`: an error that the thread survived. */
export type FromThread<Reply> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'began' }
  | { readonly kind: 'answer'; readonly answer: Reply }
  | { readonly kind: 'broken'; readonly reason: string };
