import { z } from 'zod';

const field = z.object({
  label: z.string(),
  kind: z.string(),
  options: z.array(z.string()).optional(),
  value: z.union([z.string(), z.array(z.string())]).optional(),
  required: z.boolean(),
  error: z.string().optional(),
});
const form = z.object({
  id: z.string(),
  title: z.string(),
  submit: z.string().optional(),
  fields: z.array(field),
  error: z.string().optional(),
  covered: z.boolean().optional(),
});

/** A message as GET /control/messages gives it. */
const message = z.object({
  id: z.string(),
  seq: z.number(),
  thread: z.string().nullish(),
  user: z.string(),
  ephemeralTo: z.string().nullish(),
  text: z.string(),
  payload: z.unknown(),
  images: z.array(z.object({ url: z.string(), alt: z.string() })),
  files: z.array(z.object({ url: z.string(), name: z.string() })),
  buttons: z.array(z.string()),
  edited: z.boolean(),
  at: z.string(),
  /** Also an open modal and a person's home page are entries of a channel. */
  surface: z.enum(['message', 'modal', 'home']).default('message'),
  form: form.nullish(),
  reactions: z.array(z.object({ emoji: z.string(), users: z.array(z.string()) })).default([]),
  pinned: z.boolean().default(false),
});
export type Message = z.infer<typeof message>;

const state = z.object({
  platforms: z.array(z.string()),
  channels: z.array(z.object({ platform: z.string(), id: z.string(), name: z.string() })),
  directs: z.array(z.object({ platform: z.string(), id: z.string(), user: z.string() })).default([]),
  users: z.array(z.object({ name: z.string(), role: z.string() })),
  workspaces: z.array(z.object({ id: z.string(), name: z.string() })),
  scenarios: z.array(z.object({ name: z.string(), title: z.string() })),
  faults: z.array(z.looseObject({ target: z.string() })).default([]),
  /** Where it is shown that the bot is writing. */
  typing: z.array(z.object({ platform: z.string(), channel: z.string() })).default([]),
  clock: z.string(),
  bot: z.object({ url: z.string(), pid: z.number() }),
  secrets: z.record(z.string(), z.string()),
});
export type State = z.infer<typeof state>;

export type Platform = 'slack' | 'teams';

export interface Control {
  readonly url: string;
  readonly state: () => Promise<State>;
  readonly say: (platform: Platform, channel: string, user: string, text: string, thread?: string) => Promise<void>;
  readonly click: (platform: Platform, message: string, user: string, button: string, option?: string) => Promise<void>;
  /** Fills in a form, by its labels, and sends it; `form` is a message's id or an open modal's. */
  readonly submit: (
    platform: Platform,
    form: string,
    user: string,
    values: Readonly<Record<string, string | readonly string[]>>,
  ) => Promise<void>;
  /** The labels that a searchable field offers. */
  readonly search: (platform: Platform, form: string, user: string, field: string, typed: string) => Promise<readonly string[]>;
  /** Anything else a person does to a form or a message. */
  readonly act: (what: 'close' | 'react' | 'pin' | 'edit' | 'delete', body: object) => Promise<void>;
  /** Chooses an entry of a message's menu. */
  readonly shortcut: (platform: Platform, message: string, user: string, name: string) => Promise<void>;
  /** Opens the app's home page, which then is in the channel "home". */
  readonly openHome: (platform: Platform, user: string) => Promise<void>;
  readonly messages: (platform: Platform, channel: string) => Promise<readonly Message[]>;
  /** Waits (on the long poll, not by sleeping) until the channel's messages satisfy `wanted`; fails after 15 s (unless said), showing what there is. */
  readonly until: <Found>(
    platform: Platform,
    channel: string,
    what: string,
    wanted: (messages: readonly Message[]) => Found | undefined,
  ) => Promise<Found>;
  /** The same for what was posted or changed after `seq`, without reading all that came before: for channels that hold much. */
  readonly untilAfter: (
    seq: number,
    platform: Platform,
    channel: string,
    what: string,
    wanted: (message: Message) => boolean,
  ) => Promise<Message>;
  readonly startScenario: (name: string) => Promise<void>;
  readonly advance: (by: string) => Promise<void>;
  readonly signalBot: (signal: string) => Promise<void>;
  readonly fault: (fault: Record<string, unknown>) => Promise<void>;
}

