import type { EmulatorClock } from '../clock.ts';
import { EmulatorFault, type MessageLog } from '../emulator.ts';
import { channels, type EmulatedUser, slackWorld, users } from '../world.ts';
import { type Block, readBlocks } from './readable.ts';

export interface SlackMessage {
  readonly ts: string;
  readonly channel: string;
  /** A user's Slack id; the bot's own for its messages. */
  readonly user: string;
  readonly threadTs: string | undefined;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata: unknown;
  readonly files: readonly string[];
  readonly ephemeralTo: EmulatedUser | undefined;
  readonly edited: boolean;
  readonly payload: unknown;
}

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  content: Buffer | undefined;
  completed: boolean;
  /** How often Slack still says that it does not know the picture, because it is processing it. */
  unready: number;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  botIsMember: boolean;
}

/** What the emulated workspace consists of, and what has been said in it. */
export class SlackWorkspace {
  readonly log: MessageLog;
  readonly files = new Map<string, SlackFile>();
  readonly channels: SlackChannel[];
  readonly #messages = new Map<string, SlackMessage>();
  readonly #clock: EmulatorClock;
  readonly #baseUrl: () => string;
  #lastMicros = 0;
  #ids = 0;

  constructor(clock: EmulatorClock, log: MessageLog, baseUrl: () => string) {
    this.#clock = clock;
    this.log = log;
    this.#baseUrl = baseUrl;
    this.channels = [
      // The bot was never invited to #random, so that people can see what it says then.
      ...channels.map((one): SlackChannel => ({ id: one.slackId, name: one.name, kind: 'channel', botIsMember: one.name !== 'random' })),
      ...users.map((user): SlackChannel => ({ id: directId(user), name: `direct-${user.name}`, kind: 'direct', botIsMember: true })),
    ];
  }

  /** A new id with the platform's letter before it: "F0000000A1". */
  nextId(letter: string): string {
    this.#ids += 1;
    return `${letter}0${this.#ids.toString(36).toUpperCase().padStart(9, '0')}`;
  }

  /** A timestamp that no other message has: seconds with six decimals. */
  nextTs(): string {
    this.#lastMicros = Math.max(Math.floor(this.#clock.now()) * 1_000, this.#lastMicros + 1);
    return `${Math.floor(this.#lastMicros / 1e6)}.${String(this.#lastMicros % 1e6).padStart(6, '0')}`;
  }

  /** By id, or by name with or without #. */
  channel(idOrName: string): SlackChannel | undefined {
    const name = idOrName.replace(/^#/u, '');
    return this.channels.find((one) => one.id === idOrName || (one.kind === 'channel' && one.name === name));
  }

  message(channel: string, ts: string): SlackMessage | undefined {
    const found = this.#messages.get(ts);
    return found?.channel === channel ? found : undefined;
  }

  messageById(ts: string): SlackMessage | undefined {
    return this.#messages.get(ts);
  }

  /** The messages of a channel that everybody sees, oldest first. */
  in(channel: string): readonly SlackMessage[] {
    return [...this.#messages.values()].filter((one) => one.channel === channel && one.ephemeralTo === undefined);
  }

  put(message: SlackMessage): void {
    const blocks = message.blocks.map((block, index) => ({ ...block, block_id: block['block_id'] ?? `blk${index}` }));
    const stored = { ...message, blocks };
    this.#messages.set(message.ts, stored);
    const read = readBlocks(blocks, (id) => this.fileUrl(id));
    this.log.put({
      id: message.ts,
      channel: message.channel,
      thread: message.threadTs,
      user: nameOf(message.user),
      ephemeralTo: message.ephemeralTo?.name,
      text: blocks.length === 0 ? unescapeText(message.text) : read.text,
      payload: message.payload,
      images: read.images,
      files: message.files.map((id) => ({ url: this.fileUrl(id) ?? '', name: this.files.get(id)?.name ?? id })),
      buttons: read.buttons,
      edited: message.edited,
      at: new Date(Math.floor(Number(message.ts) * 1_000)).toISOString(),
    });
  }

  /** Whether an image block can show the file yet. */
  takesPicture(id: string): boolean {
    const file = this.files.get(id);
    if (file?.completed !== true || !/\.(?:png|jpe?g|gif)$/iu.test(file.name)) return false;
    if (file.unready > 0) {
      file.unready -= 1;
      return false;
    }
    return true;
  }

  remove(ts: string): void {
    this.#messages.delete(ts);
    this.log.remove(ts);
  }

  /** Where the file can be fetched; undefined until its upload is complete. */
  fileUrl(id: string): string | undefined {
    const file = this.files.get(id);
    return file?.completed === true ? `${this.#baseUrl()}/slack/files/${id}/${encodeURIComponent(file.name)}` : undefined;
  }
}

export function directId(user: EmulatedUser): string {
  return `D${user.slackId.slice(1)}`;
}

export function userById(id: string): EmulatedUser | undefined {
  return users.find((one) => one.slackId === id);
}

/** By name or id. Throws EmulatorFault. */
export function userNamed(idOrName: string): EmulatedUser {
  const user = users.find((one) => one.name === idOrName || one.slackId === idOrName);
  if (user === undefined) throw new EmulatorFault(404, `no user called ${idOrName}`);
  return user;
}

function nameOf(userId: string): string {
  return userId === slackWorld.botUserId ? slackWorld.botName : (userById(userId)?.name ?? 'slackbot');
}

/** Slack's three entities, back to what people see; its links and mentions by their labels. */
export function unescapeText(text: string): string {
  return text
    .replaceAll(`<@${slackWorld.botUserId}>`, '@Tocsin')
    .replaceAll(/<[^<>|]*\|([^<>]*)>/gu, '$1')
    .replaceAll(/<(https?:[^<>|]*)>/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
