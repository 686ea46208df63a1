import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClauses, readList, shorten } from './clauses.ts';
import { UserError } from './errors.ts';
import { readWords } from './words.ts';

const keywords = ['of', 'over', 'in'] as const;
const read = (typed: string) =>
  readClauses(readWords(typed).all, {
    keywords,
    mostHead: 2,
    most: { of: 5 },
    examples: ['chart cpu of checkout'],
    suggest: (word) => (word === 'ovr' ? 'over' : undefined),
  });

describe('reading clauses', () => {
  it('gives the head and the words behind each keyword, in any order', () => {
    const clauses = read('cpu OVER 6h of checkout, orders');
    expect(clauses.head).toEqual(['cpu']);
    expect(clauses.of('of')).toEqual(['checkout', ',', 'orders']);
    expect(clauses.of('over')).toEqual(['6h']);
    expect(clauses.of('in')).toBeUndefined();
  });

  it('takes a quoted keyword for a name', () => {
    expect(read('cpu of "over"').of('of')).toEqual(['over']);
  });

  it.each([
    ['a keyword given twice', 'cpu over 6h over 7d', 'twice'],
    ['a keyword without words', 'cpu of over 6h', 'missing after “of”'],
    ['a keyword at the end', 'cpu over', 'missing after “over”'],
    ['an unknown option near a known one', 'cpu of x over 6h ovr', 'Did you mean “over”?'],
    ['an unknown option', 'cpu usage please', 'Options are “of”, “over”, “in”.'],
  ])('refuses %s', (_name, typed, words) => {
    expect(() => read(typed)).toThrow(UserError);
    expect(() => read(typed)).toThrow(words);
  });

  it('never throws anything but a UserError, and repeats at most 60 characters of what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (typed) => {
        try {
          read(typed);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message.length).toBeLessThan(200);
        }
      }),
    );
  });
});

describe('reading a list', () => {
  it('wants a comma between names and a name on both sides', () => {
    expect(readList(['a', ',', 'b'], 'service', [])).toEqual(['a', 'b']);
    expect(() => readList(['a', 'b'], 'service', [])).toThrow('a comma at “b”');
    expect(() => readList(['a', ','], 'service', [])).toThrow('A service is missing after the comma');
    expect(() => readList([',', 'a'], 'service', [])).toThrow('a service at “,”');
  });
});

describe('shortening', () => {
  it('cuts visibly and never inside a character', () => {
    expect(shorten('🔥🔥🔥🔥', 3)).toBe('🔥🔥…');
    expect(shorten('short')).toBe('short');
  });
});
