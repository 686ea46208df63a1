import { sum } from '../aggregates/sums.ts';
import type { Value, WindowFunction } from '../shapes.ts';

/** 1, 2, 3… (or from the first argument), again from there at each row where the second is true. */
export const rowNumber: WindowFunction = {
  type: () => 'long',
  make:
    () =>
    ([starts, restarts], length) => {
      const numbers: Value[] = [];
      let number = 0;
      for (let row = 0; row < length; row++) {
        const start = Number(starts?.[row] ?? 1);
        number = row === 0 || restarts?.[row] === true ? start : number + 1;
        numbers.push(number);
      }
      return numbers;
    },
};

/** The sum so far, of the type that sum() gives; a row without a number has the sum before it. */
export const rowCumsum: WindowFunction = {
  type: (types) => sum.type(types),
  make:
    (call) =>
    ([terms = [], restarts], length) => {
      const fresh = sum.make(call);
      const sums: Value[] = [];
      let running = fresh();
      for (let row = 0; row < length; row++) {
        if (restarts?.[row] === true) running = fresh();
        running.add(terms[row] ?? null);
        sums.push(running.result());
      }
      return sums;
    },
};
