import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSuggest } from './suggest.ts';

const suggest = createSuggest();

describe('did you mean', () => {
  it.each([
    ['chekout', ['checkout', 'orders-db'], 'checkout'],
    ['CHECKOUT', ['checkout'], 'checkout'],
    ['char', ['chart', 'charts-of-old'], 'chart'],
    ['cup', ['ack', 'cpu', 'memory'], 'cpu'],
    ['memroy', ['memory', 'cpu'], 'memory'],
    ['website', ['orders-db', 'bps-website'], 'bps-website'],
    ['availabilty', ['availability'], 'availability'],
    ['ovr', ['of', 'over', 'by'], 'over'],
  ])('takes “%s” for what was meant', (word, candidates, meant) => {
    expect(suggest(word, candidates)).toBe(meant);
  });

  it.each([
    ['x', ['xylophone']],
    ['by', ['of', 'vs']],
    ['weather', ['chart', 'incidents', 'digest']],
    ['', ['chart']],
    ['chart', []],
  ])('offers nothing for “%s” when nothing is near', (word, candidates) => {
    expect(suggest(word, candidates)).toBeUndefined();
  });

  it('only ever offers one of the candidates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (word, candidates) => {
        const offered = suggest(word, candidates);
        expect(offered === undefined || candidates.includes(offered)).toBe(true);
      }),
    );
  });
});
