import type { DemoState, Platform } from './control-api.ts';
import type { Where } from './use-place.ts';

/** A conversation that can be opened: a channel, or the direct one with the bot. */
export interface Place {
  readonly id: string;
  /** Its channel's name, or "direct". */
  readonly name: string;
  /** As the chat shows it: "# ops" in Slack, "ops" in Teams. */
  readonly title: string;
  /** What its messages and the line below them are called. */
  readonly log: string;
  readonly line: string;
}

/** What the person can open on this side, the direct messages last. */
export function placesOf(state: DemoState | undefined, platform: Platform, user: string): readonly Place[] {
  const channels = (state?.channels ?? []).filter((one) => one.platform === platform);
  const directs = (state?.directs ?? []).filter((one) => one.platform === platform && one.user === user);
  return [
    ...channels.map(({ id, name }) => channelPlace(id, name, platform)),
    ...directs.map(({ id }) => ({ id, name: 'direct', title: 'Direct message', log: 'Messages with Tocsin', line: 'Message Tocsin' })),
  ];
}

function channelPlace(id: string, name: string, platform: Platform): Place {
  const called = platform === 'slack' ? `#${name}` : name;
  return { id, name, title: platform === 'slack' ? `# ${name}` : name, log: `Messages in ${called}`, line: `Message ${called}` };
}

/** The place one is at; the first one when there is none of that name. */
export const placeAt = (where: Where, places: readonly Place[]): Place | undefined =>
  places.find((one) => one.name === where.channel) ?? places[0];
