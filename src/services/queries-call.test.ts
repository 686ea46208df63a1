import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../core/errors.ts';
import { readWords } from '../core/words.ts';
import { type NamedWish, queryCommand, readQueryCall } from './queries-call.ts';
import { noOptions, queryLooks } from './queries-options.ts';

const read = (typed: string) => readQueryCall(readWords(typed), []);

describe('query', () => {
  it.each([
    ['query', { kind: 'form' }],
    ['query slow', { kind: 'ask', wish: { name: 'slow', given: [], options: noOptions } }],
    [
      'query slow slowerThan=500 in “web app” over 1d page 2 as csv',
      {
        kind: 'ask',
        wish: {
          name: 'slow',
          given: [{ name: 'slowerThan', value: '500' }],
          options: { ...noOptions, in: 'web app', overMs: 86_400_000, page: 2, as: 'csv' },
        },
      },
    ],
    [
      'query slow over 1d holds="a in b, ""c"" d=e" in shop pod=‘x y’ q=«z»',
      {
        kind: 'ask',
        wish: {
          name: 'slow',
          given: [
            { name: 'holds', value: 'a in b, "c" d=e' },
            { name: 'pod', value: 'x y' },
            { name: 'q', value: 'z' },
          ],
          options: { ...noOptions, in: 'shop', overMs: 86_400_000 },
        },
      },
    ],
    [
      'query slow holds=“it’s, so”',
      { kind: 'ask', wish: { name: 'slow', given: [{ name: 'holds', value: 'it’s, so' }], options: noOptions } },
    ],
    ['query slow holds=a,b', { kind: 'ask', wish: { name: 'slow', given: [{ name: 'holds', value: 'a,b' }], options: noOptions } }],
    ['query save morning', { kind: 'save', name: 'morning' }],
    ['query save kql in shop requests | take 5', { kind: 'ask name', words: 'kql in shop requests | take 5' }],
    [
      'query save kept 1A2B3C4D5E6F708192A3B4C5D6E7F809 morning',
      { kind: 'save kept', id: '1a2b3c4d5e6f708192a3b4c5d6e7f809', name: 'morning' },
    ],
    ['query remove morning', { kind: 'delete', name: 'morning' }],
  ])('reads %s', (typed, call) => {
    expect(read(typed)).toEqual(call);
  });

  it.each([
    ['words', 'a '],
    ['parameters', 'a=b '],
    ['quotes that never close', "'a "],
    ['quoted parameters', 'a="b" '],
  ])('takes time in proportion to the text: 12,000 characters of %s', (_what, piece) => {
    const words = readWords(`query n ${piece.repeat(12_000 / piece.length)}`.slice(0, 12_000).trimEnd());
    const times = [1, 2, 3].map(() => {
      const before = process.threadCpuUsage();
      try {
        readQueryCall(words, []);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it.each([
    ['query slow fast', 'I did not understand “fast” here.'],
    ['query slow holds=', 'Something is missing after “holds=”.'],
    ['query slow holds="a', 'do not match'],
    ['query slow holds="a"b', 'do not match'],
    ['query slow in a in b', 'is given twice'],
    ['query save my query', 'one word'],
    ['query delete', 'Give its name'],
  ])('says what is wrong with %s', (typed, words) => {
    expect(() => read(typed)).toThrow(words);
  });

  it('is read as the very wish that its words were written for', () => {
    const hostile = fc.constantFrom(
      '"',
      "'",
      '“',
      '”',
      '‘',
      '’',
      '«',
      '»',
      '\\',
      ';',
      '|',
      ',',
      '=',
      ' ',
      '\n',
      '\u00a0',
      'in',
      'over 1h',
      'a=b',
      'é',
      '日本',
      '//',
    );
    const value = fc.array(fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 8 }).map((parts) => {
      // As it comes through the door.
      const typed = readWords(`x${parts.join('')}x`).text;
      return typed.slice(1, -1);
    });
    const wish: fc.Arbitrary<NamedWish> = fc.record({
      name: fc.constantFrom('slow', 'morning', 'größe-1'),
      given: fc.array(fc.record({ name: fc.stringMatching(/^[A-Za-z_]\w{0,8}$/u), value }), { maxLength: 3 }),
      options: fc.record({
        in: fc.option(fc.constantFrom('shop', 'web app', 'in', 'a=b'), { nil: undefined }),
        overMs: fc.option(fc.constantFrom(60_000, 5_400_000), { nil: undefined }),
        page: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
        as: fc.option(fc.constantFrom(...queryLooks), { nil: undefined }),
        anyway: fc.boolean(),
        afresh: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(wish, (one) => {
        expect(read(queryCommand(one))).toEqual({ kind: 'ask', wish: one });
      }),
      { numRuns: 1_000 },
    );
  });
});
