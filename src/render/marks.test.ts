import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels, rowsFor } from './marks.ts';

const within = { left: 60, right: 780 };
const rows = 3;
const someMarks = fc
  .array(fc.record({ x: fc.integer({ min: within.left, max: within.right }), wide: fc.integer({ min: 5, max: 150 }) }), { maxLength: 60 })
  .map((marks) => marks.toSorted((one, other) => one.x - other.x));

describe('labels of marks', () => {
  it('never overlap, stay inside, and leave no mark out uncounted', () => {
    fc.assert(
      fc.property(someMarks, (marks) => {
        const placed = placeLabels(marks, within, rows).flatMap((one) => one ?? []);
        for (const one of placed) {
          expect(one.left).toBeGreaterThanOrEqual(within.left);
          expect(one.right).toBeLessThanOrEqual(within.right);
          const others = placed.filter((other) => other !== one && other.row === one.row);
          expect(others.filter((other) => other.left < one.right && one.left < other.right)).toEqual([]);
        }
        const unnamed = placed.reduce((sum, one) => sum + one.more, 0);
        expect(placed.length + unnamed).toBe(marks.length);
      }),
    );
  });

  it('stand in one row where there is room, and below each other where they fall together', () => {
    const apart = [100, 300, 500].map((x) => ({ x, wide: 60 }));
    const together = [100, 104, 108, 112, 116].map((x) => ({ x, wide: 60 }));
    expect(placeLabels(apart, within, rows).map((one) => one?.row)).toEqual([0, 0, 0]);
    expect(placeLabels(together, within, rows).map((one) => one?.row)).toEqual([0, 1, 2, undefined, undefined]);
    expect(placeLabels(together, within, rows)[2]?.more).toBe(2);
  });

  it('turn to the left at the right edge', () => {
    const [label] = placeLabels([{ x: 775, wide: 60 }], within, rows);
    expect(label?.right).toBeLessThan(775);
  });

  it('take no room where there is nothing to mark in the range', () => {
    const mark = { label: 'INC-7', tone: 'bad' } as const;
    expect(rowsFor([{ ...mark, at: 50 }], { from: 100, to: 200 })).toBe(0);
    expect(rowsFor([{ ...mark, at: 150 }], { from: 100, to: 200 })).toBe(1);
    expect(
      rowsFor(
        Array.from({ length: 9 }, () => ({ ...mark, at: 150 })),
        { from: 100, to: 200 },
      ),
    ).toBe(3);
  });
});
