import type { Value, WindowFunction } from '../shapes.ts';

/** The value so many rows away; the third argument, else null (for a string the empty one), where there is no such row. */
const neighbour = (direction: 1 | -1): WindowFunction => ({
  type: ([type = 'dynamic']) => type,
  make:
    ({ types: [type] }) =>
    ([values = [], offsets, fallbacks], length) => {
      const none: Value = type === 'string' ? '' : null;
      return Array.from({ length }, (_, row) => {
        const away = offsets === undefined ? 1 : Number(offsets[row] ?? 1);
        const found = values[row + direction * away];
        return found === undefined ? (fallbacks?.[row] ?? none) : found;
      });
    },
});

export const prev = neighbour(-1);
export const next = neighbour(1);
