import type { EmulatorClock } from '../clock.ts';
import { type EmulatedForm, EmulatorFault, type MessageLog } from '../emulator.ts';
import { type EmulatedUser, slackWorld } from '../world.ts';
import { type SlackChannel, SlackChannels } from './channels.ts';
import { SlackFiles } from './files.ts';
import { fieldOf, inputsOf, stateOf } from './inputs.ts';
import { actingElements, type Block, buttonLabel, readBlocks, withBlockIds } from './readable.ts';
import { everybody } from './strangers.ts';
import { SlackViews } from './views.ts';

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
  readonly reactions: readonly Reaction[];
  /** Whether it stands among its channel's pins. */
  readonly pinned: boolean;
}

export interface Reaction {
  readonly name: string;
  /** Slack ids. */
  readonly users: readonly string[];
}

/** What the emulated workspace consists of, and what has been said in it. */
export class SlackWorkspace {
  readonly log: MessageLog;
  readonly channels = new SlackChannels();
  readonly files: SlackFiles;
  readonly views: SlackViews;
  readonly #messages = new Map<string, SlackMessage>();
  readonly #clock: EmulatorClock;
  #lastMicros = 0;
  #ids = 0;

  constructor(clock: EmulatorClock, log: MessageLog, baseUrl: () => string) {
    this.#clock = clock;
    this.log = log;
    this.files = new SlackFiles(baseUrl);
    this.views = new SlackViews({
      log,
      nextId: (letter) => this.nextId(letter),
      nextTs: () => this.nextTs(),
      fileUrl: (id) => this.files.shownAt(id),
    });
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
    return this.channels.find(idOrName);
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
    const blocks = withBlockIds(message.blocks);
    this.#messages.set(message.ts, { ...message, blocks });
    const read = readBlocks(blocks, (id) => this.files.shownAt(id));
    this.log.put({
      id: message.ts,
      channel: message.channel,
      thread: message.threadTs,
      user: nameOf(message.user),
      ephemeralTo: message.ephemeralTo?.name,
      text: blocks.length === 0 ? unescapeText(message.text) : read.text,
      payload: message.payload,
      images: read.images,
      files: message.files.map((id) => ({ url: this.files.shownAt(id) ?? '', name: this.files.get(id)?.name ?? id })),
      buttons: read.buttons,
      edited: message.edited,
      at: new Date(Math.floor(Number(message.ts) * 1_000)).toISOString(),
      form: formOf(message.ts, blocks),
      reactions: message.reactions.map(({ name, users: by }) => ({ emoji: name, users: by.map(nameOf) })),
      pinned: message.pinned,
    });
  }

  remove(ts: string): void {
    this.#messages.delete(ts);
    this.log.remove(ts);
  }
}

/** The inputs of a message with the button that sends them. */
function formOf(id: string, blocks: readonly Block[]): EmulatedForm | undefined {
  const inputs = inputsOf(blocks).filter((input) => input.inForm === 'in form');
  if (inputs.length === 0) return undefined;
  const state = stateOf(blocks);
  const above = blocks
    .slice(
      0,
      blocks.findIndex((block) => block['type'] === 'input'),
    )
    .filter((block) => block['type'] !== 'divider');
  const button = blocks.flatMap(actingElements).find((element) => element['type'] === 'button');
  return {
    id,
    title: readBlocks(above.slice(-1), () => undefined).text,
    submit: button === undefined ? undefined : buttonLabel(button),
    fields: inputs.map((input) => fieldOf(input, state, undefined)),
  };
}

export function userById(id: string): EmulatedUser | undefined {
  return everybody.find((one) => one.slackId === id);
}

/** By name or id. Throws EmulatorFault. */
export function userNamed(idOrName: string): EmulatedUser {
  const user = everybody.find((one) => one.name === idOrName || one.slackId === idOrName);
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
