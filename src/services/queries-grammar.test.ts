import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWords } from '../core/words.ts';
import { type KqlWish, kqlCommand, readKqlCall } from './queries-grammar.ts';
import { noOptions, type QueryOptions, queryLooks } from './queries-options.ts';
import { meantText } from './queries-text.ts';

const read = (typed: string) => readKqlCall(readWords(typed), []);
const asked = (typed: string): KqlWish => {
  const call = read(typed);
  if (call.kind !== 'ask') throw new Error(call.kind);
  return call.wish;
};
const textOf = (typed: string): string => {
  const { body } = asked(typed);
  return body.kind === 'text' ? body.text : `kept ${body.id}`;
};

describe('kql', () => {
  it.each([
    ['kql requests | take 5', {}, 'requests | take 5'],
    ['kql in compliance requests', { in: 'compliance' }, 'requests'],
    ['kql in “web app shop” over 7d requests', { in: 'web app shop', overMs: 604_800_000 }, 'requests'],
    [
      'kql over 24h in compliance page 2 as table anyway afresh requests',
      { in: 'compliance', overMs: 86_400_000, page: 2, as: 'table', anyway: true, afresh: true },
      'requests',
    ],
    ['kql IN compliance requests', { in: 'compliance' }, 'requests'],
    // Behind the first word of the query, everything is the query.
    ['kql requests | where name in ("a", "b") | extend over = 1', {}, 'requests | where name in ("a", "b") | extend over = 1'],
    ['kql requests in over page as', {}, 'requests in over page as'],
    ['kql\nin compliance\nrequests\n| take 5', { in: 'compliance' }, 'requests\n| take 5'],
    ['kql over\u00a01h requests\u00a0| take\u00a05', { overMs: 3_600_000 }, 'requests | take 5'],
  ] as const)('understands %j', (typed, options, text) => {
    expect(asked(typed)).toEqual({ options: { ...noOptions, ...options }, body: { kind: 'text', text } });
  });

  it.each([
    ['```requests | take 5```', 'requests | take 5'],
    ['```\nrequests\n| take 5\n```', 'requests\n| take 5'],
    ['```kusto\nrequests\n```', 'requests'],
    ['```KQL \nrequests\n```', 'requests'],
    // A table's name on a line of its own is no language.
    ['```\nrequests\n| count\n```', 'requests\n| count'],
    ['```requests\n| count\n```', 'requests\n| count'],
    ['`requests | take 5`', 'requests | take 5'],
    ['print x = ```a```', 'print x = ```a```'],
    ['```kql\nover | take 1\n```', 'over | take 1'],
  ])('takes out of its block: %j', (typed, text) => {
    expect(textOf(`kql ${typed}`)).toBe(text);
    expect(textOf(`kql in shop ${typed}`)).toBe(text);
  });

  it.each([
    ['requests | where name == “GET /”', 'requests | where name == "GET /"'],
    ['requests | where name == ‘a’', "requests | where name == 'a'"],
    ['requests | where url == “http://x”', 'requests | where url == "http://x"'],
    // In a string they stay, and so does every kind of space.
    ['requests | where name == "“quoted” it’s\u00a0x"', 'requests | where name == "“quoted” it’s\u00a0x"'],
    ["print 'it\\'s “x”'", "print 'it\\'s “x”'"],
    ['print @"C:\\“x”\\"', 'print @"C:\\“x”\\"'],
    ['requests // it’s “so”\n| take 1', 'requests // it’s “so”\n| take 1'],
    ['print x = ```“a”```', 'print x = ```“a”```'],
  ])('reads %s as %s', (typed, text) => {
    expect(textOf(`kql ${typed}`)).toBe(text);
  });

  it.each([
    ['kql', { kind: 'form', options: noOptions }],
    ['kql in shop over 1h', { kind: 'form', options: { ...noOptions, in: 'shop', overMs: 3_600_000 } }],
    ['kql cancel 1a2b3c4', { kind: 'cancel', id: '1a2b3c4' }],
    [
      'kql explain in shop requests',
      { kind: 'explain', wish: { options: { ...noOptions, in: 'shop' }, body: { kind: 'text', text: 'requests' } } },
    ],
    [
      'kql in shop kept 1A2B3C4D5E6F708192A3B4C5D6E7F809',
      { kind: 'ask', wish: { options: { ...noOptions, in: 'shop' }, body: { kind: 'kept', id: '1a2b3c4d5e6f708192a3b4c5d6e7f809' } } },
    ],
    // No id: the query itself.
    ['kql cancel | take 5', { kind: 'ask', wish: { options: noOptions, body: { kind: 'text', text: 'cancel | take 5' } } }],
    ['kql kept | take 5', { kind: 'ask', wish: { options: noOptions, body: { kind: 'text', text: 'kept | take 5' } } }],
  ])('reads %j', (typed, call) => {
    expect(read(typed)).toEqual(call);
  });

  it.each([
    ['kql over yesterday requests', '“yesterday” is no time span; say 30m, 24h or 7d.'],
    ['kql over 0s requests', 'is no time span'],
    ['kql page 0 requests', 'is no page'],
    ['kql as pie requests', 'there are table, chart, csv'],
    ['kql in a in b requests', '“in” is given twice'],
    ['kql in', 'Something is missing after “in”.'],
    ['kql explain', 'Which query is to be explained?'],
  ])('says what is wrong with %j', (typed, words) => {
    expect(() => read(typed)).toThrow(words);
  });
});

