import { useCallback } from 'react';
import type { Chat } from '../chat.ts';
import type { Form } from '../form-schema.ts';
import type { LiveMessage } from '../use-messages.ts';
import { AdaptiveCardView, type CardAct } from './adaptive-card.tsx';
import { readTaskCard } from './schema.ts';

/** The card inside a dialog of Teams: its own buttons submit it. */
export function TaskBody({ chat, form, view }: { readonly chat: Chat; readonly form: Form; readonly view: LiveMessage }) {
  const { give } = chat;
  const { id } = form;
  const act: CardAct = useCallback((button, { values }) => void give('submit', { form: id, values, button }), [give, id]);
  const card = readTaskCard(view.payload);
  if (card === undefined) return <p className="trouble">This dialog has no card that can be drawn.</p>;
  return <AdaptiveCardView chat={chat} form={id} card={card} onAct={act} />;
}
