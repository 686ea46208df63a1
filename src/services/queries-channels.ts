import { UserError } from '../core/errors.ts';
import type { Place, Target } from '../core/model/person.ts';

/** A channel in which only some services may be asked about. */
export interface ChannelRule {
  /** By id, or by name with a leading #. */
  readonly channel: Pick<Target, 'platform' | 'channel'>;
  readonly services: readonly string[];
}

/**
 * The services that may be asked about there; undefined: all. Throws UserError where rules name channels and the chat did not say
 * what this one is called: what cannot be told is not allowed.
 */
export function allowedIn(place: Place, rules: readonly ChannelRule[]): readonly string[] | undefined {
  const here = rules.filter(({ channel }) => channel.platform === place.platform);
  const named = place.channelName?.replace(/^#/u, '').toLowerCase();
  const mine = here.filter(
    ({ channel }) => channel.channel === place.channel || (named !== undefined && channel.channel.toLowerCase() === `#${named}`),
  );
  if (mine.length > 0) return mine.flatMap((one) => one.services);
  const mayBeNamed = place.kind === 'channel' && named === undefined && here.some(({ channel }) => channel.channel.startsWith('#'));
  if (mayBeNamed)
    throw new UserError(
      'I was not told the name of this channel, so I cannot tell which services may be asked about here. Use the slash command, or have the channel’s id in queries.channels.',
    );
  return undefined;
}
