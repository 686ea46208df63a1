import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import { actions, type Document, heading, sentence, text } from '../../src/core/document.ts';
import { replyToChannel, replyToSender } from '../../src/core/invocation.ts';
import { readWords } from '../../src/core/words.ts';
import { createTimeText } from '../../src/text/time-text.ts';
import { createLogList } from '../../test/fakes/log.ts';
import { asList, field } from '../../test/fakes/slack-forms.ts';
import { pixelCharts } from '../../test/fakes/slack-harness.ts';
import { type SlackWire, startSlackWire } from '../../test/fakes/slack-wire.ts';
import { createHomes } from './home.ts';
import { readShortcut } from './read-shortcut.ts';
import { createSlackWeb } from './web.ts';

const signal = new AbortController().signal;
const page: Document = { summary: 'Home', blocks: [heading('Services'), actions(button('Acknowledge', 'ack INC-1'))] };
const opened = (tab = 'home', id = 'Ev1') => ({
  type: 'event_callback',
  event_id: id,
  event: { type: 'app_home_opened', user: 'U1', channel: 'D1', tab, event_ts: '1.1' },
});
const clickOnHome = {
  type: 'block_actions',
  user: { id: 'U1', username: 'ana' },
  trigger_id: 'T9',
  container: { type: 'view', view_id: 'V1' },
  view: { id: 'V1', type: 'home', blocks: [], state: { values: {} } },
  actions: [{ type: 'button', action_id: 'b1.0', action_ts: '5.5', value: 'ack INC-1' }],
};

let wire: SlackWire | undefined;
afterEach(async () => {
  await wire?.stop();
  wire = undefined;
});

