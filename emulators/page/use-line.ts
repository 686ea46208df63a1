import { useRef, useState } from 'react';
import type { Outcome } from './chat.ts';

export interface Line {
  readonly text: string;
  readonly write: (text: string) => void;
  /** Says what is written and empties the line at once: who types fast must not wait, nor lose a command. */
  readonly send: () => void;
  /** Brings back what was said before; 'not recalled': there is nothing, or something else is being written. */
  readonly recall: (direction: 'earlier' | 'later') => 'recalled' | 'not recalled';
}

/** A line that can be said. What was said goes out in order, one after the other; what was refused comes back, to be mended. */
export function useLine(onSay: (text: string) => Promise<Outcome>): Line {
  const [text, setText] = useState('');
  const said = useRef<string[]>([]);
  /** Where in what was said one is; its length: at what is being written. */
  const at = useRef(0);
  const last = useRef<Promise<void>>(Promise.resolve());

  const send = (): void => {
    const words = text.trim();
    if (words === '') return;
    setText('');
    said.current.push(words);
    at.current = said.current.length;
    last.current = sayAfter(last.current, words);
  };
  const sayAfter = async (before: Promise<void>, words: string): Promise<void> => {
    await before;
    const outcome = await onSay(words);
    // If something else is being written by now, the up arrow brings it back.
    if (outcome === 'refused') setText((now) => (now === '' ? words : now));
  };
  const recall = (direction: 'earlier' | 'later'): 'recalled' | 'not recalled' => {
    const written = text !== '' && text !== said.current[at.current];
    const next = at.current + (direction === 'earlier' ? -1 : 1);
    if (written || next < 0 || next > said.current.length) return 'not recalled';
    at.current = next;
    setText(said.current[next] ?? '');
    return 'recalled';
  };
  const write = (words: string): void => {
    setText(words);
    if (words === '') at.current = said.current.length;
  };
  return { text, write, send, recall };
}
