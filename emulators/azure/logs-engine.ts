import type { KqlFailure } from '../../src/kql/failure.ts';
import type { RenderSpec } from '../../src/kql/plan.ts';
import type { TableSchema } from '../../src/kql/table.ts';
import type { ColumnSpec } from '../../src/kql/types.ts';
import type { LogScope, LogWorkspace } from '../logs/index.ts';

export interface LogQuestion {
  readonly scope: LogScope;
  readonly text: string;
  /** Milliseconds since 1970. Rows outside are not looked at; undefined: no bound. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** How long it may take. */
  readonly waitMs: number;
}

/** What is wrong with a query, in the engine's words. */
export type QueryFault = Pick<KqlFailure, 'kind' | 'message' | 'at' | 'code'>;

export type LogOutcome =
  | {
      readonly kind: 'table';
      readonly columns: readonly ColumnSpec[];
      /** Each row as JSON text, made when it is asked for. */
      readonly rows: Iterable<string>;
      readonly render: RenderSpec | undefined;
    }
  | { readonly kind: 'faulty'; readonly faults: readonly QueryFault[] };

/** What answers queries. */
export interface LogEngine {
  /** By its id, in any case; undefined: there is none. */
  readonly workspace: (id: string) => LogWorkspace | undefined;
  readonly schemas: readonly (TableSchema & { readonly family: 'classic' | 'workspace'; readonly timeColumn: string })[];
  readonly ask: (question: LogQuestion, signal: AbortSignal) => Promise<LogOutcome>;
  readonly stop: () => Promise<void>;
}
