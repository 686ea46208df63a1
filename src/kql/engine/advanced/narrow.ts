import { tableOf } from '../lazy.ts';
import type { Value } from '../shapes.ts';
import { toText } from '../values/text.ts';
import type { StepRunner } from './helpers.ts';

/** One row per cell: the row's number, the column's name, the cell as text. */
export const narrow: StepRunner<'evaluate'> = (_step, input, run) => {
  const rows: Value[] = [];
  const names: Value[] = [];
  const texts: Value[] = [];
  for (let row = 0; row < input.length; row++) {
    run.check(input.columns.length);
    for (const [index, { name, type }] of input.columns.entries()) {
      rows.push(row);
      names.push(name);
      texts.push(toText(input.values(index)[row] ?? null, type));
    }
  }
  const columns = [
    { name: 'Row', type: 'long' as const },
    { name: 'Column', type: 'string' as const },
    { name: 'Value', type: 'string' as const },
  ];
  return tableOf(columns, [rows, names, texts], rows.length);
};
