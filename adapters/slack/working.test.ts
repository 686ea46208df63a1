import { afterEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/document.ts';
import { type Invocation, replyRefused, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import type { MessageRef } from '../../src/core/model/person.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { samples } from '../../test/fakes/slack-documents.ts';
import { chartForm } from '../../test/fakes/slack-forms.ts';
import { type SlackWire, startSlackWire } from '../../test/fakes/slack-wire.ts';
import { createSlackWeb } from './web.ts';
import { createProgress, removeWorking } from './working.ts';

const signal = new AbortController().signal;
const chart = { summary: 'CPU', blocks: [samples.chart] };

let wire: SlackWire | undefined;
afterEach(async () => {
  await wire?.stop();
  wire = undefined;
});

const at = (ref: MessageRef | undefined) => (): Promise<MessageRef | undefined> => Promise.resolve(ref);

/** A mention in a thread whose answer takes a while, and the message that says so. */
async function waiting(): Promise<{ readonly running: SlackWire; readonly asked: Invocation; readonly instead: MessageRef | undefined }> {
  const running = await startSlackWire();
  wire = running;
  const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: '2.2', thread_ts: '1.1', text: '<@UBOT> chart cpu of x' };
  await running.event({ type: 'event_callback', event_id: 'Ev1', event });
  const [asked] = running.received;
  if (asked === undefined) throw new Error('not heard');
  return { running, asked, instead: await running.adapter.progress?.show(asked, { report: undefined, signal }) };
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
    expect(await running.adapter.respond(asked, replyToChannel(chart), { signal, instead: at(instead) })).toEqual({
      ok: true,
      ref: instead,
    });
    const [edited] = running.callsOf('chat.update');
    expect(edited).toMatchObject({ channel: 'C1', ts: instead?.id });
    expect(JSON.stringify(edited)).toContain('"slack_file"');
    expect(running.callsOf('chat.postMessage')).toHaveLength(1);
    expect(running.callsOf('chat.delete')).toEqual([]);
  });

  it('puts the files that go with it into the thread', async () => {
    const { running, asked, instead } = await waiting();
    const file = { summary: 'data', blocks: [samples.file] };
    await running.adapter.respond(asked, replyToChannel(file), { signal, instead: at(instead) });
    expect(running.callsOf('files.completeUploadExternal')).toMatchObject([{ channel_id: 'C1' }]);
  });

  it('leaves no announcement behind when it is for its author alone', async () => {
    const { running, asked, instead } = await waiting();
    await running.adapter.respond(asked, replyToSender(sentence('Only you.')), { signal, instead: at(instead) });
    expect(running.callsOf('chat.postEphemeral')).toHaveLength(1);
    expect(running.callsOf('chat.delete')).toMatchObject([{ channel: 'C1', ts: instead?.id }]);
  });

  it('leaves none behind either when it is a mistake, or goes to its author because it cannot be posted at all', async () => {
    const { running, asked, instead } = await waiting();
    await running.adapter.respond(asked, replyRefused(sentence('No.')), { signal, instead: at(instead) });
    running.answer('chat.update', { ok: false, error: 'restricted_action' });
    const sent = await running.adapter.respond(asked, replyToChannel(sentence('x')), { signal, instead: at(instead) });
    expect(sent).toMatchObject({ ok: true });
    expect(running.callsOf('chat.postEphemeral').at(-1)).toMatchObject({ user: 'U1', text: 'x' });
    expect(running.callsOf('chat.delete')).toHaveLength(2);
  });

  it('is asked for its announcement only when it is drawn and uploaded, and not before', async () => {
    const { running, asked, instead } = await waiting();
    let uploads = 0;
    const ending = async (): Promise<MessageRef | undefined> => {
      uploads = running.callsOf('files.completeUploadExternal').length;
      return instead;
    };
    await running.adapter.respond(asked, replyToChannel(chart), { signal, instead: ending });
    expect(uploads).toBe(1);
  });

  it('leaves its announcement to whoever repeats it when nothing could be sent', async () => {
    const { running, asked, instead } = await waiting();
    running.answer('chat.postEphemeral', { ok: false, error: 'internal_error' });
    const delivery = await running.adapter.respond(asked, replyToSender(sentence('x')), { signal, instead: at(instead) });
    expect(delivery).toMatchObject({ ok: false, retry: { when: 'later' } });
    expect(running.callsOf('chat.delete')).toEqual([]);
  });

  it('can be found by its own mark when it took the place of its announcement', async () => {
    const { running, asked, instead } = await waiting();
    await running.adapter.respond(asked, replyToChannel(sentence('x')), { signal, instead: at(instead) });
    expect(running.callsOf('chat.postMessage')).toMatchObject([{ metadata: { event_payload: { mark: `${asked.id}:working` } } }]);
    expect(running.callsOf('chat.update')).toMatchObject([{ metadata: { event_payload: { mark: asked.id } } }]);
  });

  it('is posted anew when somebody took the announcement away', async () => {
    const { running, asked, instead } = await waiting();
    running.answer('chat.update', { ok: false, error: 'message_not_found' });
    expect(await running.adapter.respond(asked, replyToChannel(sentence('Here.')), { signal, instead: at(instead) })).toMatchObject({
      ok: true,
    });
    expect(running.callsOf('chat.postMessage').at(-1)).toMatchObject({ thread_ts: '1.1', text: 'Here.' });
  });

  it('keeps its announcement for the next attempt when Slack wants to be left alone', async () => {
    const { running, asked, instead } = await waiting();
    running.answer('chat.update', { status: 429, retryAfter: 4 });
    const delivery = await running.adapter.respond(asked, replyToChannel(sentence('x')), { signal, instead: at(instead) });
    expect(delivery).toMatchObject({ ok: false, certain: 'not sent', retry: { when: 'later', afterMs: 4_000 } });
    expect(running.callsOf('chat.delete')).toEqual([]);
  });

  it('arrives although its announcement cannot be taken away', async () => {
    const { running, asked, instead } = await waiting();
    running.answer('chat.delete', { ok: false, error: 'cant_delete_message' });
    expect(await running.adapter.respond(asked, replyToSender(sentence('x')), { signal, instead: at(instead) })).toMatchObject({
      ok: true,
    });
  });

  it.each(['not_in_channel', 'is_archived', 'ratelimited'])('is not announced where nothing can be posted: %s', async (error) => {
    const { running, asked } = await waiting();
    running.answer('chat.postMessage', { ok: false, error });
    expect(await running.adapter.progress?.show(asked, { report: undefined, signal })).toBeUndefined();
  });

  it('is announced neither for a home page nor for a menu entry', async () => {
    const { running, asked } = await waiting();
    const home = { ...asked, replyTo: { ...asked.replyTo, home: 'yes' } };
    const menu: Invocation = { ...asked, origin: { kind: 'shortcut', message: { platform: 'slack', channel: 'C1', id: '2.2' } } };
    for (const one of [home, menu]) expect(await running.adapter.progress?.show(one, { report: undefined, signal })).toBeUndefined();
    expect(running.callsOf('chat.postMessage')).toHaveLength(1);
  });

  it('goes away when the answer is a form that opens', async () => {
    const { running, asked, instead } = await waiting();
    const withTrigger = { ...asked, replyTo: { ...asked.replyTo, trigger: 'T1' } };
    await running.adapter.respond(withTrigger, replyToSender({ summary: 'form', blocks: [chartForm] }), { signal, instead: at(instead) });
    expect(running.callsOf('views.open')).toHaveLength(1);
    expect(running.callsOf('chat.delete')).toHaveLength(1);
  });
});

