import type { AggregateFunction, KqlType, Value } from '../shapes.ts';
import { exact, wrap } from '../values/integers.ts';
import { DecimalSum } from './decimals.ts';

/** Adds numbers of which a double may not hold the sum: goes over to bigint when it must, and wraps at 64 bits as the service does. */
class LongSum {
  #small = 0;
  #large = 0n;

  add(value: number | bigint): void {
    if (typeof value === 'bigint') {
      this.#large += value;
      return;
    }
    const sum = this.#small + value;
    if (Number.isSafeInteger(sum)) {
      this.#small = sum;
      return;
    }
    this.#large += BigInt(this.#small);
    this.#small = value;
  }

  get exact(): bigint {
    return this.#large + BigInt(this.#small);
  }

  get value(): number | bigint {
    if (this.#large === 0n) return this.#small;
    return wrap(this.exact);
  }

  get approximately(): number {
    return this.#large === 0n ? this.#small : Number(this.exact);
  }
}

const isWhole = (type: KqlType | undefined): boolean =>
  type === 'int' || type === 'long' || type === 'timespan' || type === 'datetime' || type === 'bool';

/** 0 over no rows (null for what is not a number). */
export const sum: AggregateFunction = {
  type: ([type = 'real']) => (type === 'int' ? 'long' : type === 'dynamic' ? 'real' : type),
  make: ({ types: [type] }) => {
    if (type === 'decimal') return decimalSum;
    return isWhole(type) ? longSum : realSum;
  },
};

function longSum() {
  const sum = new LongSum();
  return {
    add: (value: Value) => {
      if (typeof value === 'number' || typeof value === 'bigint') sum.add(value);
    },
    result: () => sum.value,
  };
}

function realSum() {
  let sum = 0;
  return {
    add: (value: Value) => {
      if (typeof value === 'number') sum += value;
      else if (typeof value === 'bigint') sum += Number(value);
    },
    result: () => sum,
  };
}

function decimalSum() {
  const sum = new DecimalSum();
  return { add: (value: Value) => sum.add(value), result: () => sum.value };
}

/** Of numbers a real; of points or spans of time again one, to the tick. NaN over no numbers, null over no times. */
export const avg: AggregateFunction = {
  type: ([type = 'real']) => (type === 'decimal' || type === 'datetime' || type === 'timespan' ? type : 'real'),
  make: ({ types: [type] }) => {
    if (type === 'decimal') return decimalMean;
    if (type === 'datetime' || type === 'timespan') return timeMean;
    return type === 'int' || type === 'long' ? longMean : realMean;
  },
};

function realMean() {
  let sum = 0;
  let rows = 0;
  return {
    add: (value: Value) => {
      if (typeof value === 'number') sum += value;
      else if (typeof value === 'bigint') sum += Number(value);
      else return;
      rows += 1;
    },
    result: () => sum / rows,
  };
}

function longMean() {
  const sum = new LongSum();
  let rows = 0;
  return {
    add: (value: Value) => {
      if (typeof value !== 'number' && typeof value !== 'bigint') return;
      sum.add(value);
      rows += 1;
    },
    result: () => sum.approximately / rows,
  };
}

function timeMean() {
  const sum = new LongSum();
  let rows = 0;
  return {
    add: (value: Value) => {
      if (typeof value !== 'number' && typeof value !== 'bigint') return;
      sum.add(value);
      rows += 1;
    },
    result: () => (rows === 0 ? null : exact(sum.exact / BigInt(rows))),
  };
}

function decimalMean() {
  const sum = new DecimalSum();
  return { add: (value: Value) => sum.add(value), result: () => sum.mean };
}
