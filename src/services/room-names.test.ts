import { expect, it } from 'vitest';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import { withRoomNames } from '../core/model/room-names.ts';
import type { Conversation } from '../core/model/schedule.ts';
import { readRoomNames } from './room-names.ts';

const channel = (id: string, name: string | undefined): Conversation => ({
  id,
  platform: 'teams',
  name,
  kind: 'channel',
  tenant: 't',
  serviceUrl: 'https://example.com',
});

async function told(text: string, ...conversations: readonly Conversation[]): Promise<string> {
  const settings = createMemorySettings();
  for (const one of conversations) await settings.put('conversations', one);
  return withRoomNames(text, await readRoomNames(settings));
}

it('a room is called by its name, whatever stands in it', async () => {
  expect(await told('told in teams:19:a@x', channel('19:a@x', 'incidents'))).toBe('told in teams:incidents');
  expect(await told('told in teams:19:a@x', channel('19:a@x', "$& $$ $' cash"))).toBe("told in teams:$& $$ $' cash");
});

it('rooms of the same name in several teams keep their addresses', async () => {
  const rooms = [channel('19:a@x', 'General'), channel('19:b@x', 'general'), channel('19:c@x', 'shop'), channel('19:d@x', undefined)];
  expect(await told('teams:19:a@x, teams:19:b@x, teams:19:c@x, teams:19:d@x', ...rooms)).toBe(
    'teams:19:a@x, teams:19:b@x, teams:shop, teams:19:d@x',
  );
});
