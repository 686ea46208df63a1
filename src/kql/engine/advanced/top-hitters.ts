import type { Aggregate, Assignment, Expression } from '../../plan.ts';
import { carryOut, type StepRunner } from './helpers.ts';

/** The values with the most rows (or the largest sum): exact, where the service estimates. */
export const topHitters: StepRunner<'top-hitters'> = (step, input, run) => {
  const counted: Expression = { kind: 'aggregate', name: 'count', arguments: [], type: 'long' };
  const expression: Expression =
    step.by === undefined ? counted : { kind: 'aggregate', name: 'sum', arguments: [step.by], type: 'unknown' };
  const total: Aggregate = { name: step.name, type: 'unknown', expression };
  const by: Assignment = step.of;
  return carryOut(
    [
      { kind: 'summarize', aggregates: [total], by: [by] },
      {
        kind: 'top',
        count: step.count,
        keys: [{ expression: { kind: 'column', name: step.name, type: 'unknown' }, direction: 'desc', nulls: 'last' }],
      },
    ],
    input,
    run,
  );
};