describe('the home page of the app', () => {
  const start = async (): Promise<SlackWire> => {
    const running = await startSlackWire({
      receive: async (invocation) => {
        const reply = invocation.text === 'home' ? replyToSender(page) : replyToChannel(sentence('Acknowledged.'));
        await running.adapter.respond(invocation, reply, { signal });
      },
    });
    wire = running;
    return running;
  };

  it('is drawn when somebody opens it', async () => {
    const running = await start();
    expect(await running.event(opened())).toMatchObject({ status: 200 });
    expect(running.received).toMatchObject([{ text: 'home', place: { kind: 'direct', channel: 'D1' }, actor: { id: 'U1' } }]);
    const [published] = running.callsOf('views.publish');
    expect(published).toMatchObject({ user_id: 'U1', view: { type: 'home' } });
    expect(asList(field(field(published, 'view'), 'blocks')).map((block) => block['type'])).toEqual(['header', 'actions']);
  });

  it('is not drawn for the other tabs', async () => {
    const running = await start();
    expect(await running.event(opened('messages'))).toMatchObject({ status: 200 });
    expect(running.received).toEqual([]);
  });

  it('takes a click as a command of the person’s own conversation, answers there, and is drawn anew', async () => {
    const running = await start();
    await running.interact(clickOnHome);
    await expect.poll(() => running.callsOf('views.publish')).toHaveLength(1);
    expect(running.received).toMatchObject([
      { text: 'ack INC-1', origin: { kind: 'typed' }, place: { kind: 'direct', channel: 'D1' } },
      { text: 'home' },
    ]);
    expect(running.callsOf('chat.postMessage')).toMatchObject([{ channel: 'D1', text: 'Acknowledged.' }]);
  });

  it('is drawn anew by its own button, once and nowhere else', async () => {
    const running = await start();
    const refresh = { type: 'button', action_id: 'b0.1', action_ts: '6.6', value: 'home' };
    await running.interact({ ...clickOnHome, actions: [refresh] });
    expect(running.received).toMatchObject([{ text: 'home' }]);
    expect(running.callsOf('views.publish')).toHaveLength(1);
    expect(running.callsOf('chat.postMessage')).toEqual([]);
  });

  it('answers a click although Slack does not say which conversation it is', async () => {
    const running = await start();
    running.answer('conversations.open', { status: 429, retryAfter: 60 });
    await running.interact(clickOnHome);
    expect(running.callsOf('chat.postMessage')).toMatchObject([{ channel: 'U1' }]);
  });

  it('shows its words when Slack refuses its layout, and says later when Slack wants to be left alone', async () => {
    const running = await start();
    running.answer('views.publish', { ok: false, error: 'invalid_arguments' });
    await running.event(opened('home', 'Ev2'));
    const [home] = running.received;
    if (home === undefined) throw new Error('not opened');
    running.answer('views.publish', { ok: false, error: 'view_too_large' });
    expect(await running.adapter.respond(home, replyToSender(page), { signal })).toMatchObject({ ok: true });
    expect(JSON.stringify(running.callsOf('views.publish').at(-1))).toContain('Services');
    running.answer('views.publish', { status: 429, retryAfter: 7 });
    expect(await running.adapter.respond(home, replyToSender(page), { signal })).toMatchObject({ ok: false, retry: { afterMs: 7_000 } });
  });

  it('survives a hiccup of Slack', async () => {
    const running = await start();
    running.answer('views.publish', { status: 503, retryAfter: 0 });
    await running.event(opened());
    expect(running.callsOf('views.publish')).toHaveLength(2);
  });

  it('never goes back in time: an older page waits for nothing and replaces nothing', async () => {
    const held = Promise.withResolvers<void>();
    const published: string[] = [];
    let asked = 0;
    const web = createSlackWeb(async () => ({
      apiCall: async (_method, args) => {
        asked += 1;
        if (asked === 1) await held.promise;
        published.push(JSON.stringify(args).replace(/^.*page (?<n>\d).*$/u, '$<n>'));
        return { ok: true };
      },
    }));
    const homes = createHomes({ web, charts: pixelCharts, time: createTimeText(), log: createLogList() });
    const publish = (askedAt: number): Promise<void> =>
      homes.publish({ user: 'U1', askedAt, document: sentence(`page ${askedAt}`) }, signal);
    const first = publish(1);
    await expect.poll(() => asked).toBe(1);
    const rest = [publish(4), publish(2), publish(3)];
    held.resolve();
    await Promise.all([first, ...rest]);
    expect(published).toEqual(['1', '4']);
    await homes.publish({ user: 'U2', askedAt: 1, document: sentence('page 1') }, signal);
    expect(published).toEqual(['1', '4', '1']);
  });

  it('draws tables as text and says that files come with messages only', async () => {
    const running = await start();
    await running.event(opened());
    const [home] = running.received;
    if (home === undefined) throw new Error('not opened');
    const columns = [{ title: 'Name', align: 'left' as const }];
    const rows = Array.from({ length: 300 }, (_, index) => [{ text: `row ${index}` }]);
    const blocks: Document['blocks'] = [
      { kind: 'table', columns, rows },
      { kind: 'file', name: 'a.csv', mediaType: 'text/csv', content: 'a' },
      text('x'.repeat(4_000)),
    ];
    await running.adapter.respond(home, replyToSender({ summary: 'much', blocks }), { signal });
    const drawn = JSON.stringify(running.callsOf('views.publish').at(-1));
    expect(drawn).toContain('rich_text_preformatted');
    expect(drawn).toContain('99 of 300 rows shown');
    expect(drawn).toContain('a.csv: files come with messages only');
    expect(drawn).not.toMatch(/is in (?:table\.csv|message\.txt)/u);
    expect(running.callsOf('files.getUploadURLExternal')).toEqual([]);
  });
});

