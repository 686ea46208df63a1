import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { actions, type Document, text } from '../../src/core/document.ts';
import { replyUnderClick } from '../../src/core/invocation.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { type SlackWire, startSlackWire } from '../../test/fakes/slack-wire.ts';

const signal = new AbortController().signal;
const ops = { platform: 'slack', channel: '#ops' };
const card: Document = {
  summary: 'INC-1',
  blocks: [text('The <database> is *slow*, see https://evil.example'), actions(button('Ack', 'ack'))],
};

let wire: SlackWire | undefined;
const start = async (): Promise<SlackWire> => {
  wire = await startSlackWire();
  return wire;
};
afterEach(async () => {
  await wire?.stop();
  wire = undefined;
});

describe('a layout that Slack refuses', () => {
  it.each(['invalid_blocks', 'msg_too_long', 'msg_blocks_too_long', 'invalid_blocks_format'])(
    'arrives as plain text and as a file: %s',
    async (error) => {
      const running = await start();
      running.answer('chat.postMessage', { ok: false, error });
      expect(await running.adapter.post(ops, card, { mark: 'm', signal })).toMatchObject({ ok: true });
      const [, plain] = running.callsOf('chat.postMessage');
      expect(plain).toMatchObject({ blocks: [], text: expect.stringContaining('Slack refused the layout of this message') });
      expect(plain?.['text']).toContain('The &lt;database&gt; is');
      expect(plain?.['text']).not.toContain('https://');
      expect(running.callsOf('files.getUploadURLExternal')).toMatchObject([{ filename: 'message.txt' }]);
    },
  );

  it('still brings the files that went with it, and edits and private answers are treated alike', async () => {
    const running = await start();
    running.answer('chat.update', { ok: false, error: 'invalid_blocks' });
    const ref = { platform: 'slack', channel: 'C1', id: '1.1' };
    await running.adapter.edit?.(ref, { summary: 'data', blocks: [samples.file] }, { signal });
    expect(running.callsOf('chat.update')).toHaveLength(2);
    expect(running.callsOf('files.getUploadURLExternal').map((one) => one['filename'])).toEqual(['requests.csv', 'message.txt']);
  });

  it('is not sent a third way when the text is refused too', async () => {
    const running = await start();
    running.answer('chat.postMessage', { ok: false, error: 'invalid_blocks' }, { ok: false, error: 'msg_too_long' });
    expect(await running.adapter.post(ops, card, { mark: 'm', signal })).toMatchObject({ ok: false, certain: 'not sent' });
    expect(running.callsOf('chat.postMessage')).toHaveLength(2);
  });
});

describe('what has to be mended by a person', () => {
  it.each(['token_revoked', 'account_inactive', 'invalid_auth'])('is told by the state while the bot runs: %s', async (error) => {
    const running = await start();
    expect(running.adapter.state()).toEqual({ state: 'connected' });
    running.answer('chat.postMessage', { ok: false, error });
    await running.adapter.post(ops, card, { mark: 'm', signal });
    expect(running.adapter.state()).toMatchObject({ state: 'failed', reason: expect.stringMatching(/install|copy/u) });
    await running.adapter.post(ops, card, { mark: 'm', signal });
    expect(running.adapter.state()).toEqual({ state: 'connected' });
  });

  it('names the permission that is missing, without giving up the connection', async () => {
    const running = await start();
    running.answer('chat.postMessage', { ok: false, error: 'missing_scope', needed: 'chat:write', provided: 'commands' });
    const delivery = await running.adapter.post(ops, card, { mark: 'm', signal });
    expect(delivery).toMatchObject({ ok: false, reason: expect.stringMatching(/lacks the permission chat:write.*tocsin manifest slack/u) });
    expect(running.adapter.state()).toEqual({ state: 'connected' });
  });
});

describe('an answer below the message that was clicked', () => {
  const click = (more: object = {}) => ({
    type: 'block_actions',
    user: { id: 'U1', username: 'ana' },
    channel: { id: 'C1', name: 'ops' },
    container: { type: 'message', message_ts: '4.4', channel_id: 'C1', is_ephemeral: false, ...more },
    message: { ts: '4.4' },
    actions: [{ type: 'button', action_id: 'b0.0', action_ts: '5.5', value: 'chart csv' }],
  });

  it('stands in its thread, files and all', async () => {
    const running = await start();
    await running.interact(click());
    const [asked] = running.received;
    if (asked === undefined) throw new Error('not heard');
    await running.adapter.respond(asked, replyUnderClick({ summary: 'data', blocks: [samples.file] }), { signal });
    expect(running.callsOf('chat.postMessage')).toMatchObject([{ channel: 'C1', thread_ts: '4.4' }]);
    expect(running.callsOf('files.completeUploadExternal')).toMatchObject([{ channel_id: 'C1', thread_ts: '4.4' }]);
  });

  it('is for its author alone, with the files in their own conversation, where only they saw the message', async () => {
    const running = await start();
    await running.interact(click({ is_ephemeral: true }));
    const [asked] = running.received;
    if (asked === undefined) throw new Error('not heard');
    await running.adapter.respond(asked, replyUnderClick({ summary: 'data', blocks: [samples.file] }), { signal });
    expect(running.callsOf('chat.postMessage')).toEqual([]);
    expect(running.callsOf('chat.postEphemeral')).toMatchObject([{ user: 'U1' }]);
    expect(running.callsOf('files.completeUploadExternal')).toMatchObject([{ channel_id: 'D1' }]);
  });
});
