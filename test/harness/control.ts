import { z } from 'zod';

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
});
export type Message = z.infer<typeof message>;

const state = z.object({
  platforms: z.array(z.string()),
  channels: z.array(z.object({ platform: z.string(), id: z.string(), name: z.string() })),
  users: z.array(z.object({ name: z.string(), role: z.string() })),
  workspaces: z.array(z.object({ id: z.string(), name: z.string() })),
  scenarios: z.array(z.object({ name: z.string(), title: z.string() })),
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
  readonly click: (platform: Platform, message: string, user: string, button: string) => Promise<void>;
  readonly messages: (platform: Platform, channel: string) => Promise<readonly Message[]>;
  /** Waits (on the long poll, not by sleeping) until the channel's messages satisfy `wanted`; fails after 15 s, showing what there is. */
  readonly until: <Found>(
    platform: Platform,
    channel: string,
    what: string,
    wanted: (messages: readonly Message[]) => Found | undefined,
  ) => Promise<Found>;
  readonly startScenario: (name: string) => Promise<void>;
  readonly advance: (by: string) => Promise<void>;
  readonly signalBot: (signal: string) => Promise<void>;
  readonly fault: (fault: Record<string, unknown>) => Promise<void>;
}

const patienceMs = 15_000;

/** A client of the demo's control interface. */
export function createControl(url: string): Control {
  const post = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${url}/control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST /control/${path} ${JSON.stringify(body)}: ${answer.status} ${await answer.text()}`);
  };
  const read = async (platform: Platform, channel: string, more = ''): Promise<readonly Message[]> => {
    const answer = await fetch(`${url}/control/messages?platform=${platform}&channel=${encodeURIComponent(channel)}${more}`);
    if (!answer.ok) throw new Error(`GET /control/messages: ${answer.status} ${await answer.text()}`);
    return z.array(message).parse(await answer.json());
  };
  return {
    url,
    state: async () => state.parse(await (await fetch(`${url}/control/state`)).json()),
    say: (platform, channel, user, text, thread) =>
      post('say', { platform, channel, user, text, ...(thread === undefined ? {} : { thread }) }),
    click: (platform, id, user, button) => post('click', { platform, message: id, user, button }),
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
    startScenario: (name) => post(`scenarios/${name}`, {}),
    advance: (by) => post('clock', { advance: by }),
    signalBot: (signal) => post('bot', { signal }),
    fault: (fault) => post('faults', fault),
  };
}

/** The last message of the bot for which `wanted` holds. */
export function fromBot(wanted: (message: Message) => boolean): (messages: readonly Message[]) => Message | undefined {
  return (messages) => messages.findLast((one) => one.user === 'tocsin' && wanted(one));
}
