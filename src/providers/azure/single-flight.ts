/**
 * Identical work asked for while it is under way is done once; a failure is everybody's and is not kept. The work has a life
 * of its own: a caller whose signal is aborted leaves, the others still get their answer.
 */
export function singleFlight<T>(): (key: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T> {
  const underWay = new Map<string, Promise<T>>();
  return (key, signal, work) => {
    let running = underWay.get(key);
    if (running === undefined) {
      running = work().finally(() => underWay.delete(key));
      underWay.set(key, running);
    }
    return unlessAborted(running, signal);
  };
}

/** The promise, or the signal's reason if that comes first. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, left]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
