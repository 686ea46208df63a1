import { KqlFailure } from '../../failure.ts';
import type { ScalarFunction } from '../shapes.ts';
import { finite, numbersOf, pointsOf } from './elements.ts';

const mostSteps = 100_000_000;

/** Nothing looks at the time while a function runs. */
function bounded(name: string, points: readonly unknown[], taps: number): void {
  if (points.length * taps > mostSteps)
    throw new KqlFailure('limit', `${name}() is asked for more than it may take: shorten the series or the filter.`);
}

/** (series, filter, normalize, center): each element is the weighted sum of itself and those before it (around it, if centred). */
const fir: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series, filter, normalize, center) => {
    const [points, weights] = [pointsOf(series), numbersOf(filter)];
    if (points === undefined || weights === undefined) return null;
    bounded('series_fir', points, weights.length);
    const negative = weights.some((weight) => weight < 0);
    if (normalize === true && negative) return null;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const scale = (normalize ?? !negative) === true ? sum : 1;
    const shift = center === true ? Math.floor(weights.length / 2) : 0;
    return points.map((_, index) =>
      finite(weights.reduce((total, weight, tap) => total + weight * (points[index + shift - tap] ?? 0), 0) / scale),
    );
  },
};

/** (series, numerators, denominators): the usual recursive filter. */
const iir: ScalarFunction = {
  type: () => 'dynamic',
  make: () => (series, numerators, denominators) => {
    const [points, above, below] = [pointsOf(series), numbersOf(numerators), numbersOf(denominators)];
    if (points === undefined || above === undefined || below === undefined) return null;
    bounded('series_iir', points, above.length + below.length);
    const [first = 0, ...rest] = below;
    if (first === 0) throw new KqlFailure('evaluation', 'series_iir(): the first denominator must not be zero.');
    const output: number[] = [];
    for (const index of points.keys()) {
      const forward = above.reduce((sum, weight, tap) => sum + weight * (points[index - tap] ?? 0), 0);
      const back = rest.reduce((sum, weight, tap) => sum + weight * (output[index - tap - 1] ?? 0), 0);
      output.push((forward - back) / first);
    }
    return output.map(finite);
  },
};

export const filters: ReadonlyMap<string, ScalarFunction> = new Map([
  ['series_fir', fir],
  ['series_iir', iir],
]);
