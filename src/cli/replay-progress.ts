import type { Terminal } from './dependencies.ts';

export interface ReplayProgress {
  /** One more message is decided. */
  readonly count: () => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/** Quick work needs no words. */
const everyMs = 1_000;
/** Back to the beginning of the line, and nothing left on it. */
const clear = '\r\u001B[K';

/** Tells somebody at a terminal how far a long replay is, in one line that goes away. `now`: milliseconds of any beginning. */
export function createReplayProgress({ width, err }: Pick<Terminal, 'width' | 'err'>, now: () => number): ReplayProgress {
  let decided = 0;
  let toldAt = now();
  let line: 'shown' | 'none' = 'none';
  return {
    count: () => {
      decided += 1;
      if (width === undefined || now() - toldAt < everyMs) return;
      toldAt = now();
      line = 'shown';
      err(`${clear}${decided} messages are decided …`);
    },
    end: () => {
      if (line === 'shown') err(clear);
      line = 'none';
    },
  };
}
