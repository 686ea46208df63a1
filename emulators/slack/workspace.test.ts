import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Payload, type SlackApp, startSlackApp } from '../../test/harness/slack-app.ts';
import { secrets } from '../world.ts';

const ops = 'C0OPS00001';
const random = 'C0RND00001';

let app: SlackApp;
beforeEach(async () => {
  app = await startSlackApp();
});
afterEach(() => app.stop());

const ask = async (method: string, args: object = {}): Promise<Payload> => (await app.call(method, args)).body;
const post = async (text = 'hello'): Promise<string> => String((await ask('chat.postMessage', { channel: ops, text }))['ts']);

describe('channels', () => {
  it('are made, described, filled and archived', async () => {
    const { channel } = await ask('conversations.create', { name: 'inc-7-slow-database' });
    const id = channel.id;
    await ask('conversations.setTopic', { channel: id, topic: 'P1' });
    await ask('conversations.setPurpose', { channel: id, purpose: 'Slow database' });
    await ask('conversations.invite', { channel: id, users: 'U0ANA00001,U0BEN00001' });
    expect(await ask('conversations.info', { channel: id, include_num_members: true })).toMatchObject({
      channel: { name: 'inc-7-slow-database', topic: { value: 'P1' }, purpose: { value: 'Slow database' }, num_members: 3 },
    });
    expect((await ask('conversations.members', { channel: id }))['members']).toEqual(['U0ANA00001', 'U0BEN00001', 'U0TOCSIN01']);
    expect(app.slack.channels().at(-1)).toMatchObject({ name: 'inc-7-slow-database', topic: 'P1' });
    expect(await ask('conversations.archive', { channel: id })).toEqual({ ok: true });
    expect(await ask('chat.postMessage', { channel: id, text: 'x' })).toMatchObject({ error: 'is_archived' });
    await expect(app.slack.say({ user: 'ana', channel: id, text: 'x' })).rejects.toThrow('is archived');
  });

  it.each([
    ['conversations.create', { name: 'ops' }, 'name_taken'],
    ['conversations.create', {}, 'invalid_name_required'],
    ['conversations.create', { name: 'Ops' }, 'invalid_name_specials'],
    ['conversations.create', { name: '--' }, 'invalid_name_punctuation'],
    ['conversations.create', { name: 'x'.repeat(81) }, 'invalid_name_maxlength'],
    ['conversations.invite', { channel: ops, users: 'U0ANA00001' }, 'already_in_channel'],
    ['conversations.invite', { channel: ops, users: 'U0TOCSIN01' }, 'cant_invite_self'],
    ['conversations.invite', { channel: ops, users: 'U0NOBODY' }, 'user_not_found'],
    ['conversations.invite', { channel: random, users: 'U0ANA00001' }, 'not_in_channel'],
    ['conversations.setTopic', { channel: ops, topic: 'x'.repeat(251) }, 'too_long'],
    ['conversations.join', { channel: 'D0ANA00001' }, 'method_not_supported_for_channel_type'],
    ['conversations.open', { users: 'U0NOBODY' }, 'user_not_found'],
    ['conversations.list', { limit: 0 }, 'invalid_limit'],
    ['users.lookupByEmail', { email: 'zoe@example.com' }, 'users_not_found'],
    ['chat.getPermalink', { channel: ops, message_ts: '1.1' }, 'message_not_found'],
  ])('answers %s %j with %s', async (method, args, error) => {
    expect(await ask(method, args)).toMatchObject({ ok: false, error });
  });

  it('let nothing be changed in them once they are archived, until they are open again', async () => {
    const ts = await post();
    await app.slack.arrange?.({ channel: 'ops', archived: true });
    expect(await ask('chat.update', { channel: ops, ts, text: 'x' })).toMatchObject({ ok: false, error: 'is_inactive' });
    await app.slack.arrange?.({ channel: 'ops', archived: false });
    expect(await ask('chat.update', { channel: ops, ts, text: 'x' })).toMatchObject({ ok: true });
  });

  it('take no post where the bot was taken out, until it is invited', async () => {
    await app.slack.arrange?.({ channel: 'ops', bot: 'out' });
    expect(await ask('chat.postMessage', { channel: ops, text: 'x' })).toMatchObject({ error: 'not_in_channel' });
    await app.slack.arrange?.({ channel: 'ops', bot: 'in' });
    expect(await ask('chat.postMessage', { channel: ops, text: 'x' })).toMatchObject({ ok: true });
    await expect(app.slack.arrange?.({ channel: 'nowhere', bot: 'in' })).rejects.toThrow('no channel called nowhere');
  });

  it('may hold somebody of another workspace, who has no slash command', async () => {
    expect(await ask('users.info', { user: 'U0MIA00001' })).toMatchObject({ user: { name: 'mia', team_id: 'T0PARTNER1' } });
    await app.slack.say({ user: 'mia', channel: 'ops', text: 'hello' });
    expect(app.slack.messages.list({}).at(-1)).toMatchObject({ user: 'mia', text: 'hello' });
    await expect(app.slack.say({ user: 'mia', channel: 'ops', text: '/tocsin help' })).rejects.toThrow('another workspace');
    await expect(app.slack.say({ user: 'mia', channel: 'random', text: 'hello' })).rejects.toThrow('another workspace');
    await expect(app.slack.openHome?.('mia')).rejects.toThrow('another workspace');
  });

  it('come in pages', async () => {
    const first = await ask('conversations.list', { limit: 2 });
    expect(first['channels']).toHaveLength(2);
    const second = await ask('conversations.list', { limit: 2, cursor: first['response_metadata'].next_cursor });
    expect(second).toMatchObject({ channels: [{ name: 'random' }], response_metadata: { next_cursor: '' } });
  });

  it('let the bot in when it joins', async () => {
    expect(await ask('chat.postMessage', { channel: random, text: 'x' })).toMatchObject({ error: 'not_in_channel' });
    await ask('conversations.join', { channel: random });
    expect(await ask('chat.postMessage', { channel: random, text: 'x' })).toMatchObject({ ok: true });
  });
});

