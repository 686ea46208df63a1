import { Changes } from './changes.ts';

/** What an emulated chat shows, in the shape of GET /control/messages. */
export interface EmulatedMessage {
  readonly id: string;
  /** Rises with each new or edited message, over all chats that share a feed. */
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
  /** An open modal and a home page are listed beside the messages; undefined: a message. */
  readonly surface?: 'message' | 'modal' | 'home' | undefined;
  /** What can be filled in; its id is what submit, search and close take. */
  readonly form?: EmulatedForm | undefined;
  /** How the form of a message looks to those who have sent it, and to them only; the last of them stands last. */
  readonly sentForms?: readonly { readonly user: string; readonly form: EmulatedForm }[] | undefined;
  readonly reactions?: readonly { readonly emoji: string; readonly users: readonly string[] }[] | undefined;
  readonly pinned?: boolean | undefined;
  /** It was taken away, or the modal closed; only shown to who asks for such. */
  readonly deleted?: boolean | undefined;
}

export interface EmulatedForm {
  readonly id: string;
  readonly title: string;
  /** The label of the button that sends it; undefined: it cannot be sent. */
  readonly submit: string | undefined;
  readonly cancel?: string | undefined;
  readonly fields: readonly EmulatedField[];
  /** What was said about the whole of it when it was sent. */
  readonly error?: string | undefined;
  /** Another modal of the same person lies on top. */
  readonly covered?: boolean | undefined;
}

export interface EmulatedField {
  readonly label: string;
  readonly kind: 'text' | 'multiline' | 'number' | 'date' | 'time' | 'select' | 'multiselect' | 'search' | 'toggle';
  /** Labels; a searchable field has none until it is asked. */
  readonly options?: readonly string[] | undefined;
  /** What it begins with: text, or an option's label. */
  readonly value?: string | readonly string[] | undefined;
  readonly placeholder?: string | undefined;
  readonly hint?: string | undefined;
  readonly required: boolean;
  /** What the bot said about it when it was sent. */
  readonly error?: string | undefined;
}

export interface MessageFilter {
  /** A channel's id. */
  readonly channel?: string | undefined;
  /** Only what has a higher seq. */
  readonly after?: number | undefined;
  /** Also what was taken away since. */
  readonly deleted?: boolean | undefined;
}

/** Numbers what is posted and edited in the chats that share it, and lets readers wait for the next of it. */
export class MessageFeed {
  readonly #changes = new Changes();
  #seq = 0;

  next(): number {
    this.#seq += 1;
    return this.#seq;
  }

  /** To be called when what got a number can be read. */
  tell(): void {
    this.#changes.tell();
  }

  /** Settles when `met` holds, or after `waitMs` of real time. */
  until(met: () => boolean, waitMs: number): Promise<void> {
    return this.#changes.until(met, waitMs);
  }
}

/** The messages of one chat, in order of their last change; readers can wait for the next one. */
export class MessageLog {
  readonly #messages = new Map<string, EmulatedMessage>();
  readonly #gone = new Map<string, EmulatedMessage>();
  readonly #feed: MessageFeed;

  constructor(feed: MessageFeed = new MessageFeed()) {
    this.#feed = feed;
  }

  /** Adds or replaces the message with this id. */
  put(message: Omit<EmulatedMessage, 'seq'>): EmulatedMessage {
    const stored = { ...message, seq: this.#feed.next() };
    this.#gone.delete(message.id);
    this.#messages.delete(message.id);
    this.#messages.set(message.id, stored);
    this.#feed.tell();
    return stored;
  }

  get(id: string): EmulatedMessage | undefined {
    return this.#messages.get(id);
  }

  /** It leaves a mark with a number of its own, so that readers who follow can take it away too. */
  remove(id: string): void {
    const message = this.#messages.get(id);
    if (message === undefined) return;
    this.#messages.delete(id);
    this.#gone.set(id, { ...message, seq: this.#feed.next(), deleted: true });
    this.#feed.tell();
  }

  list(filter: MessageFilter): readonly EmulatedMessage[] {
    const after = filter.after ?? 0;
    const all = filter.deleted === true ? [...this.#messages.values(), ...this.#gone.values()] : [...this.#messages.values()];
    return all.filter((one) => one.seq > after && (filter.channel === undefined || one.channel === filter.channel));
  }

  /** Like list, but holds until there is one or `waitMs` of real time have passed. */
  async wait(filter: MessageFilter, waitMs: number): Promise<readonly EmulatedMessage[]> {
    await this.#feed.until(() => this.list(filter).length > 0, waitMs);
    return this.list(filter);
  }
}
