import { afterEach, describe, expect, it } from 'vitest';
import { code, type Document, sentence, text } from '../../src/core/document.ts';
import { type Invocation, type Reply, replyRefused, replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import { asList, chartForm, field, submissionOf } from '../../test/fakes/slack-forms.ts';
import { type SlackWire, startSlackWire } from '../../test/fakes/slack-wire.ts';

const signal = new AbortController().signal;
const form: Document = { summary: 'Draw a chart', blocks: [text('What shall I draw?'), chartForm] };

let wire: SlackWire | undefined;
afterEach(async () => {
  await wire?.stop();
  wire = undefined;
});

/** A bot that answers `/tocsin chart` with the form and every other command as it is told. */
async function start(answerTo: (invocation: Invocation) => Reply = () => replyToChannel(sentence('Here it is.'))): Promise<SlackWire> {
  const running = await startSlackWire({
    receive: async (invocation) => {
      const reply = invocation.text === 'chart' ? replyToSender(form) : answerTo(invocation);
      await running.adapter.respond(invocation, reply, { signal });
    },
  });
  wire = running;
  return running;
}

/** The form as it was opened, filled in. */
async function openForm(running: SlackWire): Promise<Record<string, unknown>> {
  await running.command('chart');
  const [opened] = running.callsOf('views.open');
  return field(opened, 'view');
}

describe('a form that is asked for by a slash command', () => {
  it('opens as a modal that knows where it came from', async () => {
    const running = await start();
    const view = await openForm(running);
    expect(running.callsOf('views.open')).toMatchObject([{ trigger_id: 'T1' }]);
    expect(view).toMatchObject({ type: 'modal', callback_id: 'tocsin_form', title: { text: 'Draw a chart' }, close: { text: 'Cancel' } });
    expect(asList(view['blocks']).map((block) => block['type'])).toEqual(['rich_text', 'input', 'input', 'input']);
    expect(String(view['private_metadata'])).toContain('"command":"chart"');
    expect(running.callsOf('chat.postMessage')).toEqual([]);
  });

  it('is the words of its command when it is sent, from where it was asked for', async () => {
    const running = await start();
    const view = await openForm(running);
    const sent = { '=metric': 'response time', of: 'bps-website', over: '7d' };
    expect(await running.interact(submissionOf(view, sent))).toEqual({ status: 200, body: undefined });
    expect(running.received.at(-1)).toMatchObject({
      text: 'chart "response time" of bps-website over 7d',
      place: { platform: 'slack', channel: 'C1', channelName: 'ops', kind: 'channel' },
      origin: { kind: 'form' },
      actor: { id: 'U1', name: 'Ana Lima' },
    });
    expect(running.callsOf('chat.postMessage')).toMatchObject([{ channel: 'C1', text: 'Here it is.' }]);
  });

  it('puts the fields in their order, whatever order Slack sends them in', async () => {
    const running = await start();
    const view = await openForm(running);
    await running.interact(submissionOf(view, { over: '7d', of: 'bps-website', '=metric': 'cpu' }));
    expect(running.received.at(-1)?.text).toBe('chart cpu of bps-website over 7d');
  });

  it('stays open with what was filled in when it was not understood, the reason and an example on top', async () => {
    const refusal: Document = {
      summary: 'No metric called “cpuu”.',
      blocks: [text('No metric called “cpuu”.'), text('Try ', code('chart cpu of bps-website'))],
    };
    const running = await start(() => replyRefused(refusal));
    const view = await openForm(running);
    const { body } = await running.interact(submissionOf(view, { '=metric': 'cpuu', of: 'bps-website', over: '7d' }));
    expect(body).toMatchObject({
      response_action: 'update',
      view: { callback_id: 'tocsin_form', private_metadata: view['private_metadata'] },
    });
    const blocks = asList(field(field(body, 'view'), 'blocks'));
    expect(JSON.stringify(blocks[0])).toContain('No metric called “cpuu”.');
    expect(JSON.stringify(blocks[1])).toContain('chart cpu of bps-website');
    expect(blocks.filter((block) => block['type'] === 'input').map((block) => field(block, 'element'))).toMatchObject([
      { type: 'external_select', initial_option: { value: 'cpuu', text: { text: 'cpuu' } } },
      { type: 'external_select', initial_option: { value: 'bps-website' } },
      { type: 'plain_text_input', initial_value: '7d' },
    ]);
    expect(running.callsOf('chat.postMessage')).toEqual([]);
    expect(running.callsOf('response_url')).toEqual([]);
  });

  it('shows only the latest reason when it is refused twice', async () => {
    const reasons = ['first reason', 'second reason'];
    const running = await start(() => replyRefused(sentence(reasons.shift() ?? '')));
    const first = await running.interact(submissionOf(await openForm(running), { '=metric': 'a' }));
    const again = { ...field(first.body, 'view'), hash: 'h2' };
    const second = await running.interact(submissionOf(again, { '=metric': 'b' }));
    expect(JSON.stringify(second.body)).toContain('second reason');
    expect(JSON.stringify(second.body)).not.toContain('first reason');
  });

  it('is one command however often it is sent unchanged, and another when it is changed', async () => {
    const running = await start();
    const view = await openForm(running);
    for (const metric of ['cpu', 'cpu', 'memory']) await running.interact(submissionOf(view, { '=metric': metric }));
    const ids = running.received.slice(1).map((one) => one.id);
    expect(ids).toHaveLength(3);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('tells what was filled in when its author no longer looks at it', async () => {
    const running = await start();
    await running.interact(submissionOf(await openForm(running), { '=metric': 'cpuu', of: 'x' }));
    const sent = running.received.at(-1);
    if (sent === undefined) throw new Error('nothing was sent');
    await running.adapter.respond(sent, replyRefused(sentence('No metric called “cpuu”.')), { signal });
    const [answer] = running.callsOf('response_url');
    expect(answer).toMatchObject({ response_type: 'ephemeral' });
    expect(JSON.stringify(answer)).toContain('chart cpuu of x');
  });

  it('keeps everything in it when the command could not be stored', async () => {
    const running = await start((invocation) => {
      throw new Error(`the store is full: ${invocation.text}`);
    });
    const { body } = await running.interact(submissionOf(await openForm(running), { '=metric': 'cpu' }));
    expect(JSON.stringify(body)).toContain('nothing was done');
    expect(JSON.stringify(body)).toContain('"initial_option":{"text":{"type":"plain_text","text":"cpu"');
  });

  it('is nothing when it is closed without being sent', async () => {
    const running = await start();
    const view = await openForm(running);
    expect(await running.interact({ type: 'view_closed', user: { id: 'U1' }, view })).toEqual({ status: 200, body: undefined });
    expect(running.received.map((one) => one.text)).toEqual(['chart']);
  });

  it('answers to the person directly where the bot is no member, with what to do about it', async () => {
    const running = await start();
    const view = await openForm(running);
    running.answer('chat.postMessage', { ok: false, error: 'not_in_channel' });
    await running.interact(submissionOf(view, { '=metric': 'cpu' }));
    const [, direct] = running.callsOf('chat.postMessage');
    expect(direct).toMatchObject({ channel: 'D1' });
    expect(JSON.stringify(direct)).toContain('/invite @Tocsin');
    expect(JSON.stringify(direct)).toContain('Here it is.');
  });
});

describe('a form that cannot be a modal', () => {
  const fieldsInMessage = (running: SlackWire): number => {
    const [posted] = [...running.callsOf('chat.postMessage'), ...running.callsOf('chat.postEphemeral'), ...running.callsOf('response_url')];
    return asList(posted?.['blocks']).filter((block) => block['type'] === 'input').length;
  };

  it.each(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_arguments'])('stands in a message when Slack says %s', async (error) => {
    const running = await start();
    running.answer('views.open', { ok: false, error });
    await running.command('chart');
    expect(fieldsInMessage(running)).toBe(3);
  });

  it('waits out a rate limit that ends at once, but none that outlives the trigger', async () => {
    const running = await start();
    running.answer('views.open', { status: 429, retryAfter: 0 });
    await running.command('chart');
    expect(running.callsOf('views.open')).toHaveLength(2);
    expect(running.callsOf('response_url')).toEqual([]);
    running.answer('views.open', { status: 429, retryAfter: 3 });
    await running.command('chart');
    expect(running.callsOf('views.open')).toHaveLength(3);
    expect(fieldsInMessage(running)).toBe(3);
  });

  it('stands in the message that answers a mention, which brings no trigger', async () => {
    const running = await start();
    await running.event({
      type: 'event_callback',
      event_id: 'Ev1',
      event: { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.1', text: '<@UBOT> chart' },
    });
    expect(running.callsOf('views.open')).toEqual([]);
    expect(fieldsInMessage(running)).toBe(3);
  });

  it('stands in a message when its command is longer than a modal can carry', async () => {
    const running = await startSlackWire({
      receive: async (invocation) => {
        const long = { ...chartForm, command: `chart ${'x'.repeat(3_000)}` };
        await running.adapter.respond(invocation, replyToChannel({ summary: 'form', blocks: [long] }), { signal });
      },
    });
    wire = running;
    await running.command('chart');
    expect(running.callsOf('views.open')).toEqual([]);
    expect(running.callsOf('chat.postMessage')).toHaveLength(1);
  });
});

describe('a search in a form', () => {
  const typing = (typed: string, field = 'search.metrics') => ({
    type: 'block_suggestion',
    user: { id: 'U1' },
    action_id: field,
    block_id: 'b',
    value: typed,
  });

  it('offers what the bot finds for what was typed', async () => {
    const asked: unknown[] = [];
    wire = await startSlackWire({
      search: async (query) => {
        asked.push(query);
        return [{ label: 'CPU (average)', value: 'cpu' }];
      },
    });
    const { body } = await wire.interact(typing('cp '));
    expect(asked).toEqual([{ source: 'metrics', typed: 'cp', most: 100 }]);
    expect(body).toEqual({ options: [{ text: { type: 'plain_text', text: 'CPU (average)', emoji: false }, value: 'cpu' }] });
  });

  it('keeps to what Slack takes: a hundred choices, short labels, and no value that would have to be cut', async () => {
    const many = Array.from({ length: 150 }, (_, index) => ({
      label: `${index} `.repeat(60),
      value: index === 0 ? 'v'.repeat(151) : `v${index}`,
    }));
    wire = await startSlackWire({ search: async () => many });
    const options = asList(field((await wire.interact(typing(''))).body, 'options'));
    expect(options).toHaveLength(100);
    expect(options[0]).toMatchObject({ value: 'v1' });
    for (const option of options) expect(String(field(option, 'text')['text']).length).toBeLessThanOrEqual(75);
  });

  it('offers nothing for a field it does not know', async () => {
    wire = await startSlackWire({ search: () => Promise.reject(new Error('not asked')) });
    expect(await wire.interact(typing('x', 'somebody-elses'))).toEqual({ status: 200, body: { options: [] } });
  });
});
