import type { Accumulator, AggregateFunction, Value } from '../shapes.ts';
import { numberOf } from './numbers.ts';

/** Running mean and sum of squared differences (Welford's way): no loss where the values lie far from zero. */
class Spread {
  #rows = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#rows += 1;
    const before = value - this.#mean;
    this.#mean += before / this.#rows;
    this.#squares += before * (value - this.#mean);
  }

  variance(of: 'sample' | 'population'): number {
    const divisor = of === 'sample' ? this.#rows - 1 : this.#rows;
    return divisor > 0 ? this.#squares / divisor : 0;
  }
}

const spreadOf = (of: 'sample' | 'population', finish: (variance: number) => number): AggregateFunction => ({
  type: () => 'real',
  make: () => (): Accumulator => {
    const spread = new Spread();
    return {
      add: (value = null) => {
        const number = numberOf(value);
        if (number !== undefined) spread.add(number);
      },
      result: () => finish(spread.variance(of)),
    };
  },
});

const asIs = (value: number): number => value;

/** 0 over no rows and over one. */
export const variance = spreadOf('sample', asIs);
export const variancep = spreadOf('population', asIs);
export const stdev = spreadOf('sample', Math.sqrt);
export const stdevp = spreadOf('population', Math.sqrt);

/** Of pairs; one without either side is no pair. */
const covarianceOf = (of: 'sample' | 'population'): AggregateFunction => ({
  type: () => 'real',
  make: () => () => {
    let rows = 0;
    let meanX = 0;
    let meanY = 0;
    let products = 0;
    return {
      add: (x: Value = null, y: Value = null) => {
        const [one, other] = [numberOf(x), numberOf(y)];
        if (one === undefined || other === undefined) return;
        rows += 1;
        const before = one - meanX;
        meanX += before / rows;
        meanY += (other - meanY) / rows;
        products += before * (other - meanY);
      },
      result: () => {
        const divisor = of === 'sample' ? rows - 1 : rows;
        return divisor > 0 ? products / divisor : 0;
      },
    };
  },
});

export const covariance = covarianceOf('sample');
export const covariancep = covarianceOf('population');
