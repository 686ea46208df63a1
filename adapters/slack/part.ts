import type { types } from '@slack/bolt';

/** A file that goes with a message. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

/** One block of a document, drawn. Controls are kept when a message has to be cut: without its buttons it is useless. */
export interface Part {
  readonly kind: 'content' | 'control';
  readonly blocks: readonly types.KnownBlock[];
  readonly attachments: readonly Attachment[];
  /** 'shortened': words were left out, and the message's full text has to be attached. */
  readonly words: 'all' | 'shortened';
}
