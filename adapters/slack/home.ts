import type { Document } from '../../src/core/document.ts';
import { type Composed, type ComposeNeeds, compose, sendComposed } from './compose.ts';
import { cut, limits, surfaces } from './limits.ts';
import { patiently } from './patiently.ts';
import { plainDocument } from './plain-document.ts';
import { section } from './render-text.ts';
import { nothing } from './schema.ts';

export interface HomePage {
  readonly user: string;
  /** When it was asked for, milliseconds since 1970 (UTC). */
  readonly askedAt: number;
  readonly document: Document;
}

export interface Homes {
  /** Shows the document as somebody's home page of the app, unless a page asked for later is on its way. Throws SlackFailure. */
  readonly publish: (page: HomePage, signal: AbortSignal) => Promise<void>;
}

/** One at a time for each person: a page that is slow to arrive must not replace a newer one. */
export function createHomes(needs: ComposeNeeds): Homes {
  const newest = new Map<string, number>();
  const lines = new Map<string, Promise<void>>();
  return {
    publish: async ({ user, askedAt, document }, signal) => {
      newest.set(user, Math.max(askedAt, newest.get(user) ?? askedAt));
      const composed = await compose(document, needs, signal, surfaces.home);
      const before = lines.get(user) ?? Promise.resolve();
      const mine = Promise.withResolvers<void>();
      lines.set(user, mine.promise);
      try {
        await before;
        if (askedAt >= (newest.get(user) ?? askedAt)) await show(user, composed, document, needs, signal);
      } finally {
        mine.resolve();
        if (lines.get(user) === mine.promise) lines.delete(user);
      }
    },
  };
}

async function show(user: string, composed: Composed, document: Document, needs: ComposeNeeds, signal: AbortSignal): Promise<void> {
  const words = (): string => cut(plainDocument(document, needs.time), limits.text);
  await sendComposed(
    composed,
    ({ blocks }) => {
      const shown = blocks.length > 0 ? blocks : [section([{ type: 'text', text: words() }])];
      const page = { user_id: user, view: { type: 'home', blocks: shown } };
      return patiently(() => needs.web.call('views.publish', page, nothing, signal), signal, { repeatable: 'yes' });
    },
    needs.log,
    signal,
  );
}
