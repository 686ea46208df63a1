import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWords } from '../../src/core/words.ts';
import { nothingChosen, readInvocation, readWordsOf } from './read-invocation.ts';
import { decodeOnce } from './read-text.ts';
import { type IncomingActivity, incomingActivity } from './schema.ts';
import { readSearch } from './search.ts';

const bot = { id: '28:bot', name: 'Tocsin' };
const channel = { id: '19:ops@thread.tacv2;messageid=7', conversationType: 'channel', isGroup: true };
const activity = (change: object): IncomingActivity =>
  incomingActivity.parse({
    type: 'message',
    id: '8',
    recipient: bot,
    conversation: { id: 'a:chat', conversationType: 'personal' },
    ...change,
  });
const mention = { type: 'mention', text: '<at>Tocsin</at>', mentioned: bot };
const click = (action: object): IncomingActivity => activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action } });

describe('the words of a message', () => {
  it.each([
    ['<at>Tocsin</at> chart cpu of x', 'chart cpu of x'],
    ['chart cpu of x <at>Tocsin</at>', 'chart cpu of x'],
    ['<at>Tocsin</at>&nbsp;help', 'help'],
    ['<at>Tocsin</at> services<br>', 'services'],
    ['<at>Tocsin</at> chart a &amp;amp; b', 'chart a &amp; b'],
    ['<at>Tocsin</at> x &lt;b&gt; &#39;y&#x27; &quot;z&quot; &unknown; &#0;', 'x <b> \'y\' "z" &unknown; &#0;'],
    ['<at>Tocsin</at> tell <at id="0">Ana Duarte</at>', 'tell Ana Duarte'],
    ['hey <at>Tocsin</at> whoami', 'whoami'],
    ['<at>Tocsin</at> <at>Tocsin</at> whoami', 'whoami'],
    ['<at>Tocsin</at>: whoami', 'whoami'],
    ['<at>Tocsin</at>', ''],
  ])('%s', (text, words) => {
    expect(readWordsOf(activity({ text, entities: [mention], conversation: channel }))).toBe(words);
  });

  it('in a channel count only when the bot itself was mentioned', () => {
    const other = { type: 'mention', text: '<at>Tocsin</at>', mentioned: { id: '29:somebody' } };
    expect(readWordsOf(activity({ text: '<at>Tocsin</at> help', entities: [other], conversation: channel }))).toBeUndefined();
    expect(readWordsOf(activity({ text: '<at>Tocsin</at> help', conversation: channel }))).toBeUndefined();
    expect(readWordsOf(activity({ text: 'help', conversation: { id: 'g', conversationType: 'groupChat' } }))).toBeUndefined();
  });

  it('of reactions, typing and other invokes there are none', () => {
    expect(readWordsOf(activity({ type: 'messageReaction' }))).toBeUndefined();
    expect(readWordsOf(activity({ type: 'typing' }))).toBeUndefined();
    expect(readWordsOf(activity({ type: 'invoke', name: 'task/fetch', value: {} }))).toBeUndefined();
  });

  it('are never a crash, whatever was typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => typeof readWordsOf(activity({ text })) === 'string'));
    expect(readWordsOf(activity({ text: '<at>'.repeat(50_000) }))).toBeDefined();
    expect(readWordsOf(activity({ text: '<at '.repeat(50_000) }))).toBeDefined();
    expect(readWordsOf(activity({ text: '&#'.repeat(50_000) }))).toBeDefined();
  });

  it('decoding undoes one encoding exactly', () => {
    const encode = (text: string): string => text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        expect(decodeOnce(encode(text))).toBe(text);
      }),
    );
  });
});

