import type { Value, WindowFunction } from '../shapes.ts';

type Ticks = number | bigint;

const isTicks = (value: Value | undefined): value is Ticks => typeof value === 'number' || typeof value === 'bigint';

/**
 * The time at which a row's session began: a row belongs to it while it comes sooner than `longest` after its first row and
 * sooner than `gap` after the row before. A row without a time ends it. By bigint: the difference of two times may be one that no double holds.
 */
export const rowWindowSession: WindowFunction = {
  type: () => 'datetime',
  make:
    () =>
    ([times = [], longest = [], gaps = [], restarts], length) => {
      const starts: Value[] = [];
      let start: Ticks | undefined;
      let before: Ticks | undefined;
      for (let row = 0; row < length; row++) {
        const time = times[row];
        if (!isTicks(time)) {
          starts.push(null);
          start = undefined;
          continue;
        }
        const goesOn =
          start !== undefined &&
          before !== undefined &&
          restarts?.[row] !== true &&
          isWithin(time, start, longest[row]) &&
          isWithin(time, before, gaps[row]);
        if (!goesOn) start = time;
        before = time;
        starts.push(start ?? null);
      }
      return starts;
    },
};

const isWithin = (time: Ticks, since: Ticks, span: Value | undefined): boolean =>
  !isTicks(span) || BigInt(time) - BigInt(since) < BigInt(span);
