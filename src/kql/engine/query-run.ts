import type { Expression } from '../plan.ts';
import type { Table } from '../table.ts';
import type { Compiled } from './compiled.ts';
import type { Meter } from './meter.ts';
import type { Run } from './shapes.ts';

/** What the steps of this folder ask for beside what every step may. */
export interface QueryRun extends Run {
  readonly compile: (expression: Expression, over: Table) => Compiled;
  readonly meter: Meter;
}
