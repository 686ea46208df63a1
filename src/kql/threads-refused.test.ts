import { describe, expect, it } from 'vitest';
import { createRefusedTexts } from './threads-refused.ts';

describe('texts that were refused', () => {
  it('are remembered for ten minutes', () => {
    let now = 0;
    const texts = createRefusedTexts(() => now);
    texts.add('one');
    now = 599_999;
    expect([texts.has('one'), texts.has('two')]).toEqual([true, false]);
    now = 600_000;
    expect(texts.has('one')).toBe(false);
  });

  it('are kept longer when they are refused again', () => {
    let now = 0;
    const texts = createRefusedTexts(() => now);
    texts.add('one');
    now = 500_000;
    texts.add('one');
    now = 1_000_000;
    expect(texts.has('one')).toBe(true);
  });

  it('are a thousand at most: the oldest are forgotten', () => {
    const texts = createRefusedTexts(() => 0);
    for (let at = 0; at <= 1_000; at += 1) texts.add(`${at}`);
    expect([texts.has('0'), texts.has('1'), texts.has('1000')]).toEqual([false, true, true]);
  });
});
