import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button } from '../../src/core/actions.ts';
import type { Delivery } from '../../src/core/chat.ts';
import { actions, type Block, type Document } from '../../src/core/document.ts';
import { type Invocation, replyInPlace, replyToChannel, replyToSender, replyUnderClick } from '../../src/core/invocation.ts';
import type { MessageRef } from '../../src/core/model/person.ts';
import { describeHostileTexts } from './chat-hostile.ts';
import type { ChatUnderTest } from './chat-under-test.ts';

const signal = new AbortController().signal;
const say = (text: string, more: readonly Block[] = []): Document => ({
  summary: text,
  blocks: [{ kind: 'text', runs: [{ kind: 'plain', text }] }, ...more],
});

/** What a platform cannot do; the suite then checks that the adapter says so instead. */
type Ability = 'threads' | 'edit' | 'find' | 'buttons';

/** What each chat adapter promises to the core. */
export function describeChatAdapter(platform: string, lacks: readonly Ability[], start: () => Promise<ChatUnderTest>): void {
  describe(`the chat adapter of ${platform}`, () => {
    let chat: ChatUnderTest;
    beforeAll(async () => {
      chat = await start();
    });
    afterAll(() => chat.stop());

    const last = () => chat.shown().at(-1);
    const sent = (delivery: Delivery) => {
      if (!delivery.ok) throw new Error(delivery.reason);
      return delivery.ref;
    };

    it('is connected after its start, and says so', () => {
      expect(chat.adapter.platform).toBe(platform);
      expect(chat.adapter.state().state).toBe('connected');
    });

    it('posts into a channel and gives back where the message is', async () => {
      const ref = sent(await chat.adapter.post({ platform, channel: chat.channel }, say('hello there'), { mark: 'contract-1', signal }));
      expect(ref).toMatchObject({ platform });
      expect(last()?.text).toContain('hello there');
      expect(last()?.thread).toBeUndefined();
    });

    it.skipIf(lacks.includes('threads'))('answers in the thread of a root message', async () => {
      const root = sent(await chat.adapter.post({ platform, channel: chat.channel }, say('a root'), { mark: 'contract-2', signal }));
      if (root === undefined) throw new Error('no ref');
      sent(await chat.adapter.post({ platform, channel: root.channel, thread: root.id }, say('an answer'), { mark: 'contract-3', signal }));
      expect(last()).toMatchObject({ thread: root.id });
    });

    it('says which abilities it lacks', () => {
      expect(chat.adapter.edit === undefined).toBe(lacks.includes('edit'));
      expect(chat.adapter.find === undefined).toBe(lacks.includes('find'));
    });

    it.skipIf(lacks.includes('edit'))('redraws a message in place', async () => {
      const { edit } = chat.adapter;
      if (edit === undefined) throw new Error('it cannot edit');
      const ref = sent(await chat.adapter.post({ platform, channel: chat.channel }, say('before'), { mark: 'contract-4', signal }));
      if (ref === undefined) throw new Error('no ref');
      const count = chat.shown().length;
      sent(await edit(ref, say('after'), { signal }));
      expect(chat.shown()).toHaveLength(count);
      expect(chat.shown().find((one) => one.id === ref.id)).toMatchObject({ edited: true });
      expect(chat.shown().find((one) => one.id === ref.id)?.text).toContain('after');
    });

    it.skipIf(lacks.includes('edit'))('says that a message it was to redraw is gone', async () => {
      const ref = sent(await chat.adapter.post({ platform, channel: chat.channel }, say('stays'), { mark: 'contract-11', signal }));
      if (ref === undefined) throw new Error('no ref');
      const delivery = await chat.adapter.edit?.({ ...ref, id: '1.1' }, say('after'), { signal });
      expect(delivery).toMatchObject({ ok: false, because: 'gone', retry: { when: 'never' } });
    });

    it.skipIf(lacks.includes('find'))('finds a message again by its mark', async () => {
      const { find } = chat.adapter;
      if (find === undefined) throw new Error('it cannot find');
      const ref = sent(await chat.adapter.post({ platform, channel: chat.channel }, say('marked'), { mark: 'contract-5', signal }));
      expect(await find({ platform, channel: chat.channel }, 'contract-5', { signal })).toEqual(ref);
      expect(await find({ platform, channel: chat.channel }, 'contract-never', { signal })).toBeUndefined();
    });

    it('hands in what a person types as plain data, and answers it from that data alone', async () => {
      const invocation = await chat.type('chart cpu of “key vault”, R&D <now>');
      expect(invocation.text).toBe('chart cpu of “key vault”, R&D <now>');
      expect(invocation.place.platform).toBe(platform);
      expect(invocation.id.startsWith(`${platform}:`)).toBe(true);
      const restored: Invocation = JSON.parse(JSON.stringify(invocation));
      sent(await chat.adapter.respond(restored, replyToChannel(say('an answer for all')), { signal }));
      expect(last()?.text).toContain('an answer for all');
      expect(last()?.onlyFor).toBeUndefined();
    });

    it('answers a mistake beside the channel: to its author alone, or in a thread', async () => {
      const invocation = await chat.type('chrat');
      sent(await chat.adapter.respond(invocation, replyToSender(say('Did you mean chart?')), { signal }));
      const answer = last();
      expect(answer?.text).toContain('Did you mean chart?');
      expect(answer?.onlyFor !== undefined || answer?.thread !== undefined).toBe(!lacks.includes('threads'));
    });

    it.skipIf(lacks.includes('buttons'))('hands in the words of a button that is pressed, and redraws its message', async () => {
      if (chat.click === undefined) throw new Error('it has no buttons');
      const words = 'chart "response time" of checkout over 7d';
      const document = say('a chart', [{ kind: 'actions', items: [button('7 d', words)] }]);
      const ref = sent(await chat.adapter.post({ platform, channel: chat.channel }, document, { mark: 'contract-6', signal }));
      const invocation = await chat.click(ref?.id ?? '', '7 d');
      expect(invocation.text).toBe(words);
      expect(invocation.origin).toMatchObject({ kind: 'clicked', message: { id: ref?.id } });
      const count = chat.shown().length;
      sent(await chat.adapter.respond(invocation, replyInPlace(say('redrawn')), { signal }));
      expect(chat.shown()).toHaveLength(count);
      expect(chat.shown().find((one) => one.id === ref?.id)?.text).toContain('redrawn');
      sent(await chat.adapter.respond(invocation, { ...replyInPlace(say('too late')), redrawnBy: 'later click' }, { signal }));
      expect(chat.shown()).toHaveLength(count);
      expect(chat.shown().find((one) => one.id === ref?.id)?.text).toContain('redrawn');
    });

    it.skipIf(lacks.includes('buttons'))('answers below the message that was clicked, and leaves it as it is', async () => {
      if (chat.click === undefined) throw new Error('it has no buttons');
      const document = say('a chart with data', [{ kind: 'actions', items: [button('CSV', 'chart csv')] }]);
      const ref = sent(await chat.adapter.post({ platform, channel: chat.channel }, document, { mark: 'contract-9', signal }));
      const invocation = await chat.click(ref?.id ?? '', 'CSV');
      const file: Block = { kind: 'file', name: 'data.csv', mediaType: 'text/csv', content: 'a,b' };
      sent(await chat.adapter.respond(invocation, replyUnderClick(say('the data', [file])), { signal }));
      const answers = chat.shown().filter((one) => one.thread === ref?.id);
      expect(answers.map((one) => one.text).join(' ')).toContain('the data');
      expect(chat.shown().find((one) => one.id === ref?.id)?.text).toContain('a chart with data');
    });

    it('shows that an answer takes a while, and then shows the answer alone', async () => {
      const invocation = await chat.type('chart cpu of everything');
      const before = chat.shown().length;
      const working = await chat.adapter.progress?.show(invocation, { report: undefined, signal });
      expect(chat.shown()).toHaveLength(working === undefined ? before : before + 1);
      let asked = 0;
      const instead = async (): Promise<MessageRef | undefined> => {
        asked += 1;
        return working;
      };
      sent(await chat.adapter.respond(invocation, replyToChannel(say('the whole chart')), { signal, instead }));
      expect(asked > 0).toBe(chat.adapter.progress !== undefined);
      expect(chat.shown()).toHaveLength(before + 1);
      expect(last()?.text).toContain('the whole chart');
      const hint = await chat.adapter.progress?.show(invocation, { report: undefined, signal });
      sent(await chat.adapter.respond(invocation, replyToSender(say('for you alone')), { signal, instead: () => Promise.resolve(hint) }));
      expect(chat.shown()).toHaveLength(before + 2);
    });

    it('shows what a command reports of its progress, with its buttons, and then the answer alone', async () => {
      const invocation = await chat.type('kql requests');
      const before = chat.shown().length;
      const report = say('running for 12 s', [actions(button('Cancel', 'kql cancel 7'))]);
      const shown = await chat.adapter.progress?.show(invocation, { report, signal });
      expect(chat.shown()).toHaveLength(shown === undefined ? before : before + 1);
      if (shown !== undefined) expect(last()?.text).toContain('running for 12 s');
      const instead = (): Promise<MessageRef | undefined> => Promise.resolve(shown);
      sent(await chat.adapter.respond(invocation, replyToChannel(say('the whole table')), { signal, instead }));
      expect(chat.shown()).toHaveLength(before + 1);
      expect(last()?.text).toContain('the whole table');
      expect(chat.shown().some((one) => one.text.includes('running for'))).toBe(false);
    });

    it.skipIf(lacks.includes('threads'))('says why it could not post to a channel that is not there, and that it did not', async () => {
      const delivery = await chat.adapter.post({ platform, channel: 'no-such-channel' }, say('lost'), { mark: 'contract-7', signal });
      expect(delivery).toMatchObject({ ok: false, certain: 'not sent' });
    });

    describeHostileTexts(platform, () => chat);
  });
}
