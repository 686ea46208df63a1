import { randomUUID } from 'node:crypto';
import type { EmulatorClock } from '../clock.ts';

/** One request towards the bot. */
export interface Envelope {
  readonly id: string;
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: Readonly<Record<string, unknown>>;
  /** How often it was sent before. */
  readonly attempt: number;
  /** Why it is sent again. */
  readonly reason?: string | undefined;
}

export type Acknowledgement = { readonly taken: true; readonly answer: unknown } | { readonly taken: false; readonly reason: string };

/** A way to the bot. Settles when the bot has acknowledged, or will not any more. */
export interface Line {
  readonly connected: () => boolean;
  /** Settles when the bot is there. */
  readonly ready: () => Promise<void>;
  readonly send: (envelope: Envelope) => Promise<Acknowledgement>;
  readonly stop: () => Promise<void>;
}

// Slack sends an event that was not acknowledged three times more: at once, after one minute and after five.
const eventRetriesMs = [0, 60_000, 5 * 60_000];

/** Sends to the bot as Slack does: events again until they are acknowledged, commands and clicks only once. */
export class Outbox {
  readonly #line: Line;
  readonly #clock: EmulatorClock;
  readonly #waiting = new Set<Envelope>();
  #stopped = false;

  constructor(line: Line, clock: EmulatorClock) {
    this.#line = line;
    this.#clock = clock;
  }

  /** For slash commands and clicks. */
  once(type: 'slash_commands' | 'interactive', payload: Envelope['payload']): Promise<Acknowledgement> {
    if (!this.#line.connected()) return Promise.resolve({ taken: false, reason: 'dispatch_failed' });
    return this.#line.send({ id: randomUUID(), type, payload, attempt: 0 });
  }

  /** For events: settles at once, and goes on until the bot has it. */
  event(payload: Envelope['payload']): void {
    void this.#attempt({ id: randomUUID(), type: 'events_api', payload, attempt: 0 });
  }

  /** Events that no attempt has got through yet; for tests. */
  get unacknowledged(): number {
    return this.#waiting.size;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #attempt(envelope: Envelope): Promise<void> {
    this.#waiting.add(envelope);
    await this.#line.ready();
    if (this.#stopped) return;
    const result = await this.#line.send(envelope);
    this.#waiting.delete(envelope);
    const delay = eventRetriesMs[envelope.attempt];
    if (result.taken || this.#stopped) return;
    // A connection that broke is none of Slack's retries: the envelope goes out on the next one.
    if (result.reason === 'disconnected') return this.#attempt(envelope);
    if (delay === undefined) return;
    const next = { ...envelope, id: randomUUID(), attempt: envelope.attempt + 1, reason: result.reason };
    if (delay === 0) return this.#attempt(next);
    this.#waiting.add(next);
    this.#clock.at(this.#clock.now() + delay, async () => {
      void this.#attempt(next);
    });
  }
}
