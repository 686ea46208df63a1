import { toFailure } from './errors.ts';
import { pause } from './pause.ts';

export interface Patience {
  /** Longer than this nobody wants to wait, ms; default 5 seconds. */
  readonly most?: number | undefined;
  /** 'yes': doing it twice does what doing it once does, so that it is repeated after an uncertain outcome too. */
  readonly repeatable?: 'yes' | undefined;
}

/** After what Slack calls an internal error, or an answer that was lost. */
const hiccupMs = 250;

/** Does it; where that may help and is not too far off, once more. Throws what `call` throws. */
export async function patiently<T>(call: () => Promise<T>, signal: AbortSignal, { most = 5_000, repeatable }: Patience = {}): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, certain, retry } = toFailure(error);
    const limited = code === 'ratelimited';
    if (retry.when === 'never' || signal.aborted || !(limited || (certain === 'unknown' && repeatable === 'yes'))) throw error;
    const waitMs = limited ? retry.afterMs : hiccupMs;
    if (waitMs > most) throw error;
    await pause(waitMs, signal);
    return call();
  }
}
