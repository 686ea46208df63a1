import { setTimeout as delay } from 'node:timers/promises';
import type { EmulatorClock } from './clock.ts';
import type { Faults } from './faults.ts';

/** What became of one attempt: an HTTP status, or no answer at all. */
export interface Attempt {
  readonly at: number;
  readonly status: number | undefined;
}

/** How a platform posts, and when it tries again. */
export interface WebhookManner {
  /** "azure": faults at "azure-webhook" meet it on its way. */
  readonly name: string;
  readonly url: () => string;
  /** Made anew for each attempt: tokens and signatures carry the time. */
  readonly headers: (body: string) => Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /** How long it waits for an answer, in ms of real time. */
  readonly patienceMs: number;
  /** The pauses before further attempts. */
  readonly pausesMs: readonly number[];
  /** Whether it tries again after such an answer; undefined: nobody answered. */
  readonly repeats: (status: number | undefined) => 'again' | 'done';
  /** How long it then sends nothing at all. */
  readonly restMs?: number | undefined;
}

export interface Webhook {
  /** Makes the first attempt; further ones are put on the clock. */
  readonly send: (body: string) => Promise<Attempt>;
  /** Every attempt that was made, in order; the last thousands. */
  readonly attempts: readonly Attempt[];
}

const mostKept = 10_000;

/** Posts as a platform's webhook does, by the emulator's clock. What it gives up is lost, as it is in the world. */
export function createWebhook(
  manner: WebhookManner,
  { clock, faults }: { readonly clock: Pick<EmulatorClock, 'now' | 'at'>; readonly faults: Faults },
): Webhook {
  const attempts: Attempt[] = [];
  let silentUntil = 0;
  const attempt = async (body: string, tried: number): Promise<Attempt> => {
    const made = { at: clock.now(), status: await post(manner, body, faults) };
    attempts.push(made);
    if (attempts.length > mostKept) attempts.shift();
    if (manner.repeats(made.status) === 'done') return made;
    const pause = manner.pausesMs[tried];
    if (pause === undefined) silentUntil = clock.now() + (manner.restMs ?? 0);
    else clock.at(clock.now() + pause, async () => void (await attempt(body, tried + 1)));
    return made;
  };
  return {
    attempts,
    send: async (body) => (clock.now() < silentUntil ? { at: clock.now(), status: undefined } : attempt(body, 0)),
  };
}

/** A fault's status, a timeout and a delay happen on the way; of an incomplete message, half arrives. */
async function post(manner: WebhookManner, body: string, faults: Faults): Promise<number | undefined> {
  const path = `webhook/${manner.name}`;
  const late = faults.takeDelay(path);
  if (late !== undefined) await delay(late.delayMs, undefined, { ref: false });
  const fault = faults.take(path);
  if (fault !== undefined) return fault.status;
  const timeout = faults.takeTimeout(path);
  if (timeout?.timeout === 'before') return undefined;
  const headers = await manner.headers(body);
  const sent = faults.takePartial(path, {}) === undefined ? body : body.slice(0, Math.floor(body.length / 2));
  const status = await fetchStatus(manner, sent, headers);
  return timeout === undefined ? status : undefined;
}

async function fetchStatus(manner: WebhookManner, body: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  try {
    const answer = await fetch(manner.url(), { method: 'POST', body, headers, signal: AbortSignal.timeout(manner.patienceMs) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}
