import type { Chart } from './chart.ts';
import { presentOf } from './chart-bars.ts';

/** Of more areas over each other nobody can tell which is which. */
const mostAreas = 3;

/** How the series of a chart can be areas; undefined: they cannot be read as such, and lines are drawn. */
export function areasOf({ series, addsUp }: Pick<Chart, 'series' | 'addsUp'>): 'over each other' | 'stacked' | undefined {
  const present = presentOf(series);
  // Beside a stack nobody sees which past belongs to which part, and what is below zero can stand on nothing.
  const isStack = addsUp === true && present.length > 1 && present.length === series.length && !present.some(goesBelowZero);
  if (isStack) return 'stacked';
  return present.length > mostAreas ? undefined : 'over each other';
}

const goesBelowZero = ({ points }: Chart['series'][number]): boolean => points.some(({ value }) => value !== undefined && value < 0);
