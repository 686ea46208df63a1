import { evaluate } from './evaluate.ts';
import { makeSeries } from './make-series.ts';
import { parse } from './parse.ts';
import { parseKv } from './parse-kv.ts';
import { reduce } from './reduce.ts';
import { scan } from './scan.ts';
import { topHitters } from './top-hitters.ts';
import { topNested } from './top-nested.ts';

/** By the kind of the step. */
export const advancedSteps = {
  'make-series': makeSeries,
  parse,
  'parse-kv': parseKv,
  'top-nested': topNested,
  'top-hitters': topHitters,
  reduce,
  scan,
  evaluate,
} as const;
