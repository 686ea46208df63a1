import type { types } from '@slack/bolt';
import type { Run, Text } from '../../src/core/document.ts';
import type { TimeText } from '../../src/core/ports.ts';
import type { Tone } from '../../src/core/tone.ts';
import { clean } from './clean.ts';
import { linkable } from './neutral.ts';

export type RichElement = types.RichTextElement;

const marks: Readonly<Record<Tone, string>> = { good: '🟢 ', warning: '🟡 ', bad: '🔴 ', unknown: '⚪ ', neutral: '' };

/** The sign that stands before what has this tone; ends in a space, or is empty. */
export function toneMark(tone: Tone | undefined): string {
  return tone === undefined ? '' : marks[tone];
}

/** A moment in its zone, the zone named unless it is a mere date: "2026-11-20 14:05 CET". */
export function momentText(run: Extract<Run, { kind: 'time' }>, time: TimeText): string {
  const shown = time.format(run.at, run.zone, run.style);
  return run.style === 'date' ? shown : `${shown} ${time.zoneName(run.at, run.zone)}`;
}

/** The words of a run as people see them. */
export function runText(run: Run, time: TimeText): string {
  switch (run.kind) {
    case 'plain':
    case 'bold':
    case 'code':
    case 'link':
      return run.text;
    case 'mention':
      return run.name;
    case 'time':
      return momentText(run, time);
  }
}

export interface CutElements {
  readonly elements: RichElement[];
  /** Characters that were there, and those that are shown. */
  readonly total: number;
  readonly shown: number;
}

/**
 * Runs as elements of rich text, which Slack draws as they are: no markup is parsed in them, so nothing pings or formats.
 * What exceeds `most` characters is left out.
 */
export function richElements(runs: Text, time: TimeText, most: number): CutElements {
  const elements: RichElement[] = [];
  let total = 0;
  let shown = 0;
  for (const run of runs) {
    const words = clean(runText(run, time));
    total += words.length;
    const room = most - shown;
    const kept = words.length <= room ? words : wholeCharacters(words, room);
    shown += kept.length;
    if (kept !== '') elements.push(element(run, kept));
  }
  return { elements, total, shown };
}

function element(run: Run, words: string): RichElement {
  switch (run.kind) {
    case 'bold':
      return { type: 'text', text: words, style: { bold: true } };
    case 'code':
      return { type: 'text', text: words, style: { code: true } };
    case 'link': {
      const url = linkable(run.url);
      return url === undefined ? { type: 'text', text: words } : { type: 'link', url, text: words };
    }
    case 'plain':
    case 'mention':
    case 'time':
      return { type: 'text', text: words };
  }
}

/** The longest beginning of at most `most` units that ends on a whole character. */
function wholeCharacters(text: string, most: number): string {
  const splits = /[\ud800-\udbff]/u.test(text.charAt(most - 1));
  return text.slice(0, Math.max(0, splits ? most - 1 : most));
}

/** A paragraph of rich text; an empty one becomes a space, because Slack refuses text without characters. */
export function section(elements: readonly RichElement[]): types.RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: filled(elements) }] };
}

export function quote(elements: readonly RichElement[]): types.RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: filled(elements) }] };
}

export function preformatted(text: string): types.RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] };
}

/** A remark about the message itself: what was cut, what is attached. */
export function remark(text: string): types.ContextBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}

function filled(elements: readonly RichElement[]): RichElement[] {
  return elements.length === 0 ? [{ type: 'text', text: ' ' }] : [...elements];
}
