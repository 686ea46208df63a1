import { describe, expect, it } from 'vitest';
import { stackedAreas } from './stacked-areas.ts';
import { withStrokes } from './strokes.ts';

const stack = (...all: readonly (readonly (readonly [at: number, value: number | undefined])[])[]) =>
  stackedAreas(withStrokes(all.map((points, index) => ({ label: `s${index}`, points: points.map(([at, value]) => ({ at, value })) })))).map(
    (one) => one.series.points.map(({ at, value }) => [at, value]),
  );

describe('areas on one another', () => {
  it('each begin where the one before ends, and have all moments', () => {
    expect(
      stack(
        [
          [0, 5],
          [10, 6],
          [20, 7],
        ],
        [[10, 1]],
      ),
    ).toEqual([
      [
        [0, 5],
        [10, 6],
        [20, 7],
      ],
      [
        [0, 5],
        [10, 7],
        [20, 7],
      ],
    ]);
  });

  it('have a gap where none has a value, and only there', () => {
    const [lower, upper] = stack(
      [
        [0, 5],
        [10, undefined],
        [20, 5],
        [30, undefined],
        [40, undefined],
        [50, 5],
      ],
      [
        [0, 1],
        [10, 1],
        [20, undefined],
      ],
    );
    expect(lower).toEqual([
      [0, 5],
      [10, 0],
      [20, 5],
      [30, undefined],
      [50, 5],
    ]);
    expect(upper?.[1]).toEqual([10, 1]);
  });
});
