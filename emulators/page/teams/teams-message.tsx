import { createElement, useCallback } from 'react';
import type { Chat } from '../chat.ts';
import type { Message } from '../control-api.ts';
import { AdaptiveCardView, type CardAct } from './adaptive-card.tsx';
import { readCards } from './schema.ts';

/** A message as Teams would draw it: its cards, or its text. */
export function TeamsMessage({ chat, message }: { readonly chat: Chat; readonly message: Message }) {
  const { give } = chat;
  const { id } = message;
  const hasForm = message.form != null;
  const act: CardAct = useCallback(
    (button, { values, option }) => {
      if (hasForm) void give('submit', { form: id, values, button });
      else void give('click', { message: id, button, ...(option === undefined ? {} : { option }) });
    },
    [give, id, hasForm],
  );
  const cards = readCards(message.payload);
  if (cards.length === 0) return <p className="said">{message.text}</p>;
  return cards.map((card, index) => createElement(AdaptiveCardView, { key: index, chat, form: id, card, onAct: act }));
}