describe('an announcement of which Slack did not say whether it stands', () => {
  const found = (mark: string) => ({
    ok: true,
    messages: [{ ts: '7.7', metadata: { event_type: 'tocsin_message', event_payload: { mark } } }],
  });

  it('is looked for and taken away', async () => {
    const { running, asked } = await waiting();
    running.answer('chat.postMessage', { ok: false, error: 'internal_error' });
    running.answer('conversations.replies', found(`${asked.id}:working`));
    expect(await running.adapter.progress?.show(asked, { report: undefined, signal })).toBeUndefined();
    await expect.poll(() => running.callsOf('chat.delete')).toMatchObject([{ channel: 'C1', ts: '7.7' }]);
  });

  /** Progress with Slack as a function, and pauses that take no time. */
  function scripted(answers: Readonly<Record<string, readonly (object | Error)[]>>) {
    const left = new Map(Object.entries(answers).map(([method, list]) => [method, [...list]]));
    const asked: string[] = [];
    const paused: number[] = [];
    const web = createSlackWeb(async () => ({
      apiCall: async (method) => {
        asked.push(method);
        const answer = left.get(method)?.shift() ?? { ok: true };
        if (answer instanceof Error) throw answer;
        return { ok: true, ...answer };
      },
    }));
    const pause = async (ms: number): Promise<void> => void paused.push(ms);
    return { asked, paused, needs: { web, log: createLogList(), time: createTimeText(), pause } };
  }
  const down = Object.assign(new Error('503'), { code: 'slack_webapi_http_error', statusCode: 503 });
  const limited = Object.assign(new Error('429'), { code: 'slack_webapi_rate_limited_error', retryAfter: 30 });
  const invocation: Invocation = {
    id: 'slack:event:1',
    actor: { platform: 'slack', id: 'U1', name: 'Ana' },
    place: { platform: 'slack', channel: 'C1', kind: 'channel' },
    text: 'chart',
    origin: { kind: 'typed' },
    receivedAt: 0,
    replyTo: { user: 'U1' },
  };

  it('is looked for again later, because it may have been on its way', async () => {
    const { asked, paused, needs } = scripted({
      'chat.postMessage': [down],
      'conversations.history': [{ messages: [] }, down, found('slack:event:1:working')],
    });
    await createProgress(needs).show(invocation, { report: undefined, signal });
    await expect.poll(() => asked.at(-1)).toBe('chat.delete');
    expect(paused).toEqual([0, 10_000, 60_000]);
  });

  it('is taken away later when Slack does not let it now', async () => {
    const { asked, paused, needs } = scripted({ 'chat.delete': [limited, down] });
    await removeWorking({ platform: 'slack', channel: 'C1', id: '7.7' }, needs, signal);
    await expect.poll(() => asked).toEqual(['chat.delete', 'chat.delete', 'chat.delete']);
    expect(paused).toEqual([30_000, 5_000]);
  });
});
