import { describe, expect, it } from 'vitest';
import type { Chart } from '../core/chart.ts';
import { mannerOf, stackEnds } from './manner.ts';
import { withStrokes } from './strokes.ts';

const series = (count: number, points: number, pastOf?: string) =>
  Array.from({ length: count }, (_, index) => ({
    label: `${pastOf === undefined ? 'web' : 'past'}-${index}`,
    points: Array.from({ length: points }, (_point, at) => ({ at, value: 1 })),
    pastOf,
  }));
const manner = (style: Chart['style'], unit: Chart['unit'], all: Chart['series']) => mannerOf({ style, unit }, withStrokes(all));

describe('how curves are drawn', () => {
  it.each([
    ['line', 'count', series(40, 10), 'lines'],
    ['area', 'percent', series(3, 10), 'areas'],
    ['area', 'percent', series(4, 10), 'lines'],
    ['bar', 'percent', series(1, 288), 'bars'],
    ['bar', 'count', series(3, 48), 'stacked bars'],
    ['bar', 'percent', series(3, 48), 'bars'],
    ['bar', 'percent', series(3, 288), 'lines'],
    ['bar', 'count', series(1, 100_000), 'areas'],
    ['bar', 'count', [...series(1, 48), ...series(1, 48, 'web-0')], 'bars'],
    ['bar', 'count', [...series(2, 48), ...series(1, 48, 'web-0')], 'lines'],
    ['bar', 'count', [], 'bars'],
  ] as const)('as %s, in %s: %#', (style, unit, all, wanted) => {
    expect(manner(style, unit, all)).toBe(wanted);
  });

  it('adds up what is stacked, above and below zero', () => {
    const drawn = withStrokes([
      {
        label: 'in',
        points: [
          { at: 0, value: 2 },
          { at: 1, value: 3 },
        ],
      },
      {
        label: 'more',
        points: [
          { at: 0, value: 5 },
          { at: 1, value: undefined },
        ],
      },
      { label: 'out', points: [{ at: 0, value: -4 }] },
    ]);
    expect(stackEnds(drawn).map((one) => one.points.map((point) => point.value))).toEqual([[7, 3], [-4]]);
  });
});
