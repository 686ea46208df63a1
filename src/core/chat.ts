import type { SearchSource } from './actions.ts';
import type { Document } from './document.ts';
import type { Retry } from './errors.ts';
import type { Invocation, Reply } from './invocation.ts';
import type { MessageRef, Target } from './model/person.ts';
import type { Cancellable, CheckResult, Route } from './ports.ts';

/** The outcome of one post or edit. `unknown`: it may have arrived (a timeout); look before repeating. `gone`: there is no such message to redraw. */
export type Delivery =
  | { readonly ok: true; readonly ref: MessageRef | undefined }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly certain: 'not sent' | 'unknown';
      readonly retry: Retry;
      readonly because?: 'gone' | undefined;
    };

export interface PostOptions extends Cancellable {
  /** Travels with the message where the platform allows it, so that it can be found again after a crash. */
  readonly mark: string;
}

export type ConnectionState = {
  readonly state: 'connected' | 'connecting' | 'disconnected' | 'failed';
  readonly reason?: string | undefined;
};

export interface RespondOptions extends Cancellable {
  /**
   * Called right before the answer is sent, pictures and all: ends the signs of progress and gives the "working…" message, if
   * there is one. That becomes the answer, or is taken away where the answer stands elsewhere; when nothing could be sent it stays.
   */
  readonly instead?: (() => Promise<MessageRef | undefined>) | undefined;
}

/**
 * Shown when a typed command is still being worked on after `afterMs` (of real time), and again each `everyMs` where it fades.
 * Gives back the message that the answer is to take the place of, where there is one. Never throws.
 */
export interface Progress {
  readonly afterMs: number;
  readonly everyMs: number | undefined;
  readonly show: (invocation: Invocation, options: ShowOptions) => Promise<MessageRef | undefined>;
}

export interface ShowOptions extends Cancellable {
  /** What the command says about its own progress: then a message is posted wherever the platform can post one. */
  readonly report: Document | undefined;
}

/** What a chat hands to the core. */
export interface ChatListener {
  /** Settles when the command is accepted and, if it changes state, stored. */
  readonly receive: (invocation: Invocation) => Promise<void>;
  /** The best choices for what was typed into a searchable field so far, at most `most`; none where looking failed. Never throws. */
  readonly search: (query: SearchQuery, options: Cancellable) => Promise<readonly SearchChoice[]>;
}

export interface SearchQuery {
  readonly source: SearchSource;
  /** Empty: the most useful ones. */
  readonly typed: string;
  readonly most: number;
}

export interface SearchChoice {
  /** What is read: "bps-website-sp (App Service plan)". */
  readonly label: string;
  /** What the command is given: "bps-website-sp". */
  readonly value: string;
}

export interface ChatAdapter {
  readonly platform: string;
  /**
   * Connects and hands every command to the listener. The promise of its `receive` settles when the command is accepted (and, if
   * it changes state, stored); only then does the adapter acknowledge to its platform. It never waits for the work itself.
   */
  readonly start: (listener: ChatListener) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly state: () => ConnectionState;
  readonly post: (target: Target, document: Document, options: PostOptions) => Promise<Delivery>;
  readonly edit: ((ref: MessageRef, document: Document, options: Cancellable) => Promise<Delivery>) | undefined;
  /** Looks for a message by its mark after an uncertain outcome; undefined where the platform cannot be asked. Throws ProviderError. */
  readonly find: ((target: Target, mark: string, options: Cancellable) => Promise<MessageRef | undefined>) | undefined;
  /** Answers an invocation of this platform; also works after a restart, from the invocation alone. */
  readonly respond: (invocation: Invocation, reply: Reply, options: RespondOptions) => Promise<Delivery>;
  /** How the platform shows that an answer takes a while. */
  readonly progress: Progress | undefined;
  /** HTTP routes to mount, if the platform calls us. */
  readonly routes: readonly Route[];
  readonly check: (options: Cancellable) => Promise<readonly CheckResult[]>;
}
