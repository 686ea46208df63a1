import type { AggregateFunction, Value } from '../shapes.ts';
import { groupKey } from '../values/keys.ts';

/** Rows, whatever is in them. */
export const count: AggregateFunction = {
  type: () => 'long',
  make: () => () => {
    let rows = 0;
    return {
      add: () => {
        rows += 1;
      },
      result: () => rows,
    };
  },
};

export const countif: AggregateFunction = {
  type: () => 'long',
  make: () => () => {
    let rows = 0;
    return {
      add: (predicate) => {
        if (predicate === true) rows += 1;
      },
      result: () => rows,
    };
  },
};

/**
 * How many different values, null aside. The service estimates dcount; ours is exact, which for few values is the same.
 * A second argument (the accuracy of the estimate) changes nothing.
 */
export const distinct: AggregateFunction = {
  type: () => 'long',
  make: () => () => {
    const seen = new Set<unknown>();
    return {
      add: (value: Value) => {
        if (value !== null) seen.add(groupKey(value));
      },
      result: () => seen.size,
    };
  },
};
