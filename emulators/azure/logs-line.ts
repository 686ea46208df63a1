/** Who may have a query carried out: five at once, two hundred more wait in line. */
export interface QueryLine {
  /** Settles when it is this query's turn; give the place back by calling what comes. 'full': nobody else may wait. */
  readonly enter: (signal: AbortSignal) => Promise<'full' | 'left' | (() => void)>;
}

export function createQueryLine({ atOnce, waiting: mostWaiting }: { readonly atOnce: number; readonly waiting: number }): QueryLine {
  let running = 0;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return {
    enter: async (signal) => {
      if (running < atOnce) {
        running += 1;
        return leave;
      }
      if (waiting.length >= mostWaiting) return 'full';
      return new Promise((resolve) => {
        const come = (): void => {
          signal.removeEventListener('abort', giveUp);
          resolve(leave);
        };
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(come), 1);
          resolve('left');
        };
        waiting.push(come);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
