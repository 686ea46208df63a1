/** Settles after `ms`, or as soon as the signal stops it; does not keep the process alive. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    timer.unref();
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

const longestMs = 10_000;

/** How long to wait after that many failures in a row: 0.5 s, 1 s, 2 s … 10 s. */
export function backoffMs(failures: number): number {
  return Math.min(longestMs, 250 * 2 ** Math.min(failures, 10));
}

/** A pause that nothing ends early. */
export function unstopped(ms: number): Promise<void> {
  return pause(ms, new AbortController().signal);
}
