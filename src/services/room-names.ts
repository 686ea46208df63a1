import { formatTarget } from '../core/model/person.ts';
import type { Settings } from '../core/ports.ts';

/**
 * "teams:19:…@thread.tacv2" → "teams:incidents", of each channel whose name its chat has told and no other channel has: every team
 * has a “General”, and there the address is what tells them apart.
 */
export async function readRoomNames(settings: Pick<Settings, 'list'>): Promise<ReadonlyMap<string, string>> {
  const conversations = await settings.list('conversations');
  const named = conversations.flatMap(({ platform, id, name, kind }) =>
    kind !== 'channel' || name === undefined ? [] : [[formatTarget({ platform, channel: id }), `${platform}:${name}`] as const],
  );
  const alike = Map.groupBy(named, ([, name]) => name.toLowerCase());
  return new Map(named.filter(([, name]) => alike.get(name.toLowerCase())?.length === 1));
}
