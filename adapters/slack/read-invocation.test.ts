import { describe, expect, it } from 'vitest';
import { readClick, readCommand, readSpoken } from './read-invocation.ts';
import { slashCommand, spokenEvent } from './schema.ts';
import { blockActions } from './schema-interactive.ts';

const command = (channel: { id: string; name: string }) =>
  readCommand(
    slashCommand.parse({
      text: 'help',
      user_id: 'U1',
      channel_id: channel.id,
      channel_name: channel.name,
      trigger_id: 'T1',
      response_url: 'https://hooks.slack.com/commands/1',
    }),
  );

describe('the place of a command', () => {
  it.each([
    { id: 'C1', name: 'ops', channelName: 'ops', kind: 'channel' },
    { id: 'G1', name: 'privategroup', channelName: undefined, kind: 'channel' },
    { id: 'D1', name: 'directmessage', channelName: undefined, kind: 'direct' },
    { id: 'C2', name: 'mpdm-ana--ben--eva-1', channelName: undefined, kind: 'group' },
  ])('knows $name by what Slack calls it', ({ id, name, channelName, kind }) => {
    expect(command({ id, name }).place).toEqual({ platform: 'slack', channel: id, channelName, kind, thread: undefined });
  });

  it('is no channel called “privategroup” for a click either', () => {
    const click = blockActions.parse({
      user: { id: 'U1' },
      channel: { id: 'G1', name: 'privategroup' },
      container: { message_ts: '1.1' },
      actions: [{ type: 'button', action_id: 'b0.0', action_ts: '2.2', value: 'help' }],
    });
    expect(readClick(click)?.place.channelName).toBeUndefined();
  });
});

describe('what is said', () => {
  const spoken = (event: object) =>
    readSpoken(
      spokenEvent.parse({
        event_id: 'Ev1',
        event: { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'help', ts: '1.1', ...event },
      }),
      'UBOT',
    );

  it('is heard in a direct conversation, also when it is sent to the channel from a thread', () => {
    expect(spoken({})).toMatchObject({ text: 'help', user: { id: 'U1' } });
    expect(spoken({ subtype: 'thread_broadcast', thread_ts: '1.0' })).toMatchObject({ text: 'help', place: { thread: '1.0' } });
  });

  it.each([
    ['of another bot', { bot_id: 'B1' }],
    [
      'of another bot that mentions it',
      { type: 'app_mention', channel: 'C1', channel_type: undefined, bot_id: 'B1', text: '<@UBOT> help' },
    ],
    ['of its own', { user: 'UBOT' }],
    ['of nobody', { user: undefined }],
    ['about an edit', { subtype: 'message_changed' }],
    ['about somebody who joined', { subtype: 'channel_join' }],
    ['in a channel, without a mention', { channel: 'C1', channel_type: 'channel' }],
  ])('is not heard when it is a message %s', (_what, event) => {
    expect(spoken(event)).toBeUndefined();
  });
});
