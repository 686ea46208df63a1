import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsePart } from '../../plan.ts';
import { splitPairs } from './key-values.ts';
import { patternMatcher } from './parse-pattern.ts';
import { simpleMatcher } from './parse-simple.ts';

const text = (value: string): ParsePart => ({ kind: 'text', text: value });
const skip: ParsePart = { kind: 'skip' };
const string = (name: string): ParsePart => ({ kind: 'column', name, type: 'string' });
const long = (name: string): ParsePart => ({ kind: 'column', name, type: 'long' });

describe('plain patterns', () => {
  it('give back what stands between the texts, whatever it is', () => {
    const free = fc.string().filter((value) => !value.includes('|'));
    fc.assert(
      fc.property(free, free, fc.string(), (first, second, rest) => {
        const match = simpleMatcher([text('<'), string('a'), text('|'), string('b'), text('|'), string('c')]);
        expect(match(`<${first}|${second}|${rest}`)).toEqual([first, second, rest]);
      }),
    );
  });

  it('describe the text from end to end, unless a star stands there', () => {
    expect(simpleMatcher([text('b'), string('x')])('abc')).toBeUndefined();
    expect(simpleMatcher([skip, text('b'), string('x')])('abc')).toEqual(['c']);
    expect(simpleMatcher([string('x'), text('b')])('abc')).toBeUndefined();
    expect(simpleMatcher([string('x'), text('b'), skip])('abc')).toEqual(['a']);
    expect(simpleMatcher([string('x'), text(')')])('f(1))')).toEqual(['f(1)']);
  });

  it('take a number only as far as it goes when a star follows', () => {
    expect(simpleMatcher([skip, text('n='), long('n'), skip, text('m='), long('m')])('n=12ms, m=7')).toEqual(['12', '7']);
  });

  it('never fail on any text', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        simpleMatcher([skip, text('a'), long('n'), skip, text('b'), string('s'), text('c')])(value);
        splitPairs(value, { pair: ',', keyValue: '=', quotes: '"', escape: '\\', greedyFor: undefined });
        splitPairs(value, { pair: undefined, keyValue: undefined, quotes: "'", escape: undefined, greedyFor: undefined });
      }),
    );
  });
});

describe('regular expressions', () => {
  it('are greedy, unless turned round', () => {
    const parts = [skip, text('name='), string('n'), text(','), skip];
    expect(patternMatcher(parts, '')('x name=a, b, c')).toEqual(['a, b']);
    expect(patternMatcher(parts, 'U')('x name=a, b, c')).toEqual(['a']);
    expect(patternMatcher(parts, 'Ui')('x NAME=a, b, c')).toEqual(['a']);
  });

  it('may have groups of their own', () => {
    expect(patternMatcher([text('(a|b)+='), long('n')], '')('abba=-5')).toEqual(['-5']);
    expect(() => patternMatcher([text('(')], '')).toThrow('no regular expression');
  });
});

describe('keys and values', () => {
  const plain = { pair: ' ', keyValue: '=', quotes: undefined, escape: undefined, greedyFor: undefined };

  it('are parted by what the query says', () => {
    expect(splitPairs('a=1 b=two c=', plain)).toEqual([
      ['a', '1'],
      ['b', 'two'],
      ['c', ''],
    ]);
    expect(splitPairs('a: 1, b: x: y', { ...plain, pair: ',', keyValue: ':' })).toEqual([
      ['a', '1'],
      ['b', 'x: y'],
    ]);
  });

  it('may be in quotes, with a sign that lets a quote be part of the value', () => {
    expect(splitPairs('"long key"="a b" c=(d e)', { ...plain, quotes: '"' })).toEqual([
      ['long key', 'a b'],
      ['c', '(d'],
    ]);
    expect(splitPairs('c=(d e) f=1', { ...plain, quotes: '()' })).toEqual([
      ['c', 'd e'],
      ['f', '1'],
    ]);
    expect(splitPairs(String.raw`a="x \"y\"" b=2`, { ...plain, quotes: '"', escape: '\\' })).toEqual([
      ['a', 'x "y"'],
      ['b', '2'],
    ]);
  });

  it('reach to the next key that is asked for when they are greedy', () => {
    expect(splitPairs('who=Ada B phone=55 66 town=X Y', { ...plain, greedyFor: ['who', 'phone', 'town'] })).toEqual([
      ['who', 'Ada B'],
      ['phone', '55 66'],
      ['town', 'X Y'],
    ]);
  });
});
