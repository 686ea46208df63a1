import { describe, expect, it } from 'vitest';
import { sharedGaps, withGaps } from './gaps.ts';

const at = (...pairs: readonly (readonly [number, number | undefined])[]) => pairs.map(([at, value]) => ({ at, value }));

describe('gaps', () => {
  it('are where moments are left out', () => {
    expect(withGaps(at([0, 1], [10, 1], [20, 1], [60, 1], [70, 1]))).toEqual(
      at([0, 1], [10, 1], [20, 1], [30, undefined], [60, 1], [70, 1]),
    );
  });

  it('are where the value is no number', () => {
    expect(withGaps(at([0, 1], [10, Number.NaN], [20, Number.POSITIVE_INFINITY]))).toEqual(at([0, 1], [10, undefined], [20, undefined]));
  });

  it('are shared where no series has a value, and not at the ends', () => {
    const one = { label: 'one', points: at([0, undefined], [10, 1], [20, undefined], [30, undefined], [40, 1], [50, undefined]) };
    const other = { label: 'other', points: at([0, 1], [10, 1], [20, 1], [30, undefined], [40, 1], [50, 1]) };
    expect(sharedGaps([one])).toEqual([{ from: 10, to: 40 }]);
    expect(sharedGaps([one, other])).toEqual([{ from: 20, to: 40 }]);
    expect(sharedGaps([])).toEqual([]);
  });
});
