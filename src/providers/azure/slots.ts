/** Lets at most `most` run at once; the others wait in line, and leave it when their signal is aborted. */
export function createSlots(most: number): <T>(signal: AbortSignal, run: () => Promise<T>) => Promise<T> {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return async (signal, run) => {
    signal.throwIfAborted();
    if (busy >= most) await inLine(waiting, signal);
    else busy += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
}

async function inLine(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const enter = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = (): void => {
      waiting.splice(waiting.indexOf(enter), 1);
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    waiting.push(enter);
    signal.addEventListener('abort', leave, { once: true });
  });
}
