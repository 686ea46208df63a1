import type { Estate, EstateRange } from '../estate/estate.ts';
import type { Condition, Reading } from './rule.ts';

const minuteMs = 60_000;

/** What a condition finds for one value of its dimension; `dimension` undefined where it has none. */
export interface Finding {
  readonly dimension: string | undefined;
  readonly value: number;
  readonly state: 'wrong' | 'right';
}

/**
 * The condition over the window of whole minutes that ends with `at`. What was not measured is not found: whoever asks keeps the
 * state it had. Throws for a resource or metric that the estate lacks.
 */
export function evaluateCondition(condition: Condition, estate: Estate, at: number): readonly Finding[] {
  const to = Math.floor(at / minuteMs) * minuteMs;
  const windowMs = condition.windowMinutes * minuteMs;
  const range = { from: to - windowMs, to, grainMs: windowMs };
  const { reading, dimension, of } = condition;
  if (dimension !== undefined) {
    const { resource, metric } = estate.seriesOf(reading.resource, reading.metric);
    return estate
      .split(resource, metric, range, { apart: [dimension], only: new Map() })
      .flatMap(({ values, points }) => judged(condition, points[0]?.summary?.[reading.aggregation], values[0]));
  }
  const value = read(reading, estate, range);
  return judged(condition, of === undefined ? value : shareOf(value, read(of, estate, range)), undefined);
}

function read({ resource, metric, aggregation }: Reading, estate: Estate, range: EstateRange): number | undefined {
  const found = estate.seriesOf(resource, metric);
  return estate.values(found.resource, found.metric, range)[0]?.summary?.[aggregation];
}

const shareOf = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined || whole === 0 ? undefined : (100 * part) / whole;

function judged(condition: Condition, exact: number | undefined, dimension: string | undefined): readonly Finding[] {
  if (exact === undefined) return [];
  const value = Math.round(exact * 100) / 100;
  return [{ dimension, value, state: judge(condition, value) }];
}

/** Whether a value crosses the threshold. */
export function judge({ operator, threshold }: Pick<Condition, 'operator' | 'threshold'>, value: number): Finding['state'] {
  switch (operator) {
    case 'GreaterThan':
      return value > threshold ? 'wrong' : 'right';
    case 'LessThan':
      return value < threshold ? 'wrong' : 'right';
  }
}
