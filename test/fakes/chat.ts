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

/** What the chat was asked for, and when: also what it refused. */
export interface FakeCall {
  readonly what: 'post' | 'edit' | 'find';
  readonly channel: string;
  readonly thread: string | undefined;
  readonly at: number;
  readonly result: 'ok' | 'failed';
}

type Failure = Extract<Delivery, { readonly ok: false }>;

/** A small chat that works: it keeps what is posted, redraws it, and finds it again by its mark. */
export interface FakeChat extends Pick<ChatAdapter, 'post' | 'edit' | 'find'> {
  readonly posts: () => readonly FakePost[];
  /** Roots and answers of one channel, in order. */
  readonly in: (channel: string) => readonly FakePost[];
  readonly calls: () => readonly FakeCall[];
  /** The next post waits until it is let go. */
  readonly hold: () => () => void;
  /** The next posts end so. `arrives`: the message is made nevertheless, as when an answer is lost. */
  readonly fail: (delivery: Failure, options?: { readonly arrives?: true; readonly times?: number }) => void;
  /** Everything ends so, in one channel or in all, until it is said to be up again. */
  readonly down: (delivery: Failure, channel?: string) => void;
  readonly up: () => void;
  /** Somebody deletes a message. */
  readonly remove: (id: string) => void;
}

export interface FakeChatOptions {
  /** When something is asked for; milliseconds. */
  readonly now?: () => number;
  /** 'absent': it cannot be asked for its messages. */
  readonly find?: 'absent';
}

export function createFakeChat(platform: string, { now = () => 0, find }: FakeChatOptions = {}): FakeChat {
  const posts = new Map<string, FakePost>();
  const calls: FakeCall[] = [];
  const failures: { readonly delivery: Failure; readonly arrives: boolean }[] = [];
  const outages = new Map<string | undefined, Failure>();
  let held: Promise<void> | undefined;
  let made = 0;

  const outageIn = (channel: string): Failure | undefined => outages.get(undefined) ?? outages.get(channel);
  const note = (what: FakeCall['what'], { channel, thread }: Target, result: FakeCall['result']): void =>
    void calls.push({ what, channel: idOf(channel), thread, at: now(), result });
  const keep = (target: Target, document: Document, mark: string): MessageRef => {
    const ref = { platform, channel: idOf(target.channel), id: `m${(made += 1)}` };
    posts.set(ref.id, { ref, target, mark, document, edits: 0 });
    return ref;
  };

  return {
    post: async (target, document, { mark }) => {
      const wait = held;
      held = undefined;
      await wait;
      const outage = outageIn(target.channel);
      const failure = outage === undefined ? failures.shift() : { delivery: outage, arrives: false };
      note('post', target, failure === undefined ? 'ok' : 'failed');
      if (failure === undefined) return { ok: true, ref: keep(target, document, mark) };
      if (failure.arrives) keep(target, document, mark);
      return failure.delivery;
    },
    edit: async (ref, document) => {
      const outage = outageIn(ref.channel);
      const post = posts.get(ref.id);
      note('edit', ref, outage === undefined && post !== undefined ? 'ok' : 'failed');
      if (outage !== undefined) return outage;
      if (post === undefined)
        return { ok: false, reason: 'the message was deleted', certain: 'not sent', retry: { when: 'never' }, because: 'gone' };
      posts.set(ref.id, { ...post, document, edits: post.edits + 1 });
      return { ok: true, ref };
    },
    find:
      find === 'absent'
        ? undefined
        : async (target, mark) => {
            note('find', target, 'ok');
            return [...posts.values()].find((post) => post.mark === mark)?.ref;
          },
    posts: () => [...posts.values()],
    in: (channel) => [...posts.values()].filter((post) => post.ref.channel === channel),
    calls: () => calls,
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
    down: (delivery, channel) => void outages.set(channel, delivery),
    up: () => outages.clear(),
    remove: (id) => void posts.delete(id),
  };
}

/** As with Slack, a channel may be named, while its messages carry its id. */
const idOf = (channel: string): string => channel.replace('#', 'C-');
