import { formSchema } from './form-schema.ts';
import { z } from './zod.ts';

const platform = z.enum(['slack', 'teams']);
export type Platform = z.infer<typeof platform>;

const stateSchema = z.object({
  channels: z.array(z.object({ platform, id: z.string(), name: z.string(), topic: z.string().optional() })),
  directs: z.array(z.object({ platform, id: z.string(), user: z.string() })),
  users: z.array(z.object({ name: z.string(), role: z.string(), title: z.string() })),
  scenarios: z.array(z.object({ name: z.string(), title: z.string(), runningUntil: z.iso.datetime().nullable() })),
  /** What a message's menu offers besides the platform's own. */
  shortcuts: z.array(z.object({ platform, name: z.string() })).default([]),
  faults: z.array(z.object({ target: z.string() })).default([]),
  /** Where the bot types just now, on a platform that shows it. */
  typing: z.array(z.object({ platform, channel: z.string() })).default([]),
  clock: z.iso.datetime(),
  bot: z.object({ url: z.string(), pid: z.number().optional() }),
});
export type DemoState = z.infer<typeof stateSchema>;

const messageSchema = z.object({
  id: z.string(),
  seq: z.number(),
  platform,
  channel: z.string(),
  thread: z.string().nullable(),
  user: z.string(),
  ephemeralTo: z.string().nullable(),
  text: z.string(),
  payload: z.unknown(),
  images: z.array(z.object({ url: z.string(), alt: z.string() })),
  files: z.array(z.object({ url: z.string(), name: z.string() })),
  edited: z.boolean(),
  at: z.string(),
  /** A modal and the home page are entries of their own. */
  surface: z.enum(['message', 'modal', 'home']).default('message'),
  form: formSchema.nullish(),
  reactions: z.array(z.object({ emoji: z.string(), users: z.array(z.string()) })).default([]),
  pinned: z.boolean().default(false),
  deleted: z.boolean().default(false),
});
/** A message of either chat, as GET /control/messages gives it. */
export type Message = z.infer<typeof messageSchema>;

/** Throws an Error with the sentence the demo refused with. */
export async function readState(signal?: AbortSignal): Promise<DemoState> {
  return stateSchema.parse(await call('/control/state', signal === undefined ? {} : { signal }));
}

/** Messages of both chats that are new, changed or gone since `after`; held up to `waitSeconds` until there is one. */
export async function readMessages(after: number, waitSeconds: number, signal: AbortSignal): Promise<readonly Message[]> {
  return z.array(messageSchema).parse(await call(`/control/messages?after=${after}&wait=${waitSeconds}&deleted=true`, { signal }));
}

/** Orders something: `say`, `click`, `clock`, `scenarios/NAME`. */
export async function order(what: string, body?: object): Promise<void> {
  await call(`/control/${what}`, posted(body));
}

const choicesSchema = z.object({ choices: z.array(z.object({ label: z.string(), group: z.string().optional() })) });
export type Choices = z.infer<typeof choicesSchema>['choices'];

/** What a field of a form offers for what was typed so far. Throws an Error with the demo's sentence. */
export async function readChoices(
  body: { readonly platform: Platform; readonly form: string; readonly user: string; readonly field: string; readonly typed: string },
  signal: AbortSignal,
): Promise<Choices> {
  return choicesSchema.parse(await call('/control/search', { ...posted(body), signal })).choices;
}

function posted(body: object | undefined): RequestInit {
  return body === undefined
    ? { method: 'POST' }
    : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

const refusal = z.object({ error: z.string() });

async function call(path: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(path, init);
  const body: unknown = await answer.json();
  if (answer.ok) return body;
  const told = refusal.safeParse(body);
  throw new Error(told.success ? told.data.error : `The demo answered ${answer.status}.`);
}
