import { describe, expect, it } from 'vitest';
import { readWords } from '../core/words.ts';
import { createSuggest } from '../text/suggest.ts';
import { readSilence } from './silence-words.ts';

const read = (typed: string) => readSilence(readWords(typed).all, createSuggest(), []);

describe('the labels of a silence', () => {
  it('are what stands before and behind the sign, several values of one together', () => {
    expect(read('where namespace=shop, pod=web-*, pod=db for 2h').match).toEqual({ namespace: ['shop'], pod: ['web-*', 'db'] });
  });

  it('are not taken with a slip of the pen, which would keep nothing quiet', () => {
    expect(() => read('where sevrity=P3 for 2h')).toThrow(
      'Did you mean severity by “sevrity”? A label that is called so is written labels.sevrity.',
    );
    expect(() => read('where Service=shop for 2h')).toThrow(/^Did you mean service by “Service”\?/u);
    expect(() => read('severity Sev3 for 2h')).toThrow('There is no severity “Sev3”. There are P0, P1, P2, P3.');
    expect(() => read('source sentri for 2h')).toThrow('There is no source “sentri”. Did you mean sentry?');
    expect(() => read('where tier=9 for 2h')).toThrow('There is no tier “9”. There are 1, 2, 3, 4, 5.');
    expect(read('severity p*, P1 where tier=1 for 2h').match).toEqual({ severity: ['p*', 'P1'], tier: ['1'] });
    expect(read('where labels.role=db for 2h').match).toEqual({ 'labels.role': ['db'] });
  });
});
