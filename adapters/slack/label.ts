import type { types } from '@slack/bolt';
import { clean } from './clean.ts';
import { cut, limits } from './limits.ts';

/** What stands on a button, over a field or in an option. */
export function label(text: string, most: number = limits.label): types.PlainTextElement {
  return { type: 'plain_text', text: cut(shown(text), most), emoji: false };
}

/** Slack wants at least one character where a label stands. */
export function shown(text: string): string {
  return clean(text).trim() === '' ? '–' : text;
}
