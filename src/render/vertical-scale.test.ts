import { describe, expect, it } from 'vitest';
import type { ChartLine } from '../core/chart.ts';
import { verticalScale } from './vertical-scale.ts';

const of = (values: readonly (number | undefined)[], unit: Parameters<typeof verticalScale>[0]['unit'], limits: readonly number[] = []) =>
  verticalScale({
    unit,
    series: [{ label: 'one', points: values.map((value, at) => ({ at, value })) }],
    lines: limits.map((value): ChartLine => ({ label: 'limit', value, tone: 'bad' })),
  });

describe('the vertical axis', () => {
  it('shows a percentage in full as soon as it is worth it', () => {
    expect(of([15, 78], 'percent')).toEqual({ min: 0, max: 100, step: 20 });
    expect(of([15, 100.000_000_01], 'percent')).toEqual({ min: 0, max: 100, step: 20 });
    expect(of([3, 8], 'percent', [70, 85])).toEqual({ min: 0, max: 100, step: 20 });
  });

  it('looks closely at an availability that is near 100', () => {
    const scale = of([99.2, 100], 'percent', [99, 99.9]);
    expect(scale.max).toBe(100);
    expect(scale.min).toBeLessThan(99);
    expect(scale.min).toBeGreaterThan(98);
  });

  it('looks at a CPU that is near 100 from zero, as always', () => {
    expect(of([93, 99], 'percent', [70, 85])).toEqual({ min: 0, max: 100, step: 20 });
  });

  it('shows a limit that is near, and leaves out one that would squeeze the curve flat', () => {
    expect(of([100, 300], 'milliseconds', [500]).max).toBeGreaterThanOrEqual(500);
    expect(of([100, 300], 'milliseconds', [2_000]).max).toBeLessThan(1_000);
  });

  it('steps through bytes by powers of two', () => {
    expect(of([2e8, 9e8], 'bytes')).toEqual({ min: 0, max: 2 ** 30, step: 2 ** 28 });
  });

  it('steps through long times by minutes', () => {
    expect(of([0, 100_000], 'milliseconds').step).toBe(30_000);
    expect(of([0, 1_500], 'seconds').step).toBe(600);
  });

  it('takes steps that need one digit', () => {
    expect(of([0, 1.2], 'none').step).toBe(0.5);
    expect(of([0, 1_200_000], 'count').step).toBe(500_000);
  });

  it('has no halves of what is counted', () => {
    expect(of([0, 1, 1], 'count').step).toBe(1);
    expect(of([0.5, 1], 'count').step).toBeLessThan(1);
  });

  it.each([[[]], [[0, 0]], [[undefined]], [[Number.NaN, Number.POSITIVE_INFINITY]]])(
    'has an axis for %j, where there is nothing to see',
    (values) => {
      const { min, max, step } = of(values, 'count');
      expect(max).toBeGreaterThan(min);
      expect(step).toBeGreaterThan(0);
    },
  );

  it('goes below zero for values that do', () => {
    expect(of([-50, 100], 'none').min).toBeLessThanOrEqual(-50);
  });
});
