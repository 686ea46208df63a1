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
    if (numbers === undefined) return null;
    const places = Array.from({ length: Math.min(period, numbers.length) }, (): number[] => []);
    for (const [index, number] of numbers.entries()) places[index % period]?.push(number);
    const medians = places.map((place) => finite(median(place)));
    return numbers.map((_, index) => medians[index % period] ?? null);
  },
};

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = low] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return sorted.length % 2 === 1 ? low : (low + high) / 2;
}

export const seasons: ReadonlyMap<string, ScalarFunction> = new Map([['series_seasonal', seasonal]]);
