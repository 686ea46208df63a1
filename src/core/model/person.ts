/** Whoever typed or clicked. */
export interface Person {
  readonly platform: string;
  /** Slack: U…; Teams: the Entra object id where known, else the connector's id; console: the name. */
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  /** IANA name, where the platform tells. */
  readonly timeZone?: string | undefined;
  /** 'unknown': the platform did not say who this is, so an id or address that gives a role may be missing. */
  readonly profile?: 'known' | 'unknown' | undefined;
}

/** viewer: read and acknowledge · responder: resolve, JIRA · admin: everything. Each includes the one before. */
export type Role = 'viewer' | 'responder' | 'admin';

/** Where something was said. */
export interface Place {
  readonly platform: string;
  /** The platform's id of the channel or conversation, without any thread. */
  readonly channel: string;
  readonly channelName?: string | undefined;
  readonly kind: 'channel' | 'group' | 'direct';
  /** The id of the thread's root message, when it was said in a thread. */
  readonly thread?: string | undefined;
}

/** A message that can be edited or answered later. */
export interface MessageRef {
  readonly platform: string;
  readonly channel: string;
  readonly id: string;
}

/** Where to post: a channel by id or, on platforms that allow it, by name with a leading #; `thread` answers a root message. */
export interface Target {
  readonly platform: string;
  readonly channel: string;
  readonly thread?: string | undefined;
}

/** `slack:#ops` or `teams:19:…@thread.tacv2` as written in the configuration. */
export function formatTarget(target: Target): string {
  return `${target.platform}:${target.channel}`;
}

/** Reads `platform:channel`; undefined when there is no platform or no channel in it. */
export function readTarget(words: string): Target | undefined {
  const colon = words.indexOf(':');
  const platform = words.slice(0, colon);
  const channel = words.slice(colon + 1);
  return colon > 0 && channel !== '' ? { platform, channel } : undefined;
}
