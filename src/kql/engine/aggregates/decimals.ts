import type { Value } from '../shapes.ts';
import { toDecimal, type WideDecimal, wide } from '../values/decimal.ts';

/** Adds up a column of type decimal; null is passed over. */
export class DecimalSum {
  #sum: WideDecimal | undefined;
  #rows = 0;

  add(value: Value): void {
    const next = wide(value);
    if (next === null) return;
    this.#sum = this.#sum === undefined ? next : this.#sum.plus(next);
    this.#rows += 1;
  }

  get value(): Value {
    return this.#sum === undefined ? { decimal: '0' } : toDecimal(this.#sum);
  }

  /** Null of no rows: a decimal has no NaN. */
  get mean(): Value {
    return this.#sum === undefined ? null : toDecimal(this.#sum.dividedBy(this.#rows));
  }
}
