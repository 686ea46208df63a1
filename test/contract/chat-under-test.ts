import type { ChatAdapter } from '../../src/core/chat.ts';
import type { Invocation } from '../../src/core/invocation.ts';

/** A platform as the suite sees it: an adapter, and the other side of it. */
export interface ChatUnderTest {
  readonly adapter: ChatAdapter;
  /** A channel that can be posted to, as a target names it. */
  readonly channel: string;
  /** Has eva type words to the bot in that channel; settles with what the adapter handed in. */
  readonly type: (words: string) => Promise<Invocation>;
  /** Has eva press a button; undefined where the platform has none. */
  readonly click: ((message: string, label: string) => Promise<Invocation>) | undefined;
  /** Every message so far. `raw` is exactly what the platform received, as JSON. */
  readonly shown: () => readonly {
    readonly id: string;
    readonly text: string;
    readonly raw: string;
    readonly thread: string | undefined;
    readonly edited: boolean;
    readonly onlyFor: string | undefined;
  }[];
  /** What in `raw` would notify, link or format by itself; undefined: nothing. */
  readonly live: (raw: string) => string | undefined;
  readonly stop: () => Promise<void>;
}
