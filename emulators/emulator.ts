import type { FastifyInstance } from 'fastify';

/** A local stand-in of one outside system: its routes lie below one prefix of the demo's server ("/slack"). */
export interface Emulator {
  readonly name: string;
  readonly mount: (server: FastifyInstance) => void;
  readonly stop: () => Promise<void>;
}

/** What an emulated chat shows, in the shape of GET /control/messages. */
export interface EmulatedMessage {
  readonly id: string;
  /** Rises with each new or edited message. */
  readonly seq: number;
  readonly channel: string;
  /** The root's id; undefined for a root. */
  readonly thread: string | undefined;
  /** The author: a user's name, or "tocsin". */
  readonly user: string;
  readonly ephemeralTo: string | undefined;
  /** All that can be read, in order, without the labels of buttons. */
  readonly text: string;
  /** Exactly what the platform received. */
  readonly payload: unknown;
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly files: readonly { readonly url: string; readonly name: string }[];
  readonly buttons: readonly string[];
  readonly edited: boolean;
  /** ISO time. */
  readonly at: string;
}

export interface Say {
  /** By id or name, like `channel`. */
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  readonly thread?: string | undefined;
}

export interface Click {
  readonly message: string;
  readonly user: string;
  /** The button's label. */
  readonly button: string;
  readonly option?: string | undefined;
}

/** An emulated chat: also lets scripts and the page act as its people. Unknown names throw EmulatorFault. */
export interface EmulatedChat extends Emulator {
  readonly platform: 'slack' | 'teams';
  readonly channels: () => readonly { readonly id: string; readonly name: string }[];
  readonly say: (say: Say) => Promise<void>;
  readonly click: (click: Click) => Promise<void>;
  readonly messages: MessageLog;
  /** Settles when the bot has connected and can be spoken to. */
  readonly botConnected: () => Promise<void>;
}

/** The person or script asked the emulator for what is not there. */
export class EmulatorFault extends Error {
  override readonly name = 'EmulatorFault';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface MessageFilter {
  readonly channel?: string | undefined;
  readonly after?: number | undefined;
}

/** The messages of one chat, in order of their last change; readers can wait for the next one. */
export class MessageLog {
  #messages = new Map<string, EmulatedMessage>();
  #seq = 0;
  #waiting = new Set<() => void>();

  /** Adds or replaces the message with this id. */
  put(message: Omit<EmulatedMessage, 'seq'>): EmulatedMessage {
    this.#seq += 1;
    const stored = { ...message, seq: this.#seq };
    this.#messages.delete(message.id);
    this.#messages.set(message.id, stored);
    for (const wake of this.#waiting) wake();
    return stored;
  }

  get(id: string): EmulatedMessage | undefined {
    return this.#messages.get(id);
  }

  remove(id: string): void {
    this.#messages.delete(id);
  }

  list(filter: MessageFilter): readonly EmulatedMessage[] {
    const after = filter.after ?? 0;
    return [...this.#messages.values()].filter(
      (one) => one.seq > after && (filter.channel === undefined || one.channel === filter.channel),
    );
  }

  /** Like list, but holds until there is one or `waitMs` of real time have passed. */
  async wait(filter: MessageFilter, waitMs: number): Promise<readonly EmulatedMessage[]> {
    const end = performance.now() + waitMs;
    for (;;) {
      const found = this.list(filter);
      const left = end - performance.now();
      if (found.length > 0 || left <= 0) return found;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, left);
        this.#waiting.add(wake);
      });
    }
  }
}
