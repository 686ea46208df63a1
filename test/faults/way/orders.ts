import type { Point } from './points.ts';

/** What a process of the way is started with, as JSON in its first argument. */
export interface Orders {
  /** For what belongs to the process alone, and for its ledger where no database is given. */
  readonly folder: string;
  readonly database?: string | undefined;
  /** Where the emulated chats are. */
  readonly chats: string;
  /** How far its clock is ahead of the machine's, in ms. */
  readonly ahead: number;
  /** It kills itself when it comes to this point for the `nth` time. */
  readonly death?: { readonly point: Point; readonly nth: number } | undefined;
  /** Its store fails before the commit of so many events. */
  readonly failures?: number | undefined;
}

/** What the test tells a process. 'save': its ledger, as it is, into the folder above its own. */
export type Told =
  | { readonly kind: 'work'; readonly id: number; readonly ahead: number }
  | { readonly kind: 'disk'; readonly id: number; readonly to: 'fill' | 'free' | 'save' };

/** What is left to do. `due`: when the next delivery can go out; undefined: none waits. */
export interface Left {
  readonly untriaged: number;
  readonly due: number | undefined;
  /** Why it could not do what was due. */
  readonly failed?: string | undefined;
}

/** What a process tells the test. */
export type Answer =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'done'; readonly id: number; readonly left: Left }
  /** What was stored by another process was leased here, so many ms after its commit. */
  | { readonly kind: 'leased'; readonly keys: readonly string[]; readonly at: number };

/** The services of the estate that is watched: "s1" … */
export const services: readonly string[] = Array.from({ length: 16 }, (_, index) => `s${index + 1}`);
