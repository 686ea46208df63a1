import type { ScalarFunction } from '../shapes.ts';
import { elementwise } from './elementwise.ts';
import { fills } from './fills.ts';
import { filters } from './filters.ts';
import { lines } from './lines.ts';
import { seasons } from './seasons.ts';
import { statisticFunctions } from './statistics.ts';

/**
 * By the name that a query uses. Those that give several columns (series_stats, series_fit_line, series_fit_2lines) give a list of
 * them in the service's order, of which lowering takes each column by its place. Left out on purpose, for their results rest on
 * estimates that are not documented: series_decompose and its kin, series_outliers, series_periods_detect.
 */
export const seriesFunctions: ReadonlyMap<string, ScalarFunction> = new Map([
  ...elementwise,
  ...fills,
  ...filters,
  ...lines,
  ...seasons,
  ...statisticFunctions,
]);
