import type { Document } from './document.ts';
import type { MessageRef, Person, Place } from './model/person.ts';

/** What a person asked for. Plain data: it is stored before it is acknowledged and can be answered after a restart. */
export interface Invocation {
  /** The platform's own id of this event, with the platform's name before it: a second one with the same id has no effect. */
  readonly id: string;
  readonly actor: Person;
  readonly place: Place;
  /** The words after the slash command or mention, the platform's own markup taken out. */
  readonly text: string;
  readonly origin: Origin;
  readonly receivedAt: number;
  /** What the adapter needs to answer (a response URL, a conversation); nobody else reads it. */
  readonly replyTo: Readonly<Record<string, string>>;
}

/**
 * Typed by a person; sent by a form that no message holds; the message whose button was clicked or whose form was sent; or the
 * message whose menu was used (`text` then holds its words, quoted).
 */
export type Origin =
  | { readonly kind: 'typed' }
  | { readonly kind: 'form' }
  | { readonly kind: 'clicked'; readonly message: MessageRef }
  | { readonly kind: 'shortcut'; readonly message: MessageRef };

/** What of a command is worth keeping in the audit log, beside who, where and what. */
export type AuditDetail = Readonly<Record<string, string | number>>;

/** A command's answer. */
export interface Reply {
  readonly document: Document;
  readonly audience: 'channel' | 'sender';
  /** Of one for the sender: what it says instead where nobody else can read it; a chat may have to post it among others. */
  readonly alone?: Document | undefined;
  /** It tells what is its author's own (an address, saved charts): a chat that has no note for one person sends it to their own. */
  readonly about?: 'sender' | undefined;
  /** true: when a button was clicked, redraw its message instead of posting a new one. */
  readonly replace: boolean;
  /**
   * The message that was clicked is redrawn by somebody else, and this only answers the click. 'delivery': by its own
   * delivery, in its turn. 'later click': the answer to a later click is shown already.
   */
  readonly redrawnBy?: 'delivery' | 'later click' | undefined;
  /** Posts under the message that was clicked instead of beside it; a typed command is answered where it was typed. */
  readonly under?: 'clicked message' | undefined;
  /** It says what was not understood or not allowed: a form that was sent stays open and shows it. */
  readonly outcome?: 'refused' | undefined;
  /** Nothing was done that could count as done: it is asked back first. */
  readonly undone?: true | undefined;
  /** A sentence for whoever clicked: where a click can be answered with words, they are enough. */
  readonly brief?: true | undefined;
  /** Goes into the audit log beside who, where and what. */
  readonly audit?: AuditDetail | undefined;
}

export const replyToChannel = (document: Document): Reply => ({ document, audience: 'channel', replace: false });
export const replyToSender = (document: Document): Reply => ({ document, audience: 'sender', replace: false });
/** A sentence for its author: to a click the chat's own words to it, where it has such. */
export const replyBriefly = (document: Document): Reply => ({ ...replyToSender(document), brief: true });
/** Tells its author alone what is theirs alone. */
export const replyAboutSender = (document: Document): Reply => ({ document, audience: 'sender', about: 'sender', replace: false });
/** Redraws the message that was clicked; a typed command gets a new message. */
export const replyInPlace = (document: Document): Reply => ({ document, audience: 'channel', replace: true });
/** Posts in the thread of the message that was clicked: a file that belongs to it. */
export const replyUnderClick = (document: Document): Reply => ({
  document,
  audience: 'channel',
  replace: false,
  under: 'clicked message',
});
/** Says to its author alone what was not understood or not allowed. */
export const replyRefused = (document: Document): Reply => ({ document, audience: 'sender', replace: false, outcome: 'refused' });
/** Answers the click on a message that a delivery redraws: an older drawing must never come after a newer one. */
export const replyToClick = (document: Document): Reply => ({ document, audience: 'channel', replace: true, redrawnBy: 'delivery' });
