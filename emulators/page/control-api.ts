import { z } from './zod.ts';

export type Platform = 'slack' | 'teams';

const stateSchema = z.object({
  channels: z.array(z.object({ platform: z.enum(['slack', 'teams']), id: z.string(), name: z.string() })),
  directs: z.array(z.object({ platform: z.enum(['slack', 'teams']), id: z.string(), user: z.string() })),
  users: z.array(z.object({ name: z.string(), role: z.string(), title: z.string() })),
  scenarios: z.array(z.object({ name: z.string(), title: z.string(), runningUntil: z.iso.datetime().nullable() })),
  clock: z.iso.datetime(),
  bot: z.object({ url: z.string(), pid: z.number().optional() }),
});
export type DemoState = z.infer<typeof stateSchema>;

const messageSchema = z.object({
  id: z.string(),
  seq: z.number(),
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
});
/** A message of either chat, as GET /control/messages gives it. */
export type Message = z.infer<typeof messageSchema>;

/** Throws an Error with the sentence the demo refused with. */
export async function readState(signal?: AbortSignal): Promise<DemoState> {
  return stateSchema.parse(await call('/control/state', signal === undefined ? {} : { signal }));
}

/** Messages that are new or changed since `after`; held up to `waitSeconds` until there is one. */
export async function readMessages(
  platform: Platform,
  after: number,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  return z.array(messageSchema).parse(await call(`/control/messages?platform=${platform}&after=${after}&wait=${waitSeconds}`, { signal }));
}

/** Orders something: `say`, `click`, `clock`, `scenarios/NAME`. */
export async function order(what: string, body?: object): Promise<void> {
  await call(
    `/control/${what}`,
    body === undefined
      ? { method: 'POST' }
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
}

const refusal = z.object({ error: z.string() });

async function call(path: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(path, init);
  const body: unknown = await answer.json();
  if (answer.ok) return body;
  const told = refusal.safeParse(body);
  throw new Error(told.success ? told.data.error : `The demo answered ${answer.status}.`);
}
