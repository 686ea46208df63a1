import { SlackRefusal } from './answer.ts';

/** The scopes that a bot token needs for a method: any one of them will do. Methods that are not here need none. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.edit': ['bookmarks:write'],
  'bookmarks.list': ['bookmarks:read'],
  'bookmarks.remove': ['bookmarks:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.archive': ['channels:manage', 'groups:write', 'im:write', 'mpim:write'],
  'conversations.create': ['channels:manage', 'groups:write', 'im:write', 'mpim:write'],
  'conversations.history': ['channels:history', 'groups:history', 'mpim:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read', 'mpim:read', 'im:read'],
  'conversations.invite': ['channels:manage', 'channels:write.invites', 'groups:write', 'groups:write.invites'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read', 'groups:read', 'mpim:read', 'im:read'],
  'conversations.members': ['channels:read', 'groups:read', 'mpim:read', 'im:read'],
  'conversations.open': ['im:write', 'mpim:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'mpim:history', 'im:history'],
  'conversations.setPurpose': ['channels:manage', 'channels:write.topic', 'groups:write', 'groups:write.topic'],
  'conversations.setTopic': ['channels:manage', 'channels:write.topic', 'groups:write', 'groups:write.topic'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'pins.add': ['pins:write'],
  'pins.list': ['pins:read'],
  'pins.remove': ['pins:write'],
  'reactions.add': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'reactions.remove': ['reactions:write'],
  'users.info': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
};

/** Of which kind of channel a scope speaks. */
const kindOf: Readonly<Record<string, 'channel' | 'direct'>> = { channels: 'channel', im: 'direct' };

/** Throws SlackRefusal `missing_scope`, naming what the method needs and what the token has, as Slack does. */
export function requireScopes(method: string, granted: readonly string[]): void {
  const any = needed[method];
  if (any === undefined || any.some((one) => granted.includes(one))) return;
  throw missingScope(any, granted);
}

/** For methods about one channel: the scope must be that of its kind. */
export function requireScopesFor(kind: 'channel' | 'direct', method: string, granted: readonly string[]): void {
  const any = needed[method]?.filter((one) => kindOf[one.split(':')[0] ?? ''] === kind) ?? [];
  if (any.length === 0 || any.some((one) => granted.includes(one))) return;
  throw missingScope(any, granted);
}

function missingScope(any: readonly string[], granted: readonly string[]): SlackRefusal {
  return new SlackRefusal('missing_scope', [], { needed: any.join(','), provided: granted.join(',') });
}
