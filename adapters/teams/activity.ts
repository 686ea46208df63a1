import { type AdaptiveCard, cardType } from './card.ts';

/** A Document as Teams gets it. */
export interface Rendered {
  readonly card: AdaptiveCard;
  /** One plain line for notifications. */
  readonly summary: string;
}

/** The message of the Bot Framework that carries a card. */
export interface MessageActivity {
  readonly type: 'message';
  readonly summary: string;
  readonly textFormat: 'plain';
  readonly attachments: { contentType: string; content: unknown }[];
}

export function toActivity({ card, summary }: Rendered): MessageActivity {
  return { type: 'message', summary, textFormat: 'plain', attachments: [{ contentType: cardType, content: card }] };
}
