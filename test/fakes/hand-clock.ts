import type { Clock } from '../../src/core/ports.ts';

/** A clock that stands still until it is moved. */
export interface HandClock extends Clock {
  readonly move: (ms: number) => void;
  readonly set: (at: number) => void;
}

export function createHandClock(start: number = Date.UTC(2026, 10, 20, 9)): HandClock {
  let now = start;
  return {
    now: () => now,
    move: (ms) => {
      now += ms;
    },
    set: (at) => {
      now = at;
    },
  };
}
