import type { AggregateFunction, CallShape, Value } from '../shapes.ts';

/**
 * The …if form of an aggregate: it has a predicate at this place among its arguments, and the aggregate sees only the rows
 * where it is true.
 */
export function onlyWhere(base: AggregateFunction, place: number): AggregateFunction {
  return {
    type: (types) => base.type(without(types, place)),
    make: (call) => {
      const inner = base.make(withoutArgument(call, place));
      return () => {
        const accumulator = inner();
        return {
          add: place === 1 ? second(accumulator.add) : other(accumulator.add, place),
          result: accumulator.result,
        };
      };
    },
  };
}

/** By far the most of them: add(value, predicate). Spelled out, for it runs once per row. */
const second =
  (add: (...values: readonly Value[]) => void) =>
  (value: Value, predicate: Value = null, ...rest: readonly Value[]): void => {
    if (predicate !== true) return;
    if (rest.length === 0) add(value);
    else add(value, ...rest);
  };

const other =
  (add: (...values: readonly Value[]) => void, place: number) =>
  (...values: readonly Value[]): void => {
    if (values[place] === true) add(...without(values, place));
  };

const without = <T>(list: readonly T[], place: number): readonly T[] => list.toSpliced(place, 1);

const withoutArgument = (call: CallShape, place: number): CallShape => ({
  ...call,
  types: without(call.types, place),
  constants: without(call.constants, place),
  names: without(call.names, place),
});
