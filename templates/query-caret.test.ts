import { describe, expect, it } from 'vitest';
import { caretBlock } from './query-caret.ts';

const drawn = (text: string, start: number, length = 1): readonly string[] => {
  const block = caretBlock(text, { start, length });
  return block.kind === 'preformatted' ? block.text.split('\n') : [];
};

describe('the place of a fault', () => {
  it('has a caret under each of its characters', () => {
    expect(drawn('requests | wher x > 1', 11, 4)).toEqual(['requests | wher x > 1', '           ^^^^']);
  });

  it('of several lines shows its own, with its number', () => {
    expect(drawn('requests\n| where Namespac == "a"\n| take 5', 17, 8)).toEqual(['2: | where Namespac == "a"', '           ^^^^^^^^']);
  });

  it('in a long line shows what is around it', () => {
    const text = `requests | where name == "${'x'.repeat(200)}" and nam == 1 | take 5`;
    const [line = '', carets = ''] = drawn(text, text.indexOf('nam =='), 3);
    expect(line.length).toBeLessThan(70);
    expect(line.slice(carets.indexOf('^'), carets.length)).toBe('nam');
  });

  it('at the very end, or beyond it, is one caret behind the last character', () => {
    expect(drawn('requests |', 10, 5)).toEqual(['requests |', '          ^']);
    expect(drawn('requests |', 99)).toEqual(['requests |', '          ^']);
  });

  it('never reaches beyond its line', () => {
    expect(drawn('a | b\nc', 4, 100)).toEqual(['1: a | b', '       ^']);
  });
});
