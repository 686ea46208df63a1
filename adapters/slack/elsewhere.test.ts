import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import { type Invocation, replyInPlace, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { type SlackWire, startSlackWire } from '../../test/fakes/slack-wire.ts';

const signal = new AbortController().signal;

let wire: SlackWire | undefined;
afterEach(async () => {
  await wire?.stop();
  wire = undefined;
});

async function heard(how: 'by command' | 'by mention' | 'by click'): Promise<{ readonly running: SlackWire; readonly asked: Invocation }> {
  const running = await startSlackWire();
  wire = running;
  if (how === 'by command') await running.command('digest add weekdays at 08:00');
  if (how === 'by mention') {
    const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: '2.2', text: '<@UBOT> services' };
    await running.event({ type: 'event_callback', event_id: 'Ev1', event });
  }
  if (how === 'by click') {
    await running.interact({
      type: 'block_actions',
      user: { id: 'U1', username: 'ana' },
      channel: { id: 'C1', name: 'ops' },
      container: { type: 'message', message_ts: '4.4', channel_id: 'C1', is_ephemeral: false },
      message: { ts: '4.4' },
      actions: [{ type: 'button', action_id: 'b0.0', action_ts: '5.5', value: 'ack INC-1' }],
      response_url: running.responseUrl,
    });
  }
  const [asked] = running.received;
  if (asked === undefined) throw new Error('not heard');
  return { running, asked };
}

describe('an answer that Slack does not take where it belongs', () => {
  it.each([
    ['not_in_channel', '/invite @Tocsin'],
    ['channel_not_found', '/invite @Tocsin'],
    ['is_archived', 'archived'],
    ['restricted_action', 'Only some may post'],
    ['restricted_action_read_only_channel', 'Only some may post'],
    ['no_permission', 'permission'],
    ['missing_scope', 'permission'],
    ['token_revoked', 'install the app again'],
    ['something_new', 'something_new'],
  ])('reaches its author whole, with the reason below it: %s', async (error, reason) => {
    const { running, asked } = await heard('by command');
    running.answer('chat.postMessage', { ok: false, error });
    const delivery = await running.adapter.respond(asked, replyToChannel(sentence('Digest-1 comes on weekdays.')), { signal });
    expect(delivery).toEqual({ ok: true, ref: undefined });
    const [told] = running.callsOf('response_url');
    expect(told).toMatchObject({ response_type: 'ephemeral', text: 'Digest-1 comes on weekdays.' });
    const said = JSON.stringify(told?.['blocks']);
    expect(said.indexOf('Digest-1 comes')).toBeLessThan(said.indexOf(reason));
    expect(said.indexOf('Digest-1 comes')).toBeGreaterThan(-1);
  });

  it.each(['not_in_channel', 'is_inactive', 'restricted_action'])('reaches whoever clicked: %s', async (error) => {
    const { running, asked } = await heard('by click');
    running.answer('chat.update', { ok: false, error });
    expect(await running.adapter.respond(asked, replyInPlace(sentence('Acknowledged.')), { signal })).toMatchObject({ ok: true });
    expect(running.callsOf('response_url')).toMatchObject([{ response_type: 'ephemeral', replace_original: false, text: 'Acknowledged.' }]);
  });

  it('reaches them directly where a mention brought no other way', async () => {
    const { running, asked } = await heard('by mention');
    running.answer('chat.postMessage', { ok: false, error: 'restricted_action' });
    running.answer('chat.postEphemeral', { ok: false, error: 'restricted_action' });
    expect(await running.adapter.respond(asked, replyToChannel(sentence('Three.')), { signal })).toMatchObject({ ok: true });
    expect(running.callsOf('chat.postMessage').at(-1)).toMatchObject({ channel: 'D1', text: 'Three.' });
  });

  it('is replaced by the reason alone where its layout is what Slack refuses', async () => {
    const { running, asked } = await heard('by command');
    const tooLong = { ok: false, error: 'msg_too_long' };
    running.answer('chat.postMessage', tooLong, tooLong);
    running.answer('response_url', tooLong, tooLong);
    running.answer('chat.postEphemeral', tooLong, tooLong);
    running.answer('conversations.open', { ok: false, error: 'user_not_found' });
    expect(await running.adapter.respond(asked, replyToChannel(sentence('x')), { signal })).toMatchObject({ ok: true });
    expect(running.callsOf('response_url').at(-1)).toMatchObject({ text: expect.stringContaining('did not take this answer') });
  });

  it.each([
    ['Slack has a hiccup', { ok: false, error: 'internal_error' }],
    ['Slack wants to be left alone', { status: 429, retryAfter: 9 }],
  ])('is left for another attempt where that may help: %s', async (_why, answer) => {
    const { running, asked } = await heard('by command');
    running.answer('chat.postMessage', answer);
    const delivery = await running.adapter.respond(asked, replyToChannel(sentence('x')), { signal });
    expect(delivery).toMatchObject({ ok: false, retry: { when: 'later' } });
    expect(running.callsOf('response_url')).toEqual([]);
  });
});

describe('a picture', () => {
  const chart = { summary: 'CPU', blocks: [samples.chart] };

  it.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])('survives a hiccup of %s', async (method) => {
    const { running, asked } = await heard('by command');
    running.answer(method, { status: 503, retryAfter: 0 });
    await running.adapter.respond(asked, replyToChannel(chart), { signal });
    expect(running.callsOf(method)).toHaveLength(2);
    expect(JSON.stringify(running.callsOf('chat.postMessage'))).toContain('slack_file');
  });

  it('is not put into a thread twice when Slack does not say whether it was', async () => {
    const { running, asked } = await heard('by command');
    running.answer('files.completeUploadExternal', { status: 503, retryAfter: 0 });
    await running.adapter.respond(asked, replyToChannel({ summary: 'data', blocks: [samples.file] }), { signal });
    expect(running.callsOf('files.completeUploadExternal')).toHaveLength(1);
  });
});

describe('a file', () => {
  it.each([
    ['its channel', replyToChannel, 'chat.postMessage', 'Attached: '],
    ['the conversation of the one person who reads it', replyToSender, 'response_url', 'Sent to you, in our own conversation: '],
  ])('goes to %s, which the answer says', async (_where, reply, method, words) => {
    const { running, asked } = await heard('by command');
    await running.adapter.respond(asked, reply({ summary: 'data', blocks: [samples.file] }), { signal });
    expect(JSON.stringify(running.callsOf(method))).toContain(words);
  });

  it.each(['conversations.open', 'files.completeUploadExternal'])('that did not get through by %s is not passed over', async (method) => {
    const { running, asked } = await heard('by command');
    running.answer(method, { ok: false, error: 'fatal_error' });
    await running.adapter.respond(asked, replyToSender({ summary: 'data', blocks: [samples.file] }), { signal });
    expect(running.callsOf('response_url')).toHaveLength(2);
    expect(JSON.stringify(running.callsOf('response_url')[1])).toMatch(/I cannot tell whether \S+ got through to you/u);
  });
});

describe('what one person alone may read', () => {
  it('is told in their own note', async () => {
    const { running, asked } = await heard('by command');
    const reply = { ...replyToSender(sentence('Ask a responder.')), alone: sentence('Ask ben@example.com.') };
    await running.adapter.respond(asked, reply, { signal });
    expect(JSON.stringify(running.callsOf('response_url'))).toContain('Ask ben@example.com.');
    expect(JSON.stringify(running.calls)).not.toContain('Ask a responder.');
  });
});
