import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type SlackApp, silent, startSlackApp, wholeManifest } from '../../test/harness/slack-app.ts';

import { secrets } from '../world.ts';

const ops = 'C0OPS00001';
let app: SlackApp;
beforeEach(async () => {
  app = await startSlackApp();
});
afterEach(() => app.stop());

const plain = (text: string): object => ({ type: 'plain_text', text });
const said = async (text: string, user = 'ana'): Promise<string> => {
  await app.slack.say({ user, channel: 'ops', text });
  return app.slack.messages.list({ channel: ops }).at(-1)?.id ?? '';
};
const posted = async (blocks: readonly object[]): Promise<string> =>
  String((await app.call('chat.postMessage', { channel: ops, text: 'x', blocks })).body['ts']);

describe('events', () => {
  it('tell of reactions and pins with the message they are on', async () => {
    const id = await said('look at this');
    await app.slack.react?.({ user: 'ben', message: id, emoji: 'eyes' });
    expect(await app.next('reaction_added')).toMatchObject({
      user: 'U0BEN00001',
      reaction: 'eyes',
      item: { type: 'message', channel: ops, ts: id },
      item_user: 'U0ANA00001',
    });
    await app.slack.pin?.({ user: 'ben', message: id });
    expect(await app.next('pin_added')).toMatchObject({
      user: 'U0BEN00001',
      channel_id: ops,
      item: { type: 'message', message: { ts: id, text: 'look at this', pinned_to: [ops] } },
      pin_count: 1,
    });
    await app.slack.react?.({ user: 'ben', message: id, emoji: 'eyes', remove: true });
    expect(await app.next('reaction_removed')).toMatchObject({ reaction: 'eyes' });
    expect(app.slack.messages.get(id)).toMatchObject({ pinned: true, reactions: [] });
    await expect(app.slack.pin?.({ user: 'eva', message: id })).rejects.toThrow('already pinned');
  });

  it('tell of what people change and take back, with what stood there before', async () => {
    const id = await said('frist');
    await app.slack.edit?.({ user: 'ana', message: id, text: 'first' });
    expect(await app.next('message')).toMatchObject({ text: 'frist', channel_type: 'channel' });
    expect(await app.next('message')).toMatchObject({
      subtype: 'message_changed',
      channel: ops,
      message: { ts: id, text: 'first', edited: { user: 'U0ANA00001' } },
      previous_message: { text: 'frist' },
    });
    await app.slack.remove?.({ user: 'ana', message: id });
    expect(await app.next('message')).toMatchObject({ subtype: 'message_deleted', deleted_ts: id, previous_message: { text: 'first' } });
    expect(app.slack.messages.list({})).toEqual([]);
  });

  it('tell the app of its own direct messages too, as Slack does', async () => {
    const { body } = await app.call('chat.postMessage', { channel: 'D0ANA00001', text: 'hello' });
    expect(await app.next('message')).toMatchObject({ user: 'U0TOCSIN01', bot_id: 'B0TOCSIN01', channel_type: 'im', text: 'hello' });
    await app.call('chat.update', { channel: 'D0ANA00001', ts: body['ts'], text: 'good day' });
    expect(await app.next('message')).toMatchObject({ subtype: 'message_changed', previous_message: { text: 'hello' } });
  });

  it('leave other people’s messages to them', async () => {
    const id = await said('mine');
    await expect(app.slack.edit?.({ user: 'ben', message: id, text: 'x' })).rejects.toThrow('of their own');
    await expect(app.slack.remove?.({ user: 'ben', message: id })).rejects.toThrow('of their own');
  });

  it('come only for what the app subscribed to, and from where it is', async () => {
    await app.stop();
    app = await startSlackApp({ manifest: { ...wholeManifest, events: ['app_mention'] } });
    const id = await said('nobody hears');
    await app.slack.react?.({ user: 'ben', message: id, emoji: 'eyes' });
    await app.slack.say({ user: 'ana', channel: 'random', text: '@Tocsin help' });
    await said('@Tocsin help');
    expect(await app.next('app_mention')).toMatchObject({ channel: ops });
    expect(app.envelopes.map((one) => one.type)).toEqual(['hello', 'events_api']);
  });
});

describe('a message’s menu', () => {
  it('sends the message with the shortcut', async () => {
    const id = await said('the index is missing');
    expect(app.slack.shortcuts()).toEqual(['Add to timeline']);
    await app.slack.shortcut?.({ user: 'ben', message: id, name: 'Add to timeline' });
    expect(await app.next('message_action')).toMatchObject({
      callback_id: 'add-to-timeline',
      message_ts: id,
      channel: { id: ops, name: 'ops' },
      message: { text: 'the index is missing', user: 'U0ANA00001' },
      user: { id: 'U0BEN00001' },
      response_url: expect.stringContaining('/slack/response/'),
      trigger_id: expect.any(String),
    });
    await expect(app.slack.shortcut?.({ user: 'ben', message: id, name: 'Delete' })).rejects.toThrow('only Add to timeline');
  });
});

