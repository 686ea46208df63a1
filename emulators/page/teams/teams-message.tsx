import { createElement, useCallback } from 'react';
import type { Message } from '../control-api.ts';
import { AdaptiveCardView } from './adaptive-card.tsx';
import { readCards } from './schema.ts';

/** A message as Teams would draw it: its cards, or its text. */
export function TeamsMessage({ message, onAct }: { readonly message: Message; readonly onAct: (button: string, option?: string) => void }) {
  const cards = readCards(message.payload);
  const act = useCallback((button: string, option?: string) => onAct(button, option), [onAct]);
  if (cards.length === 0) return <p className="said">{message.text}</p>;
  return cards.map((card, index) => createElement(AdaptiveCardView, { key: index, card, onAct: act }));
}
