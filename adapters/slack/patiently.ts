import { toFailure } from './errors.ts';
import { pause } from './pause.ts';

/** Longer than this nobody wants to wait, ms. */
const longestWaitMs = 5_000;

/** Does it; a rate limit that ends within `most` milliseconds is waited for, once. Throws what `call` throws. */
export async function patiently<T>(call: () => Promise<T>, signal: AbortSignal, most: number = longestWaitMs): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, retry } = toFailure(error);
    if (code !== 'ratelimited' || retry.when !== 'later' || retry.afterMs > most) throw error;
    await pause(retry.afterMs, signal);
    return call();
  }
}
