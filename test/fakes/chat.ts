import type { ChatAdapter, Delivery } from '../../src/core/chat.ts';
import type { Document } from '../../src/core/document.ts';
import type { MessageRef, Target } from '../../src/core/model/person.ts';

export interface FakePost {
  readonly ref: MessageRef;
  readonly target: Target;
  readonly mark: string;
  readonly document: Document;
  readonly edits: number;
}

/** A small chat that works: it keeps what is posted, redraws it, and finds it again by its mark. */
export interface FakeChat extends Pick<ChatAdapter, 'post' | 'edit' | 'find'> {
  readonly posts: () => readonly FakePost[];
  /** Roots and answers of one channel, in order. */
  readonly in: (channel: string) => readonly FakePost[];
  /** The next post waits until it is let go. */
  readonly hold: () => () => void;
  /** The next posts end so. `arrives`: the message is made nevertheless, as when an answer is lost. */
  readonly fail: (
    delivery: Extract<Delivery, { readonly ok: false }>,
    options?: { readonly arrives?: true; readonly times?: number },
  ) => void;
}

export function createFakeChat(platform: string): FakeChat {
  const posts = new Map<string, FakePost>();
  let held: Promise<void> | undefined;
  const failures: { readonly delivery: Delivery; readonly arrives: boolean }[] = [];

  const keep = (target: Target, document: Document, mark: string): MessageRef => {
    // As with Slack, a channel may be named, while its messages carry its id.
    const ref = { platform, channel: target.channel.replace('#', 'C-'), id: `m${posts.size + 1}` };
    posts.set(ref.id, { ref, target, mark, document, edits: 0 });
    return ref;
  };

  return {
    post: async (target, document, { mark }) => {
      const wait = held;
      held = undefined;
      await wait;
      const failure = failures.shift();
      if (failure === undefined) return { ok: true, ref: keep(target, document, mark) };
      if (failure.arrives) keep(target, document, mark);
      return failure.delivery;
    },
    edit: async (ref, document) => {
      const post = posts.get(ref.id);
      if (post === undefined) return { ok: false, reason: 'message_not_found', certain: 'not sent', retry: { when: 'never' } };
      posts.set(ref.id, { ...post, document, edits: post.edits + 1 });
      return { ok: true, ref };
    },
    find: async (_target, mark) => [...posts.values()].find((post) => post.mark === mark)?.ref,
    posts: () => [...posts.values()],
    in: (channel) => [...posts.values()].filter((post) => post.ref.channel === channel),
    hold: () => {
      let letGo = (): void => undefined;
      held = new Promise((resolve) => {
        letGo = resolve;
      });
      return () => letGo();
    },
    fail: (delivery, { arrives, times = 1 } = {}) => {
      for (let time = 0; time < times; time += 1) failures.push({ delivery, arrives: arrives ?? false });
    },
  };
}