describe('what was said', () => {
  it('reaches a person by their id', async () => {
    expect(await ask('chat.postMessage', { channel: 'U0ANA00001', text: 'hello' })).toMatchObject({ ok: true, channel: 'D0ANA00001' });
    expect(await ask('conversations.history', { channel: 'U0ANA00001' })).toMatchObject({ error: 'channel_not_found' });
  });

  it('comes back with its metadata to who asks for that, also by time', async () => {
    const metadata = { event_type: 'delivery', event_payload: { mark: 'm1' } };
    const { ts } = await ask('chat.postMessage', { channel: ops, text: 'one', metadata });
    await post('two');
    const all = await ask('conversations.history', { channel: ops, include_all_metadata: true });
    expect(all['messages']).toMatchObject([{ text: 'two' }, { text: 'one', metadata }]);
    expect((await ask('conversations.history', { channel: ops }))['messages'][1]).not.toHaveProperty('metadata');
    const later = await ask('conversations.history', { channel: ops, oldest: ts });
    expect(later['messages']).toMatchObject([{ text: 'two' }]);
    expect((await ask('conversations.history', { channel: ops, oldest: ts, inclusive: true }))['messages']).toHaveLength(2);
  });

  it('has an address', async () => {
    const ts = await post();
    const { permalink } = await ask('chat.getPermalink', { channel: ops, message_ts: ts });
    expect(permalink).toBe(`https://tocsin-demo.slack.com/archives/${ops}/p${ts.replace('.', '')}`);
  });

  it('is only changed by its author', async () => {
    await app.slack.say({ user: 'ana', channel: 'ops', text: 'mine' });
    const ts = app.slack.messages.list({})[0]?.id;
    expect(await ask('chat.update', { channel: ops, ts, text: 'x' })).toMatchObject({ error: 'cant_update_message' });
    expect(await ask('chat.delete', { channel: ops, ts })).toMatchObject({ error: 'cant_delete_message' });
  });
});

describe('pins, reactions and bookmarks', () => {
  it('are set once and shown', async () => {
    const timestamp = await post();
    expect(await ask('pins.add', { channel: ops, timestamp })).toEqual({ ok: true });
    expect(await ask('pins.add', { channel: ops, timestamp })).toMatchObject({ error: 'already_pinned' });
    expect((await ask('pins.list', { channel: ops }))['items']).toMatchObject([{ type: 'message', message: { ts: timestamp } }]);
    expect(await ask('reactions.add', { channel: ops, timestamp, name: 'eyes' })).toEqual({ ok: true });
    expect(await ask('reactions.add', { channel: ops, timestamp, name: 'eyes' })).toMatchObject({ error: 'already_reacted' });
    expect(await ask('reactions.add', { channel: ops, timestamp, name: ':eyes:' })).toMatchObject({ error: 'invalid_name' });
    expect(app.slack.messages.get(timestamp)).toMatchObject({ pinned: true, reactions: [{ emoji: 'eyes', users: ['tocsin'] }] });
    await ask('pins.remove', { channel: ops, timestamp });
    expect(await ask('pins.remove', { channel: ops, timestamp })).toMatchObject({ error: 'no_pin' });
    expect(await ask('pins.add', { channel: ops, timestamp: '1.1' })).toMatchObject({ error: 'message_not_found' });
  });

  it('stay when the message is changed', async () => {
    const timestamp = await post();
    await ask('pins.add', { channel: ops, timestamp });
    await ask('chat.update', { channel: ops, ts: timestamp, text: 'changed' });
    expect(app.slack.messages.get(timestamp)).toMatchObject({ text: 'changed', pinned: true });
  });

  it('keep bookmarks with the channel', async () => {
    const bookmark = { channel_id: ops, type: 'link', title: 'INC-7', link: 'https://jira.example.com/INC-7' };
    const added = await ask('bookmarks.add', bookmark);
    expect(added).toMatchObject({ bookmark: { id: expect.any(String), title: 'INC-7' } });
    expect(await ask('bookmarks.add', { ...bookmark, link: 'INC-7' })).toMatchObject({ error: 'invalid_link' });
    expect(await ask('bookmarks.add', { ...bookmark, type: 'file' })).toMatchObject({ error: 'invalid_bookmark_type' });
    expect(app.slack.channels().find((one) => one.id === ops)).toMatchObject({
      bookmarks: [{ title: 'INC-7', url: 'https://jira.example.com/INC-7' }],
    });
    await ask('bookmarks.remove', { channel_id: ops, bookmark_id: added['bookmark'].id });
    expect((await ask('bookmarks.list', { channel_id: ops }))['bookmarks']).toEqual([]);
  });
});

