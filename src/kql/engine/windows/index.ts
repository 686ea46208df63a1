import type { WindowFunction } from '../shapes.ts';
import { next, prev } from './neighbours.ts';
import { rowRankDense, rowRankMin } from './ranks.ts';
import { rowCumsum, rowNumber } from './running.ts';
import { rowWindowSession } from './sessions.ts';

/** By the name that a query uses. They ask for rows in an order (after sort, serialize…), which the parser sees to. */
export const windowFunctions: ReadonlyMap<string, WindowFunction> = new Map<string, WindowFunction>([
  ['prev', prev],
  ['next', next],
  ['row_number', rowNumber],
  ['row_cumsum', rowCumsum],
  ['row_rank_dense', rowRankDense],
  ['row_rank_min', rowRankMin],
  ['row_rank', rowRankDense],
  ['row_window_session', rowWindowSession],
]);