describe('forms in messages', () => {
  const form = [
    { type: 'section', text: { type: 'mrkdwn', text: 'Silence an alert' } },
    {
      type: 'input',
      block_id: 'for',
      label: plain('For'),
      element: { type: 'static_select', action_id: 'value', options: ['1h', '4h'].map((one) => ({ text: plain(one), value: one })) },
    },
    {
      type: 'input',
      block_id: 'why',
      optional: true,
      label: plain('Why'),
      element: { type: 'plain_text_input', action_id: 'value', max_length: 5 },
    },
    { type: 'actions', block_id: 'send', elements: [{ type: 'button', action_id: 'go', text: plain('Silence'), value: 'silence' }] },
  ];

  it('are shown with their fields and sent by their button', async () => {
    const id = await posted(form);
    expect(app.slack.messages.get(id)?.form).toMatchObject({
      id,
      title: 'Silence an alert',
      submit: 'Silence',
      fields: [
        { label: 'For', kind: 'select', options: ['1h', '4h'], required: true },
        { label: 'Why', kind: 'text', required: false },
      ],
    });
    await app.slack.submit({ user: 'ben', form: id, values: { For: '4h', Why: 'move' } });
    expect(await app.next('block_actions')).toMatchObject({
      actions: [{ action_id: 'go', value: 'silence' }],
      state: { values: { for: { value: { selected_option: { value: '4h' } } }, why: { value: { value: 'move' } } } },
    });
  });

  it.each([
    [{}, 'Please complete this required field.'],
    [{ For: '2h' }, '“For” has no option “2h”.'],
    [{ For: '4h', Why: 'because' }, 'Please enter 5 characters or fewer.'],
    [{ Until: '4h' }, 'There is no field “Until”, only For, Why.'],
  ])('are not sent with %j', async (values, why) => {
    await expect(app.slack.submit({ user: 'ben', form: await posted(form), values })).rejects.toThrow(why);
  });

  it('search in messages too', async () => {
    const id = await posted([
      { type: 'actions', elements: [{ type: 'external_select', action_id: 'metric', placeholder: plain('Metric'), min_query_length: 1 }] },
    ]);
    app.on('block_suggestion', () => ({ options: [{ text: plain('CPU'), value: 'cpu' }] }));
    expect(await app.slack.search({ user: 'ben', form: id, field: 'Metric', typed: 'c' })).toEqual([{ label: 'CPU' }]);
    expect(await app.next('block_suggestion')).toMatchObject({ container: { type: 'message', message_ts: id }, channel: { id: ops } });
    await app.slack.click({ user: 'ben', message: id, button: 'Metric', option: 'CPU' });
    expect(await app.next('block_actions')).toMatchObject({ actions: [{ type: 'external_select', selected_option: { value: 'cpu' } }] });
  });
});

describe('what is not acknowledged', () => {
  it('is shown as Slack shows a command that took too long', async () => {
    app.on('slash_commands', () => silent);
    await app.slack.say({ user: 'ana', channel: 'ops', text: '/tocsin help' });
    expect(app.slack.messages.list({})).toMatchObject([{ text: '/tocsin failed with the error "operation_timeout"', ephemeralTo: 'ana' }]);
  });

  it('says with each redelivery how often it came before', async () => {
    app.on('app_mention', () => silent);
    await said('@Tocsin help');
    const mentions = () => app.envelopes.filter((one) => one.payload?.['event']?.type === 'app_mention');
    await vi.waitFor(() => expect(mentions()).toHaveLength(2));
    for (const [count, wait] of [
      [3, 60_000],
      [4, 300_000],
    ] as const) {
      await vi.waitFor(async () => {
        await app.clock.advance(wait);
        expect(mentions()).toHaveLength(count);
      });
    }
    expect(mentions().map((one) => [one.retry_attempt, one.retry_reason])).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
      [3, 'timeout'],
    ]);
    expect(new Set(mentions().map((one) => one.payload?.['event_id'])).size).toBe(1);
  });
});

describe('Socket Mode', () => {
  it('gives each event to one of several connections', async () => {
    await app.connect();
    expect(app.envelopes.map((one) => one.num_connections)).toEqual([1, 2]);
    await said('@Tocsin one');
    await said('@Tocsin two');
    await app.next('app_mention');
    await app.next('app_mention');
    expect(app.envelopes.filter((one) => one.payload?.['event']?.type === 'app_mention')).toHaveLength(2);
  });

  it('warns, and asks for another connection', async () => {
    app.slack.refreshSocket('warning');
    app.slack.refreshSocket();
    await vi.waitFor(() =>
      expect(app.envelopes.filter((one) => one.type === 'disconnect').map((one) => one.reason)).toEqual(['warning', 'refresh_requested']),
    );
  });

  it('cannot be opened while Slack is out of reach', async () => {
    app.faults.add({ target: 'slack/socket', status: 503 });
    const refused = new WebSocket((await app.call('apps.connections.open', {}, secrets.slackAppToken)).body['url']);
    const error = await new Promise<Error>((resolve) => refused.once('error', resolve));
    expect(error.message).toContain('503');
    expect(app.slack.connections()).toBe(1);
  });

  it('has no more than ten', async () => {
    for (let index = 0; index < 9; index += 1) await app.connect();
    void app.connect();
    await vi.waitFor(() => expect(app.envelopes.at(-1)).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' }));
    expect(app.slack.connections()).toBe(10);
  });
});
