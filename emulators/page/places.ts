import type { DemoState, Platform } from './control-api.ts';
import type { Where } from './use-place.ts';

/** A conversation that can be opened: a channel, a group chat, or the direct one with the bot. */
export interface Place {
  readonly id: string;
  readonly kind: 'channel' | 'group' | 'direct';
  /** Its channel's name, or "direct". */
  readonly name: string;
  /** As the chat shows it: "# ops" in Slack, "ops" in Teams. */
  readonly title: string;
  readonly topic: string | undefined;
  /** What its messages and the line below them are called. */
  readonly log: string;
  readonly line: string;
}

/** What the person can open on this side, the direct messages last. */
export function placesOf(state: DemoState | undefined, platform: Platform, user: string): readonly Place[] {
  const channels = (state?.channels ?? []).filter((one) => one.platform === platform);
  const directs = (state?.directs ?? []).filter((one) => one.platform === platform && one.user === user);
  return [...channels.map((one) => channelPlace(one, platform)), ...directs.map(({ id }) => directPlace(id))];
}

function channelPlace({ id, name, topic }: DemoState['channels'][number], platform: Platform): Place {
  // By the end of its id Teams tells a chat of a group from a channel; a chat has no threads.
  const kind = platform === 'teams' && id.endsWith('@thread.v2') ? 'group' : 'channel';
  const called = platform === 'slack' ? `#${name}` : name;
  const title = platform === 'slack' ? `# ${name}` : name;
  return { id, kind, name, title, topic, log: `Messages in ${called}`, line: `Message ${called}` };
}

function directPlace(id: string): Place {
  return { id, kind: 'direct', name: 'direct', title: 'Tocsin', topic: undefined, log: 'Messages with Tocsin', line: 'Message Tocsin' };
}

/** The place one is at; the first one when there is none of that name. */
export const placeAt = (where: Where, places: readonly Place[]): Place | undefined =>
  places.find((one) => one.name === where.channel) ?? places[0];
