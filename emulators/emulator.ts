import type { FastifyInstance } from 'fastify';
import type { MessageLog } from './message-log.ts';

export { type EmulatedField, type EmulatedForm, type EmulatedMessage, MessageFeed, MessageLog } from './message-log.ts';

/** A local stand-in of one outside system: its routes lie below one prefix of the demo's server ("/slack"). */
export interface Emulator {
  readonly name: string;
  readonly mount: (server: FastifyInstance) => void;
  readonly stop: () => Promise<void>;
}

/** What a person does; `user` is an id or a name, everywhere. */
export interface Say {
  readonly user: string;
  /** By id or name. */
  readonly channel: string;
  readonly text: string;
  readonly thread?: string | undefined;
}

export interface OnMessage {
  /** The id of a message; for a click also that of an open modal or of a home page. */
  readonly message: string;
  readonly user: string;
}

export interface Click extends OnMessage {
  /** The button's label; of a select its placeholder. */
  readonly button: string;
  readonly option?: string | undefined;
}

export interface React extends OnMessage {
  /** The name without colons: "eyes". */
  readonly emoji: string;
  readonly remove?: boolean | undefined;
}

export interface Pin extends OnMessage {
  readonly remove?: boolean | undefined;
}

export interface EditText extends OnMessage {
  readonly text: string;
}

export interface Shortcut extends OnMessage {
  /** As the message's menu shows it. */
  readonly name: string;
}

export interface OnForm {
  /** A message that holds fields, or an open modal: its entry's id. */
  readonly form: string;
  readonly user: string;
}

export interface Submit extends OnForm {
  /** By the labels of the fields; what is left out keeps its value. Several values where a field takes several. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  /** Which button sends it; undefined: the only one there is, or the first. */
  readonly button?: string | undefined;
}

export interface Search extends OnForm {
  /** The label of a searchable field. */
  readonly field: string;
  readonly typed: string;
}

export interface FoundChoice {
  readonly label: string;
  /** The heading it stands under, if any. */
  readonly group?: string | undefined;
}

export interface ChannelChange {
  /** By id or name. */
  readonly channel: string;
  readonly archived?: boolean | undefined;
  readonly bot?: 'in' | 'out' | undefined;
}

export interface ShownChannel {
  readonly id: string;
  readonly name: string;
  readonly topic?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly bookmarks?: readonly { readonly title: string; readonly url: string }[] | undefined;
}

/**
 * An emulated chat: also lets scripts and the page act as its people. Every act settles when the bot has taken what the
 * platform sends for it, and throws EmulatorFault for what is not there or cannot be done. An ability the platform lacks is undefined.
 */
export interface EmulatedChat extends Emulator {
  readonly platform: 'slack' | 'teams';
  readonly channels: () => readonly ShownChannel[];
  /** Each person's own conversation with the bot; `user` is a name. */
  readonly directs: () => readonly { readonly id: string; readonly user: string }[];
  readonly say: (say: Say) => Promise<void>;
  readonly click: (click: Click) => Promise<void>;
  /** Sends a form. Where the bot refuses a value, the form stays and shows it (`form.fields[].error`, `form.error`). */
  readonly submit: (submit: Submit) => Promise<void>;
  /** What a searchable field offers for what was typed. */
  readonly search: (search: Search) => Promise<readonly FoundChoice[]>;
  /** Closes an open modal without sending it. */
  readonly close: ((form: OnForm) => Promise<void>) | undefined;
  readonly react: ((react: React) => Promise<void>) | undefined;
  readonly pin: ((pin: Pin) => Promise<void>) | undefined;
  /** Both only for the person's own messages. */
  readonly edit: ((edit: EditText) => Promise<void>) | undefined;
  readonly remove: ((on: OnMessage) => Promise<void>) | undefined;
  /** The names that a message's menu offers. */
  readonly shortcuts: () => readonly string[];
  readonly shortcut: ((shortcut: Shortcut) => Promise<void>) | undefined;
  /** Opens the app's home page; what the bot publishes is a message of the channel "home". */
  readonly openHome: ((user: string) => Promise<void>) | undefined;
  /** Somebody archives a channel or has it back, and invites the bot or takes it out. */
  readonly arrange?: ((change: ChannelChange) => Promise<void>) | undefined;
  /** Has the bot connect anew, as the platform does now and then. */
  readonly reconnect?: (() => Promise<void>) | undefined;
  /** Where the bot types just now, on a platform that shows it. */
  readonly typing?: (() => readonly { readonly channel: string; readonly thread: string | undefined }[]) | undefined;
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
