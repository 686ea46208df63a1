import type { Value, WindowFunction } from '../shapes.ts';
import { groupKey } from '../values/keys.ts';

/** A new rank wherever the value differs from the row before; `next` says which. */
const ranked = (next: (rank: number, position: number) => number): WindowFunction => ({
  type: () => 'long',
  make:
    () =>
    ([terms = [], restarts], length) => {
      const ranks: Value[] = [];
      let rank = 0;
      let position = 0;
      let last: unknown;
      for (let row = 0; row < length; row++) {
        const here = groupKey(terms[row] ?? null);
        const isFresh = row === 0 || restarts?.[row] === true;
        position = isFresh ? 1 : position + 1;
        if (isFresh) rank = 1;
        else if (here !== last) rank = next(rank, position);
        last = here;
        ranks.push(rank);
      }
      return ranks;
    },
});

/** 1, 2, 2, 3. */
export const rowRankDense = ranked((rank) => rank + 1);
/** 1, 2, 2, 4. */
export const rowRankMin = ranked((_rank, position) => position);
