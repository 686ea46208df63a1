import { beforeEach, describe, expect, it } from 'vitest';
import { type AdapterNeeds, adapterNeeds } from '../../test/fakes/teams-needs.ts';
import { type Conversations, createConversations } from './conversations.ts';
import { incomingActivity } from './schema.ts';

const tenant = 'tenant-1';
const serviceUrl = 'https://smba.example/emea/';
const team = { id: '19:team@thread.tacv2', serviceUrl, tenant };

let needs: AdapterNeeds;
let writes: number;
let channels: readonly { readonly id: string; readonly name: string | null }[] | 'out of reach';
let conversations: Conversations;

beforeEach(() => {
  needs = adapterNeeds({ now: () => 0 });
  writes = 0;
  channels = [
    { id: '19:team@thread.tacv2', name: null },
    { id: '19:ops@thread.tacv2', name: 'Ops' },
  ];
  conversations = createConversations({
    settings: {
      ...needs.settings,
      put: (collection, value) => {
        writes += 1;
        return needs.settings.put(collection, value);
      },
    },
    fetchChannels: async () => {
      if (channels === 'out of reach') throw new Error('down');
      return { conversations: channels };
    },
    serviceUrl: 'https://smba.example/default/',
    tenant,
    log: needs.log,
  });
});

const activity = (change: object = {}) =>
  incomingActivity.parse({
    type: 'message',
    serviceUrl,
    conversation: { id: '19:ops@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: tenant },
    channelData: { channel: { id: '19:ops@thread.tacv2' }, team: { id: team.id } },
    ...change,
  });

describe('where Teams can be reached', () => {
  it('is kept without the thread, and written once', async () => {
    await conversations.remember(activity());
    await conversations.remember(activity());
    expect([...needs.conversations.values()]).toEqual([
      { id: '19:ops@thread.tacv2', platform: 'teams', name: undefined, kind: 'channel', team: team.id, tenant, serviceUrl },
    ]);
    expect(writes).toBe(1);
  });

  it('is written again when the service moved, and keeps its name', async () => {
    await conversations.learnTeam(team);
    await conversations.remember(activity({ serviceUrl: 'https://smba.example/amer/' }));
    expect(needs.conversations.get('19:ops@thread.tacv2')).toMatchObject({ name: 'Ops', serviceUrl: 'https://smba.example/amer/' });
  });

  it('follows a channel that is renamed', async () => {
    await conversations.learnTeam(team);
    const channelData = { eventType: 'channelRenamed', channel: { id: '19:ops@thread.tacv2', name: 'Operations' }, team: { id: team.id } };
    await conversations.remember(
      activity({ type: 'conversationUpdate', conversation: { id: team.id, conversationType: 'channel' }, channelData }),
    );
    expect(await conversations.resolve('#operations')).toMatchObject({ id: '19:ops@thread.tacv2' });
  });

  it('a store that cannot be written costs a warning, not the message', async () => {
    const broken = createConversations({
      settings: { ...needs.settings, get: () => Promise.reject(new Error('disk')) },
      fetchChannels: async () => ({}),
      serviceUrl,
      tenant,
      log: needs.log,
    });
    expect(await broken.remember(activity())).toBeUndefined();
    expect(needs.lines).toMatchObject([{ level: 'warn' }]);
  });
});

describe('a channel is found', () => {
  it('by its name in any case, with or without #, and the first one as General', async () => {
    await conversations.learnTeam(team);
    expect(await conversations.resolve('#OPS')).toMatchObject({ id: '19:ops@thread.tacv2' });
    expect(await conversations.resolve('general')).toMatchObject({ id: team.id });
  });

  it('although it was made after the app was added', async () => {
    await conversations.learnTeam(team);
    channels = [{ id: '19:new@thread.tacv2', name: 'new-room' }];
    expect(await conversations.resolve('new-room')).toMatchObject({ id: '19:new@thread.tacv2' });
  });

  it('by an id that was never heard of, at the configured connector', async () => {
    expect(await conversations.resolve('19:x@thread.tacv2')).toEqual({
      id: '19:x@thread.tacv2',
      platform: 'teams',
      kind: 'channel',
      tenant,
      serviceUrl: 'https://smba.example/default/',
    });
    expect(await conversations.resolve('a:chat')).toMatchObject({ kind: 'group' });
  });

  it('not by a name while the team’s channels cannot be read', async () => {
    await conversations.remember(activity());
    channels = 'out of reach';
    await expect(conversations.resolve('ops')).rejects.toThrow('No Teams channel called “ops”');
  });
});
