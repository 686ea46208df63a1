import type { Document } from '../../src/core/document.ts';
import { type ComposeNeeds, compose, sendComposed } from './compose.ts';
import { cut, limits, surfaces } from './limits.ts';
import { plainDocument } from './plain-document.ts';
import { section } from './render-text.ts';
import { nothing } from './schema.ts';

/** Shows the document as somebody's home page of the app. Throws SlackFailure. */
export async function publishHome(user: string, document: Document, needs: ComposeNeeds, signal: AbortSignal): Promise<void> {
  const composed = await compose(document, needs, signal, surfaces.home);
  const words = (): string => cut(plainDocument(document, needs.time), limits.text);
  await sendComposed(
    composed,
    ({ blocks }) => {
      const shown = blocks.length > 0 ? blocks : [section([{ type: 'text', text: words() }])];
      return needs.web.call('views.publish', { user_id: user, view: { type: 'home', blocks: shown } }, nothing, signal);
    },
    needs.log,
    signal,
  );
}