describe('“Add to timeline” in a message’s menu', () => {
  const used = (message: object) => ({
    type: 'message_action',
    callback_id: 'timeline_add',
    trigger_id: 'T5',
    action_ts: '9.9',
    user: { id: 'U1', name: 'ana' },
    channel: { id: 'C1', name: 'ops' },
    message: { type: 'message', user: 'U2', ts: '7.7', ...message },
  });
  const start = async (): Promise<SlackWire> => {
    wire = await startSlackWire();
    return wire;
  };

  it('is the command that adds its words, said in its thread', async () => {
    const running = await start();
    expect(await running.interact(used({ text: 'rolled back to &lt;4.2&gt;, says <@U2>', thread_ts: '3.3' }))).toMatchObject({
      status: 200,
    });
    expect(running.received).toMatchObject([
      {
        text: 'timeline add "rolled back to <4.2>, says @Ana Lima" by "Ana Lima" at 1970-01-01T00:00:07.700Z',
        place: { channel: 'C1', channelName: 'ops', thread: '3.3' },
        origin: { kind: 'shortcut', message: { platform: 'slack', channel: 'C1', id: '7.7' } },
      },
    ]);
  });

  it('goes by the id of people whose names Slack does not tell', async () => {
    const running = await start();
    const unknown = { ok: false, error: 'user_not_found' };
    running.answer('users.info', unknown, unknown, unknown);
    await running.interact(used({ text: 'ask <@U7>' }));
    expect(running.received[0]?.text).toBe('timeline add "ask @U7" by "U2" at 1970-01-01T00:00:07.700Z');
  });

  it('names the files of a message without words', async () => {
    const running = await start();
    await running.interact(used({ text: '', files: [{ name: 'graph.png' }] }));
    expect(running.received[0]?.text).toBe('timeline add "graph.png" by "Ana Lima" at 1970-01-01T00:00:07.700Z');
  });

  it('is answered to its author alone: in the thread if there is one, else beside the message', async () => {
    const running = await start();
    await running.interact({ ...used({ text: 'a' }), response_url: running.responseUrl });
    await running.interact({ ...used({ text: 'b', thread_ts: '3.3' }), trigger_id: 'T6', response_url: running.responseUrl });
    const [alone, threaded] = running.received;
    if (alone === undefined || threaded === undefined) throw new Error('not received');
    await running.adapter.respond(alone, replyToSender(sentence('Added.')), { signal });
    expect(running.callsOf('chat.postEphemeral')).toEqual([]);
    expect(running.callsOf('response_url')).toMatchObject([{ response_type: 'ephemeral', text: 'Added.' }]);
    await running.adapter.respond(threaded, replyToSender(sentence('Added.')), { signal });
    expect(running.callsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C1', user: 'U1', thread_ts: '3.3' }]);
    await running.adapter.respond(alone, replyToChannel(sentence('Added.')), { signal });
    expect(running.callsOf('chat.postMessage')).toMatchObject([{ channel: 'C1', thread_ts: '7.7' }]);
  });

  it('carries any message as one word, cut visibly when it is long', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('"', "'", '“', '”', '«', '»', '„', ',', ' ', '\n', 'to INC-1 '),
    );
    const words = fc.array(piece, { maxLength: 120 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(words, (said) => {
        const message = {
          id: '7.7',
          thread: undefined,
          author: { id: 'U2', name: undefined },
          text: said.replaceAll(/[&<>]/gu, ''),
          files: [],
        };
        const shortcut = {
          user: { id: 'U1', name: undefined },
          channel: { id: 'C1', name: undefined },
          trigger: 'T',
          responseUrl: undefined,
          message,
        };
        const { text: command } = readShortcut(shortcut, new Map([['U2', 'Eva "E" Lind']]));
        expect(
          readWords(command)
            .all.map((word) => word.text)
            .slice(0, 2),
        ).toEqual(['timeline', 'add']);
        expect(
          readWords(command)
            .all.slice(3)
            .map((word) => word.text),
        ).toEqual(['by', 'Eva "E" Lind', 'at', '1970-01-01T00:00:07.700Z']);
        expect([...command].length).toBeLessThanOrEqual(2_100);
      }),
      { numRuns: 300 },
    );
  });
});
