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
const everySecond = (all: ReturnType<typeof series>) =>
  all.map((one) => ({ ...one, label: 'hourly', points: one.points.map((point) => ({ ...point, at: point.at * 2 })) }));
const belowZero = (all: ReturnType<typeof series>) => all.map((one) => ({ ...one, points: [{ at: 0, value: -1 }, ...one.points] }));
const manner = (style: Chart['style'], addsUp: boolean, all: Chart['series']) => mannerOf({ style, addsUp }, withStrokes(all));

describe('how curves are drawn', () => {
  it.each([
    ['line', true, series(40, 10), 'lines'],
    ['area', false, series(3, 10), 'areas'],
    ['area', false, series(4, 10), 'lines'],
    ['area', true, series(9, 10), 'stacked areas'],
    ['area', true, series(1, 10), 'areas'],
    ['area', true, [...series(2, 48), ...series(1, 48, 'web-0')], 'areas'],
    ['area', true, belowZero(series(2, 10)), 'areas'],
    ['dots', true, series(40, 10), 'dots'],
    ['bar', false, series(1, 288), 'bars'],
    ['bar', true, series(3, 48), 'stacked bars'],
    ['bar', false, [...series(1, 48), ...everySecond(series(1, 24))], 'lines'],
    ['bar', false, series(3, 48), 'bars'],
    ['bar', false, series(3, 288), 'lines'],
    ['bar', true, series(1, 100_000), 'areas'],
    ['bar', true, [...series(1, 48), ...series(1, 48, 'web-0')], 'bars'],
    ['bar', true, [...series(2, 48), ...series(1, 48, 'web-0')], 'lines'],
    ['bar', true, [], 'bars'],
  ] as const)('as %s, adding up: %s, %#', (style, addsUp, all, wanted) => {
    expect(manner(style, addsUp, all)).toBe(wanted);
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
