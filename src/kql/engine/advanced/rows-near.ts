import { KqlFailure } from '../../failure.ts';
import { select } from '../lazy.ts';
import { countOf, type StepRunner, valuesOver } from './helpers.ts';

/** (condition, rows, rows after it): the rows where the condition holds, and so many before and after each of them. */
export const rowsNear: StepRunner<'evaluate'> = (step, input, run) => {
  const [condition, around, behind = around] = step.arguments;
  if (condition === undefined || around === undefined || behind === undefined)
    throw new KqlFailure('semantic', 'rows_near() takes a condition and a number of rows.');
  const [before, after] = [countOf(around, run), countOf(behind, run)];
  const holds = valuesOver(condition, input, run);
  // How far rows are wanted still, from the front and from the back.
  const near = new Uint8Array(input.length);
  for (let row = 0, left = 0; row < input.length; row += 1, left -= 1) {
    if (holds[row] === true) left = after + 1;
    if (left > 0) near[row] = 1;
  }
  for (let row = input.length - 1, left = 0; row >= 0; row -= 1, left -= 1) {
    if (holds[row] === true) left = before + 1;
    if (left > 0) near[row] = 1;
  }
  const rows: number[] = [];
  for (const [row, wanted] of near.entries()) if (wanted === 1) rows.push(row);
  return select(input, Int32Array.from(rows));
};
