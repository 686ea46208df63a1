import type { AggregateFunction, KqlType, Value } from '../shapes.ts';
import { isBefore } from './order.ts';

/** NaN has no place in an order: it gives way to any number. */
const isNowhere = (value: Value): boolean => typeof value === 'number' && Number.isNaN(value);

const extreme = (isBetter: (one: Value, other: Value) => boolean): AggregateFunction => ({
  type: ([type = 'dynamic']) => type,
  make: () => () => {
    let best: Value = null;
    return {
      add: (value) => {
        if (value === undefined || value === null) return;
        if (best === null || isBetter(value, best) || isNowhere(best)) best = value;
      },
      result: () => best,
    };
  },
});

/** Of the values that are there; null of none. */
export const min: AggregateFunction = extreme(isBefore);
export const max: AggregateFunction = extreme((one, other) => isBefore(other, one));

/**
 * (by, value): the value of the row with the best `by`, of the first of them. Rows without a `by` count only where no row has
 * one, as in the service.
 */
const argument = (isBetter: (one: Value, other: Value) => boolean): AggregateFunction => ({
  type: ([by = 'dynamic', value = by]: readonly KqlType[]) => value,
  make: () => () => {
    let state: 'none' | 'without' | 'with' = 'none';
    let best: Value = null;
    let kept: Value = null;
    return {
      add: (by = null, value = null) => {
        if (by === null ? state !== 'none' : state === 'with' && !isBetter(by, best)) return;
        state = by === null ? 'without' : 'with';
        best = by;
        kept = value;
      },
      result: () => kept,
    };
  },
});

export const argMin: AggregateFunction = argument(isBefore);
export const argMax: AggregateFunction = argument((one, other) => isBefore(other, one));

/** The first value that says something. With a second argument that of the first row: then several columns are of one row. */
export const takeAny: AggregateFunction = {
  type: ([type = 'dynamic']) => type,
  make: ({ types }) => (types.length > 1 ? firstRow : firstThatSaysSomething),
};

function firstRow() {
  let state: 'empty' | 'taken' = 'empty';
  let kept: Value = null;
  return {
    add: (value: Value = null) => {
      if (state === 'taken') return;
      state = 'taken';
      kept = value;
    },
    result: () => kept,
  };
}

function firstThatSaysSomething() {
  let kept: Value = null;
  return {
    add: (value: Value = null) => {
      if (kept === null || kept === '') kept = value ?? kept;
    },
    result: () => kept,
  };
}
