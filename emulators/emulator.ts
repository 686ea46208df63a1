import type { FastifyInstance } from 'fastify';
import type { MessageLog } from './message-log.ts';

export { type EmulatedMessage, MessageFeed, MessageLog } from './message-log.ts';

/** A local stand-in of one outside system: its routes lie below one prefix of the demo's server ("/slack"). */
export interface Emulator {
  readonly name: string;
  readonly mount: (server: FastifyInstance) => void;
  readonly stop: () => Promise<void>;
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
  /** Each person's own conversation with the bot; `user` is a name. */
  readonly directs: () => readonly { readonly id: string; readonly user: string }[];
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
