import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import { type Invocation, replyRefused, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import type { MessageRef } from '../../src/core/model/person.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { chartForm } from '../../test/fakes/slack-forms.ts';
import { type SlackWire, startSlackWire } from '../../test/fakes/slack-wire.ts';

const signal = new AbortController().signal;
const chart = { summary: 'CPU', blocks: [samples.chart] };

let wire: SlackWire | undefined;
afterEach(async () => {
  await wire?.stop();
  wire = undefined;
});

/** A mention in a thread whose answer takes a while, and the message that says so. */
async function waiting(): Promise<{ readonly running: SlackWire; readonly asked: Invocation; readonly instead: MessageRef | undefined }> {
  const running = await startSlackWire();
  wire = running;
  const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: '2.2', thread_ts: '1.1', text: '<@UBOT> chart cpu of x' };
  await running.event({ type: 'event_callback', event_id: 'Ev1', event });
  const [asked] = running.received;
  if (asked === undefined) throw new Error('not heard');
  return { running, asked, instead: await running.adapter.progress?.show(asked, { signal }) };
}

describe('an answer that takes a while', () => {
  it('is announced where it was asked for', async () => {
    const { running, instead } = await waiting();
    expect(running.adapter.progress).toMatchObject({ afterMs: 1_500, everyMs: undefined });
    expect(running.callsOf('chat.postMessage')).toMatchObject([{ channel: 'C1', thread_ts: '1.1', text: 'Working on it…' }]);
    expect(instead).toMatchObject({ platform: 'slack', channel: 'C1' });
  });

  it('takes the place of its announcement, with its picture', async () => {
    const { running, asked, instead } = await waiting();
    expect(await running.adapter.respond(asked, replyToChannel(chart), { signal, instead })).toEqual({ ok: true, ref: instead });
    const [edited] = running.callsOf('chat.update');
    expect(edited).toMatchObject({ channel: 'C1', ts: instead?.id });
    expect(JSON.stringify(edited)).toContain('"slack_file"');
    expect(running.callsOf('chat.postMessage')).toHaveLength(1);
    expect(running.callsOf('chat.delete')).toEqual([]);
  });

  it('puts the files that go with it into the thread', async () => {
    const { running, asked, instead } = await waiting();
    const file = { summary: 'data', blocks: [samples.file] };
    await running.adapter.respond(asked, replyToChannel(file), { signal, instead });
    expect(running.callsOf('files.completeUploadExternal')).toMatchObject([{ channel_id: 'C1' }]);
  });

  it('leaves no announcement behind when it is for its author alone', async () => {
    const { running, asked, instead } = await waiting();
    await running.adapter.respond(asked, replyToSender(sentence('Only you.')), { signal, instead });
    expect(running.callsOf('chat.postEphemeral')).toHaveLength(1);
    expect(running.callsOf('chat.delete')).toMatchObject([{ channel: 'C1', ts: instead?.id }]);
  });

  it('leaves none behind either when it is a mistake or cannot be posted at all', async () => {
    const { running, asked, instead } = await waiting();
    await running.adapter.respond(asked, replyRefused(sentence('No.')), { signal, instead });
    running.answer('chat.update', { ok: false, error: 'restricted_action' });
    expect(await running.adapter.respond(asked, replyToChannel(sentence('x')), { signal, instead })).toMatchObject({ ok: false });
    expect(running.callsOf('chat.delete')).toHaveLength(2);
  });

  it('is posted anew when somebody took the announcement away', async () => {
    const { running, asked, instead } = await waiting();
    running.answer('chat.update', { ok: false, error: 'message_not_found' });
    expect(await running.adapter.respond(asked, replyToChannel(sentence('Here.')), { signal, instead })).toMatchObject({ ok: true });
    expect(running.callsOf('chat.postMessage').at(-1)).toMatchObject({ thread_ts: '1.1', text: 'Here.' });
  });

  it('keeps its announcement for the next attempt when Slack wants to be left alone', async () => {
    const { running, asked, instead } = await waiting();
    running.answer('chat.update', { status: 429, retryAfter: 4 });
    const delivery = await running.adapter.respond(asked, replyToChannel(sentence('x')), { signal, instead });
    expect(delivery).toMatchObject({ ok: false, certain: 'not sent', retry: { when: 'later', afterMs: 4_000 } });
    expect(running.callsOf('chat.delete')).toEqual([]);
  });

  it('arrives although its announcement cannot be taken away', async () => {
    const { running, asked, instead } = await waiting();
    running.answer('chat.delete', { ok: false, error: 'cant_delete_message' });
    expect(await running.adapter.respond(asked, replyToSender(sentence('x')), { signal, instead })).toMatchObject({ ok: true });
  });

  it.each(['not_in_channel', 'is_archived', 'ratelimited'])('is not announced where nothing can be posted: %s', async (error) => {
    const { running, asked } = await waiting();
    running.answer('chat.postMessage', { ok: false, error });
    expect(await running.adapter.progress?.show(asked, { signal })).toBeUndefined();
  });

  it('is announced neither for a home page nor for a menu entry', async () => {
    const { running, asked } = await waiting();
    const home = { ...asked, replyTo: { ...asked.replyTo, home: 'yes' } };
    const menu: Invocation = { ...asked, origin: { kind: 'shortcut', message: { platform: 'slack', channel: 'C1', id: '2.2' } } };
    for (const one of [home, menu]) expect(await running.adapter.progress?.show(one, { signal })).toBeUndefined();
    expect(running.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('goes away when the answer is a form that opens', async () => {
    const { running, asked, instead } = await waiting();
    const withTrigger = { ...asked, replyTo: { ...asked.replyTo, trigger: 'T1' } };
    await running.adapter.respond(withTrigger, replyToSender({ summary: 'form', blocks: [chartForm] }), { signal, instead });
    expect(running.callsOf('views.open')).toHaveLength(1);
    expect(running.callsOf('chat.delete')).toHaveLength(1);
  });
});