const found = z.object({ choices: z.array(z.object({ label: z.string() })) });

const usualPatienceMs = 15_000;

/** A client of the demo's control interface. `patienceMs`: how long it waits for what a channel is to show. */
export function createControl(url: string, patienceMs: number = usualPatienceMs): Control {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`POST /control/${path} ${JSON.stringify(body)}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const read = async (platform: Platform, channel: string, more = ''): Promise<readonly Message[]> => {
    const answer = await fetch(`${url}/control/messages?platform=${platform}&channel=${encodeURIComponent(channel)}${more}`);
    if (!answer.ok) throw new Error(`GET /control/messages: ${answer.status} ${await answer.text()}`);
    return z.array(message).parse(await answer.json());
  };
  return {
    url,
    state: async () => state.parse(await (await fetch(`${url}/control/state`)).json()),
    say: async (platform, channel, user, text, thread) =>
      void (await post('say', { platform, channel, user, text, ...(thread === undefined ? {} : { thread }) })),
    click: async (platform, id, user, button, option) =>
      void (await post('click', { platform, message: id, user, button, ...(option === undefined ? {} : { option }) })),
    submit: async (platform, form, user, values) => void (await post('submit', { platform, form, user, values })),
    search: async (platform, form, user, field, typed) =>
      found.parse(await post('search', { platform, form, user, field, typed })).choices.map((one) => one.label),
    shortcut: async (platform, id, user, name) => void (await post('shortcut', { platform, message: id, user, name })),
    act: async (what, body) => void (await post(what, body)),
    openHome: async (platform, user) => void (await post('home', { platform, user })),
    messages: (platform, channel) => read(platform, channel),
    until: async (platform, channel, what, wanted) => {
      const end = performance.now() + patienceMs;
      for (;;) {
        const all = await read(platform, channel);
        const found = wanted(all);
        if (found !== undefined) return found;
        if (performance.now() > end)
          throw new Error(
            `Not seen in ${platform} #${channel}: ${what}. There is: ${JSON.stringify(
              all.map(({ payload: _payload, images, ...rest }) => ({ ...rest, images: images.length })),
              undefined,
              1,
            )}`,
          );
        await read(platform, channel, `&after=${Math.max(0, ...all.map((one) => one.seq))}&wait=1`);
      }
    },
    untilAfter: async (seq, platform, channel, what, wanted) => {
      const end = performance.now() + patienceMs;
      const texts: string[] = [];
      for (let last = seq; performance.now() < end; ) {
        const news = await read(platform, channel, `&after=${last}&wait=1`);
        texts.push(...news.map((one) => one.text).filter((text) => text !== ''));
        const found = news.find(wanted);
        if (found !== undefined) return found;
        last = Math.max(last, ...news.map((one) => one.seq));
      }
      throw new Error(
        `Not seen in ${platform} #${channel} within ${patienceMs} ms: ${what}. What was said: ${JSON.stringify(texts.slice(-10))}`,
      );
    },
    startScenario: async (name) => void (await post(`scenarios/${name}`, {})),
    advance: async (by) => void (await post('clock', { advance: by })),
    signalBot: async (signal) => void (await post('bot', { signal })),
    fault: async (fault) => void (await post('faults', fault)),
  };
}

/** The last message of the bot for which `wanted` holds. */
export function fromBot(wanted: (message: Message) => boolean): (messages: readonly Message[]) => Message | undefined {
  return (messages) => messages.findLast((one) => one.user === 'tocsin' && wanted(one));
}
