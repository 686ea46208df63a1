import { formatTarget } from '../core/model/person.ts';
import type { Settings } from '../core/ports.ts';

/** "teams:19:…@thread.tacv2" → "teams:incidents", of each channel whose name its chat has told. */
export async function readRoomNames(settings: Pick<Settings, 'list'>): Promise<ReadonlyMap<string, string>> {
  const conversations = await settings.list('conversations');
  return new Map(
    conversations.flatMap(({ platform, id, name, kind }) =>
      kind !== 'channel' || name === undefined ? [] : [[formatTarget({ platform, channel: id }), `${platform}:${name}`] as const],
    ),
  );
}
