import type { AggregateFunction } from '../shapes.ts';
import { allAnd, allOr, allXor } from './bits.ts';
import { buildSchema } from './build-schema.ts';
import { makeBag, makeList, makeListWithNulls, makeSet } from './collections.ts';
import { onlyWhere } from './conditional.ts';
import { count, countif, distinct } from './counts.ts';
import { argMax, argMin, max, min, takeAny } from './extremes.ts';
import { percentile, percentilesArray, percentileswArray, percentilew } from './percentiles.ts';
import { hll, hllMerge, tdigest, tdigestMerge } from './sketches.ts';
import { covariance, covariancep, stdev, stdevp, variance, variancep } from './spread.ts';
import { avg, sum } from './sums.ts';

/** How many elements a list may have where the query does not say; the older names stop at fewer. */
const most = 1_048_576;
const mostOfOld = 128;

/** By the name that a query uses. */
export const aggregateFunctions: ReadonlyMap<string, AggregateFunction> = new Map<string, AggregateFunction>([
  ['count', count],
  ['countif', countif],
  ['dcount', distinct],
  ['dcountif', onlyWhere(distinct, 1)],
  ['count_distinct', distinct],
  ['count_distinctif', onlyWhere(distinct, 1)],
  ['sum', sum],
  ['sumif', onlyWhere(sum, 1)],
  ['avg', avg],
  ['avgif', onlyWhere(avg, 1)],
  ['min', min],
  ['minif', onlyWhere(min, 1)],
  ['max', max],
  ['maxif', onlyWhere(max, 1)],
  ['arg_min', argMin],
  ['arg_max', argMax],
  ['argmin', argMin],
  ['argmax', argMax],
  ['take_any', takeAny],
  ['take_anyif', onlyWhere(takeAny, 1)],
  ['any', takeAny],
  ['anyif', onlyWhere(takeAny, 1)],
  ['percentile', percentile],
  ['percentilew', percentilew],
  ['percentiles_array', percentilesArray],
  ['percentilesw_array', percentileswArray],
  ['stdev', stdev],
  ['stdevif', onlyWhere(stdev, 1)],
  ['stdevp', stdevp],
  ['stdevpif', onlyWhere(stdevp, 1)],
  ['variance', variance],
  ['varianceif', onlyWhere(variance, 1)],
  ['variancep', variancep],
  ['variancepif', onlyWhere(variancep, 1)],
  ['covariance', covariance],
  ['covarianceif', onlyWhere(covariance, 2)],
  ['covariancep', covariancep],
  ['covariancepif', onlyWhere(covariancep, 2)],
  ['make_list', makeList(most)],
  ['make_list_if', onlyWhere(makeList(most), 1)],
  ['make_list_with_nulls', makeListWithNulls(most)],
  ['makelist', makeList(mostOfOld)],
  ['make_set', makeSet(most)],
  ['make_set_if', onlyWhere(makeSet(most), 1)],
  ['makeset', makeSet(mostOfOld)],
  ['make_bag', makeBag(most)],
  ['make_bag_if', onlyWhere(makeBag(most), 1)],
  ['make_dictionary', makeBag(mostOfOld)],
  ['buildschema', buildSchema],
  ['hll', hll],
  ['hll_if', onlyWhere(hll, 1)],
  ['hll_merge', hllMerge],
  ['tdigest', tdigest],
  ['tdigest_merge', tdigestMerge],
  ['merge_tdigest', tdigestMerge],
  ['binary_all_and', allAnd],
  ['binary_all_or', allOr],
  ['binary_all_xor', allXor],
]);