describe('the words of a click', () => {
  it('are the button’s command', () => {
    expect(readWordsOf(click({ verb: 'command', data: { command: 'ack INC-1' } }))).toBe('ack INC-1');
  });

  it('are the command of the chosen option; nothing when none is chosen', () => {
    expect(readWordsOf(click({ verb: 'choose', data: { choose: 's0-1', 's0-1': 'services' } }))).toBe('services');
    expect(readWordsOf(click({ verb: 'choose', data: { choose: 's0-1', 's0-1': '' } }))).toBe(nothingChosen);
  });

  it('are a form’s command with the fields that were filled in, each value one word', () => {
    const data = {
      command: 'declare',
      form: 'f3',
      fields: ['title', 'severity', 'note'],
      'f3.0': 'Checkout is "slow"',
      'f3.1': 'P1',
      'f3.2': ' ',
    };
    const words = String(readWordsOf(click({ verb: 'submit', data })));
    expect(readWords(words).all.map((one) => one.text)).toEqual(['declare', 'title', 'Checkout is "slow"', 'severity', 'P1']);
  });

  it('say a field that stands for its value alone without its name, and in its place', () => {
    const data = { command: 'chart', form: 'f0', fields: ['=metric', 'of', 'over'], 'f0.0': 'cpu', 'f0.1': 'bps website', 'f0.2': '6h' };
    expect(readWordsOf(click({ verb: 'submit', data }))).toBe('chart cpu of "bps website" over 6h');
  });

  it.each([
    [{}],
    [{ verb: 'other', data: {} }],
    [{ verb: 'command', data: { command: 7 } }],
    [{ verb: 'submit', data: { command: 'x' } }],
    [{ verb: 'command' }],
  ])('that is malformed are none: %j', (action) => {
    expect(readWordsOf(click(action))).toBeUndefined();
  });
});

describe('whatever an invoke holds', () => {
  it('is a command, a search or nothing, and never a crash', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('adaptiveCard/action', 'application/search', 'task/fetch'),
        fc.anything({ maxDepth: 4 }),
        (name, value) => {
          const invoke = activity({ type: 'invoke', name, value });
          expect(['string', 'undefined']).toContain(typeof readWordsOf(invoke));
          expect(readSearch(invoke)?.typed ?? '').toEqual(expect.any(String));
        },
      ),
    );
  });

  it('of a form gives each value as one word, whatever was filled in', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), { maxLength: 5 }), (values) => {
        const data = { command: 'chart', form: 'f0', fields: values.map((_, index) => `n${index}`) };
        const filled = Object.fromEntries(values.map((value, index) => [`f0.${index}`, value]));
        const words = readWords(String(readWordsOf(click({ verb: 'submit', data: { ...filled, ...data } })))).all.map((one) => one.text);
        expect(words.filter((_, index) => index % 2 === 1)).toEqual(
          values.flatMap((value, index) => (value.trim() === '' ? [] : [`n${index}`])),
        );
      }),
    );
  });

  it('is a search only for what a form of ours can search', () => {
    const search = (value: object) => readSearch(activity({ type: 'invoke', name: 'application/search', value }));
    expect(search({ queryText: 'cpu', dataset: 'metrics' })).toEqual({
      source: 'metrics',
      typed: 'cpu',
      most: 15,
    });
    expect(search({ dataset: 'zones' })?.typed).toBe('');
    expect(search({ queryText: 'x', dataset: 'secrets' })).toBeUndefined();
  });
});

describe('an invocation', () => {
  const around = { actor: { platform: 'teams', id: 'x', name: 'X' }, channelName: 'ops', now: 5, fallbackId: 'hash' };

  it('of a root message is in no thread, of a reply in the root’s', () => {
    expect(readInvocation(activity({ id: '7', conversation: channel }), 'help', around).place.thread).toBeUndefined();
    expect(readInvocation(activity({ id: '8', conversation: channel }), 'help', around).place).toMatchObject({
      channel: '19:ops@thread.tacv2',
      thread: '7',
    });
  });

  it('has the same id when the same event comes again, and one of its own where the platform gave none', () => {
    const one = readInvocation(activity({ id: '8', conversation: channel }), 'help', around);
    expect(one.id).toBe('teams:19:ops@thread.tacv2;messageid=7:8');
    expect(readInvocation(activity({ id: undefined }), 'help', around).id).toBe('teams:a:chat:hash');
  });

  it('is plain data', () => {
    const one = readInvocation(
      activity({ type: 'invoke', replyToId: '7', conversation: channel, serviceUrl: 'https://s/' }),
      'ack',
      around,
    );
    expect(JSON.parse(JSON.stringify(one))).toMatchObject({
      origin: { kind: 'clicked' },
      replyTo: { serviceUrl: 'https://s/', conversation: channel.id },
    });
  });
});
