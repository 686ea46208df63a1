import { type Document, note } from '../src/core/document.ts';

/** What Tocsin tells those who run it about itself. */
export function notice(words: string): Document {
  return { summary: words, blocks: [note('warning', words)] };
}
