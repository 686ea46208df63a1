import { describe, expect, it } from 'vitest';
import { createLateOnes } from './threads-late.ts';

describe('what was late', () => {
  it('is remembered for ten minutes', () => {
    let now = 0;
    const late = createLateOnes(() => now);
    late.add('one');
    now = 599_999;
    expect([late.has('one'), late.has('two')]).toEqual([true, false]);
    now = 600_000;
    expect(late.has('one')).toBe(false);
  });

  it('is kept longer when it is late again', () => {
    let now = 0;
    const late = createLateOnes(() => now);
    late.add('one');
    now = 500_000;
    late.add('one');
    now = 1_000_000;
    expect(late.has('one')).toBe(true);
  });

  it('is forgotten beyond a thousand, the oldest first', () => {
    const late = createLateOnes(() => 0);
    for (let at = 0; at <= 1_000; at += 1) late.add(`${at}`);
    expect([late.has('0'), late.has('1'), late.has('1000')]).toEqual([false, true, true]);
  });
});
