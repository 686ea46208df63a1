import type { AggregateFunction, CallShape, Value } from '../shapes.ts';
import { intoDynamic } from '../values/convert.ts';
import { asValue, isBag } from '../values/guards.ts';
import { groupKey } from '../values/keys.ts';

/** How many elements the call wants at most: its second argument. */
const limitOf = (call: CallShape, most: number): number => {
  const asked = call.constants[1];
  return asked === undefined || asked === null ? most : Math.min(Math.max(Number(asked), 0), 1_048_576);
};

/** The values in the order of the rows, null left out; an empty list of none. */
export const makeList = (most: number): AggregateFunction => listOf(most, 'left out');
export const makeListWithNulls = (most: number): AggregateFunction => listOf(most, 'kept');

const listOf = (most: number, nulls: 'kept' | 'left out'): AggregateFunction => ({
  type: () => 'dynamic',
  make: (call) => {
    const limit = limitOf(call, most);
    const element = intoDynamic(call.types[0] ?? 'dynamic');
    return () => {
      const list: unknown[] = [];
      return {
        add: (value: Value = null) => {
          if ((value !== null || nulls === 'kept') && list.length < limit) list.push(element(value));
        },
        result: () => list,
      };
    };
  },
});

/** Different values in the order in which they came, null left out. Of lists: what is in them. */
export const makeSet = (most: number): AggregateFunction => ({
  type: () => 'dynamic',
  make: (call) => {
    const limit = limitOf(call, most);
    const element = intoDynamic(call.types[0] ?? 'dynamic');
    return () => {
      const seen = new Set<unknown>();
      const set: unknown[] = [];
      const add = (value: unknown): void => {
        if (value === null || set.length >= limit) return;
        const key = groupKey(asValue(value));
        if (seen.has(key)) return;
        seen.add(key);
        set.push(value);
      };
      return {
        add: (value: Value = null) => {
          if (Array.isArray(value)) for (const one of value) add(one);
          else if (value !== null) add(element(value));
        },
        result: () => set,
      };
    };
  },
});

/** All properties of all bags; the first value of each name stays. What is not a bag is left out. */
export const makeBag = (most: number): AggregateFunction => ({
  type: () => 'dynamic',
  make: (call) => {
    const limit = limitOf(call, most);
    return () => {
      const bag = new Map<string, unknown>();
      return {
        add: (value: Value = null) => {
          if (!isBag(value)) return;
          for (const [name, property] of Object.entries(value)) {
            if (bag.size < limit && !bag.has(name)) bag.set(name, property);
          }
        },
        result: () => Object.fromEntries(bag),
      };
    };
  },
});