describe('what the token may do', () => {
  it('is told when a scope is missing, with those that are needed and there', async () => {
    await app.stop();
    app = await startSlackApp({ scopes: ['chat:write', 'im:history', 'users:read'] });
    expect(await ask('pins.add', { channel: ops, timestamp: '1.1' })).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'pins:write',
      provided: 'chat:write,im:history,users:read',
    });
    // The scope for conversations is there, but not that for channels.
    expect(await ask('conversations.history', { channel: ops })).toMatchObject({ error: 'missing_scope', needed: 'channels:history' });
    expect(await ask('conversations.history', { channel: 'D0ANA00001' })).toMatchObject({ ok: true });
    expect((await ask('users.info', { user: 'U0ANA00001' }))['user'].profile).not.toHaveProperty('email');
  });

  it('is nothing any more once it is revoked', async () => {
    app.slack.revokeToken();
    expect(await ask('auth.test')).toEqual({ ok: false, error: 'token_revoked' });
  });

  it('comes from the manifest of the repository unless another is given', async () => {
    await app.stop();
    app = await startSlackApp({ manifest: undefined });
    const { headers } = await app.call('auth.test');
    expect(headers.get('x-oauth-scopes')).toContain('chat:write');
  });
});

describe('rate limits', () => {
  beforeEach(async () => {
    await app.stop();
    app = await startSlackApp({ limits: 'documented' });
  });

  it('let a short burst through, then one post a second in each channel', async () => {
    for (let index = 0; index < 20; index += 1) expect((await app.call('chat.postMessage', { channel: ops, text: 'x' })).status).toBe(200);
    const { status, headers, body } = await app.call('chat.postMessage', { channel: ops, text: 'x' });
    expect([status, headers.get('retry-after'), body]).toEqual([429, '1', { ok: false, error: 'ratelimited' }]);
    expect((await app.call('chat.postMessage', { channel: 'C0INC00001', text: 'x' })).status).toBe(200);
    await app.clock.advance(1_000);
    expect((await app.call('chat.postMessage', { channel: ops, text: 'x' })).status).toBe(200);
  });

  it('count by the method’s tier', async () => {
    for (let index = 0; index < 20; index += 1) await app.call('conversations.list');
    const { status, headers } = await app.call('conversations.list');
    expect([status, headers.get('retry-after')]).toEqual([429, '3']);
  });
});

describe('files', () => {
  const upload = async (name: string, content: string): Promise<string> => {
    const ticket = await ask('files.getUploadURLExternal', { filename: name, length: content.length });
    const sent = await fetch(String(ticket['upload_url']), {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: content,
    });
    expect(await sent.text()).toBe(`OK - ${content.length}`);
    return String(ticket['file_id']);
  };
  const image = (id: string): object => ({ channel: ops, text: 'x', blocks: [{ type: 'image', slack_file: { id }, alt_text: 'x' }] });

  it('are shown only when Slack has looked at them', async () => {
    await app.stop();
    app = await startSlackApp({ slowPictures: 1 });
    const id = await upload('chart.png', 'png');
    expect(await ask('files.info', { file: id })).toMatchObject({ error: 'file_not_found' });
    await ask('files.completeUploadExternal', { files: [{ id, title: 'Chart' }] });
    expect(await ask('chat.postMessage', image(id))).toMatchObject({ error: 'invalid_blocks' });
    expect(await ask('chat.postMessage', image(id))).toMatchObject({ ok: true });
    expect(await ask('files.info', { file: id })).toMatchObject({ file: { title: 'Chart', mimetype: 'image/png', channels: [] } });
  });

  it('want the token where the app is told they lie, and none where people see them', async () => {
    const id = await upload('cpu.csv', 'a,b');
    const { files } = await ask('files.completeUploadExternal', { files: [{ id }], channel_id: ops, initial_comment: 'CSV' });
    const secret = await fetch(files[0].url_private);
    expect(secret.headers.get('content-type')).toContain('text/html');
    const authorized = await fetch(files[0].url_private_download, { headers: { authorization: `Bearer ${secrets.slackBotToken}` } });
    expect(await authorized.text()).toBe('a,b');
    const [shared] = app.slack.messages.list({ channel: ops });
    expect(shared).toMatchObject({ text: 'CSV', files: [{ name: 'cpu.csv' }] });
    expect(await (await fetch(String(shared?.files[0]?.url))).text()).toBe('a,b');
    expect(files[0].channels).toEqual([ops]);
  });
});
