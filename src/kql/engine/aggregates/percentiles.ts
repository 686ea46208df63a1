import { KqlFailure } from '../../failure.ts';
import type { AggregateFunction, CallShape, Value } from '../shapes.ts';
import { intoDynamic } from '../values/convert.ts';
import { orderOf } from './order.ts';
import { numberAt } from './select.ts';

/** Grows as it is filled. Values that no double holds (bigint, decimals, texts) make it a list. */
class Values {
  #numbers = new Float64Array(16);
  #length = 0;
  #others: Value[] | undefined;

  add(value: Value): void {
    if (value === null || value === undefined || Number.isNaN(value)) return;
    if (typeof value !== 'number' || this.#others !== undefined) {
      this.#others ??= Array.from(this.#numbers.subarray(0, this.#length));
      this.#others.push(value);
      return;
    }
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length] = value;
    this.#length += 1;
  }

  /** The smallest value that at least so many percent are less than or equal to; null of none. */
  nearestRank(percent: number): Value {
    const length = this.#others?.length ?? this.#length;
    if (length === 0) return null;
    const place = Math.min(Math.max(Math.ceil((percent * length) / 100) - 1, 0), length - 1);
    if (this.#others === undefined) return numberAt(this.#numbers, length, place);
    return this.#others.toSorted(orderOf)[place] ?? null;
  }
}

export const percentile: AggregateFunction = {
  type: ([type = 'real']) => type,
  make: (call) => {
    const [percent] = percents(call, 1);
    return () => {
      const values = new Values();
      return { add: (value = null) => values.add(value), result: () => values.nearestRank(percent ?? 50) };
    };
  },
};

export const percentilesArray: AggregateFunction = {
  type: () => 'dynamic',
  make: (call) => {
    const wanted = percents(call, 1);
    const element = intoDynamic(call.types[0] ?? 'real');
    return () => {
      const values = new Values();
      return { add: (value = null) => values.add(value), result: () => wanted.map((percent) => element(values.nearestRank(percent))) };
    };
  },
};

/** Values that stand for so many rows each. */
class Weighted {
  readonly #values: { readonly value: Value; readonly weight: number }[] = [];

  add(value: Value, weight: Value): void {
    if (value === null || Number.isNaN(value) || weight === null) return;
    if (Number(weight) > 0) this.#values.push({ value, weight: Number(weight) });
  }

  nearestRank(percent: number): Value {
    const sorted = this.#values.toSorted((one, other) => orderOf(one.value, other.value));
    const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
    let passed = 0;
    for (const { value, weight } of sorted) {
      passed += weight;
      if (passed * 100 >= percent * total) return value;
    }
    return sorted.at(-1)?.value ?? null;
  }
}

export const percentilew: AggregateFunction = {
  type: ([type = 'real']) => type,
  make: (call) => {
    const [percent] = percents(call, 2);
    return () => {
      const values = new Weighted();
      return {
        add: (value = null, weight = null) => values.add(value, weight),
        result: () => values.nearestRank(percent ?? 50),
      };
    };
  },
};

export const percentileswArray: AggregateFunction = {
  type: () => 'dynamic',
  make: (call) => {
    const wanted = percents(call, 2);
    const element = intoDynamic(call.types[0] ?? 'real');
    return () => {
      const values = new Weighted();
      return {
        add: (value = null, weight = null) => values.add(value, weight),
        result: () => wanted.map((percent) => element(values.nearestRank(percent))),
      };
    };
  },
};

/** The percentiles asked for: arguments from this place on, or one dynamic list of them. */
function percents(call: CallShape, from: number): readonly number[] {
  return call.constants.slice(from).flatMap((constant) => {
    const listed: readonly unknown[] = Array.isArray(constant) ? constant : [constant];
    return listed.map((one) => percentOf(one, call.name));
  });
}

function percentOf(value: unknown, name: string): number {
  const number = typeof value === 'object' && value !== null && 'decimal' in value ? Number(value.decimal) : Number(value);
  if (value === undefined || value === null || !(number >= 0 && number <= 100)) {
    throw new KqlFailure('semantic', `${name}() takes percentiles between 0 and 100 that do not depend on the row.`);
  }
  return number;
}