const signs = [
  '"',
  "'",
  '“',
  '”',
  '‘',
  '’',
  '„',
  '`',
  '```',
  '~~~',
  '@"',
  '\\',
  '//',
  '\n',
  '\n\n',
  '\t',
  ' ',
  '\u00a0',
  '\u2003',
  ';',
  '|',
  ',',
  '=',
  '(',
  ')',
];
const ours = [
  'in',
  'over',
  'page',
  'as',
  'anyway',
  'afresh',
  'explain',
  'cancel',
  'kept',
  '1a2b3c4d5e6f708192a3b4c5d6e7f809',
  '24h',
  'kql',
  'sql',
  'table',
  '<http://a|in>',
  '<',
  '>',
  '&lt;',
];
const others = ['requests', 'where', 'é', '𝔘', '日本', '\u202e', '\u0000', '-', '–', '—', 'let x = 1;', '.drop'];
const pieces = fc.constantFrom(...signs, ...ours, ...others);
/** As it comes through the door: the router has read its words. */
const text = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 5 })), { minLength: 1, maxLength: 14 })
  .map((parts) => meantText(readWords(parts.join('')).text))
  .filter((one) => one !== '');
const name = fc.oneof(
  fc.constantFrom('compliance', 'web app shop', 'in', 'over', 'it’s'),
  fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,20}$/u).map((one) => one.trim()),
);
const options: fc.Arbitrary<QueryOptions> = fc.record({
  in: fc.option(name, { nil: undefined }),
  overMs: fc.option(
    fc.integer({ min: 1, max: 10_000_000 }).map((seconds) => seconds * 1_000),
    { nil: undefined },
  ),
  page: fc.option(fc.integer({ min: 1, max: 9_999 }), { nil: undefined }),
  as: fc.option(fc.constantFrom(...queryLooks), { nil: undefined }),
  range: fc.option(
    fc.tuple(fc.nat(4_000_000_000_000), fc.integer({ min: 1, max: 100_000_000 })).map(([from, ms]) => ({ from, to: from + ms })),
    { nil: undefined },
  ),
  anyway: fc.boolean(),
  afresh: fc.boolean(),
});

describe('a fixed range', () => {
  it.each([
    'from 2026-11-20T12:00Z requests',
    'from 2026-11-20T12:00Z to 2026-11-20T11:00Z requests',
    'from a to b requests',
    'from yesterday',
  ])('is two moments, one after the other: %s', (typed) => {
    expect(() => read(`kql ${typed}`)).toThrow('two moments in UTC');
  });
});

describe('the words of a button', () => {
  it('are read as the very query and options they were written for, whatever is in the query', () => {
    fc.assert(
      fc.property(options, text, fc.constantFrom('ask', 'explain', 'edit'), (said, query, verb) => {
        const wish: KqlWish = { options: said, body: { kind: 'text', text: query } };
        expect(read(kqlCommand(wish, verb))).toEqual({ kind: verb, wish });
      }),
      { numRuns: 2_000 },
    );
  });

  it('do so for a kept query', () => {
    fc.assert(
      fc.property(options, fc.stringMatching(/^[0-9a-f]{32}$/u), (said, id) => {
        const wish: KqlWish = { options: said, body: { kind: 'kept', id } };
        expect(read(kqlCommand(wish))).toEqual({ kind: 'ask', wish });
      }),
    );
  });

  it('mean the same when they are read again', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 20 }), (parts) => {
        const once = meantText(parts.join(''));
        expect(meantText(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});
