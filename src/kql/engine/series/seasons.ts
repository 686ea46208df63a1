import { KqlFailure } from '../../failure.ts';
import { numberOf } from '../aggregates/numbers.ts';
import type { ScalarFunction } from '../shapes.ts';
import { finite, numbersOf } from './elements.ts';

/** The median of each place within the period. Finding a period by itself is a guess that could differ from the service's. */
const seasonal: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series, wanted) => {
    const [numbers, period] = [numbersOf(series), numberOf(wanted ?? null)];
    if (period === undefined || period < 1) {
      throw new KqlFailure(
        'unsupported',
        'series_seasonal() without a period is not supported here: give the period as its second argument.',
      );
    }
    return numbers === undefined ? null : numbers.map((_, index) => finite(medianAt(numbers, index, period)));
  },
};

function medianAt(numbers: readonly number[], index: number, period: number): number {
  const alike = numbers.filter((_, place) => place % period === index % period).toSorted((a, b) => a - b);
  const middle = alike.length / 2;
  const [low = Number.NaN, high = low] = [alike[Math.ceil(middle) - 1], alike[Math.floor(middle)]];
  return alike.length % 2 === 1 ? low : (low + high) / 2;
}

export const seasons: ReadonlyMap<string, ScalarFunction> = new Map([['series_seasonal', seasonal]]);
