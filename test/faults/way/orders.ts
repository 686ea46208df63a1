import { z } from 'zod';
import { points } from './points.ts';

const ordersSchema = z.object({
  /** For what belongs to the process alone, and for its ledger where no database is given. */
  folder: z.string(),
  database: z.string().optional(),
  /** Where the emulated chats are. */
  chats: z.string(),
  /** How far its clock is ahead of the machine's, in ms. */
  ahead: z.number(),
  /** It kills itself when it comes to this point for the `nth` time. */
  death: z.object({ point: z.enum(points), nth: z.number() }).optional(),
  /** Its store fails before the commit of so many events. */
  failures: z.number().optional(),
});

/** What a process of the way is started with, as JSON in its first argument. */
export type Orders = Readonly<z.output<typeof ordersSchema>>;

export const readOrders = (text: string): Orders => ordersSchema.parse(JSON.parse(text));

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

/** The services of the estate that is watched, "s1" …: one for each life of the longest test, so that each opens an incident. */
export const services: readonly string[] = Array.from({ length: 64 }, (_, index) => `s${index + 1}`);
