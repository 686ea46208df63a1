import { KqlFailure } from '../../failure.ts';
import type { Expression } from '../../plan.ts';
import { tableOf } from '../lazy.ts';
import type { Value } from '../shapes.ts';
import { type Int, isInt } from '../values/guards.ts';
import { add, multiply, subtract } from '../values/integers.ts';
import { compositeKey } from '../values/keys.ts';
import { constantOf, type StepRunner, valuesOver } from './helpers.ts';

type Column = Extract<Expression, { readonly kind: 'column' }>;

interface Slice {
  readonly dimensions: readonly Value[];
  readonly bins: Map<Int, number[]>;
}

/** (value, percent, index, size of a bin, bins, dimensions…): of each bin and so many before it less one, the percentile of the values. */
export const rollingPercentile: StepRunner<'evaluate'> = (step, input, run) => {
  const [value, percent, index, size, bins, ...more] = step.arguments;
  const dimensions = more.filter((one): one is Column => one.kind === 'column');
  if (value?.kind !== 'column' || index?.kind !== 'column' || percent === undefined || size === undefined || bins === undefined)
    throw new KqlFailure(
      'semantic',
      'rolling_percentile() takes a column, a percentage, a column, the size of a bin and a number of bins.',
    );
  if (dimensions.length < more.length)
    throw new KqlFailure('unsupported', 'rolling_percentile() by more than columns is not supported here.');
  const [rank, width, many] = [constantOf(percent, run), constantOf(size, run), constantOf(bins, run)];
  if (!isInt(rank) || !isInt(width) || !isInt(many) || !(width > 0) || !Number.isInteger(Number(width)))
    throw new KqlFailure('unsupported', 'rolling_percentile() with such bins is not supported here.');
  const binned: Expression = { kind: 'call', name: 'bin', arguments: [index, size], type: 'unknown' };
  const places = valuesOver(binned, input, run);
  const numbers = valuesOver(value, input, run);
  const others = dimensions.map((dimension) => valuesOver(dimension, input, run));
  const slices = new Map<string, Slice>();
  for (const [row, place] of places.entries()) {
    const number = numbers[row];
    if (!isInt(place) || typeof number !== 'number') continue;
    const own = others.map((column) => column[row] ?? null);
    const key = compositeKey(own);
    const slice = slices.get(key) ?? { dimensions: own, bins: new Map<Int, number[]>() };
    slices.set(key, slice);
    const list = slice.bins.get(place) ?? [];
    list.push(number);
    slice.bins.set(place, list);
  }
  const rows = [...slices.values()].flatMap((slice) =>
    rolled(slice, width, multiply(width, many), Number(rank), () => {
      run.check(1);
    }),
  );
  const columns = [
    { name: index.name, type: run.compile(binned, input).type },
    ...dimensions.map((dimension) => ({ name: dimension.name, type: run.compile(dimension, input).type })),
    { name: `rolling_${many}_percentile_${value.name}_${rank}`, type: run.compile(value, input).type },
  ];
  return tableOf(
    columns,
    columns.map((_, at) => rows.map((row) => row[at] ?? null)),
    rows.length,
  );
};

function rolled({ dimensions, bins }: Slice, width: Int, window: Int, rank: number, check: () => void): readonly (readonly Value[])[] {
  const starts = [...bins.keys()].toSorted((one, other) => (one < other ? -1 : 1));
  return starts.map((start, at) => {
    check();
    const before = starts[at - 1];
    // Whether a bin without rows has a row in the result is not said.
    if (before !== undefined && add(before, width) !== start)
      throw new KqlFailure('unsupported', 'rolling_percentile() over bins without rows is not supported here.');
    const inside = starts.slice(0, at + 1).flatMap((one) => (one > subtract(start, window) ? (bins.get(one) ?? []) : []));
    const sorted = inside.toSorted((one, other) => one - other);
    const place = Math.min(Math.max(Math.ceil((rank * sorted.length) / 100) - 1, 0), sorted.length - 1);
    return [start, ...dimensions, sorted[place] ?? null];
  });
}
