import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTextPatterns } from './patterns.ts';

const { compile, faultOf } = createTextPatterns();
const marked = (source: string, text: string): string => compile(source).replaceAll(text, (found) => `<${found}>`);

it('replaces what it finds, wherever that stands', () => {
  expect(marked(String.raw`\bCUST-\d{6}\b`, 'CUST-123456, 👋 CUST-654321; CUST-1')).toBe('<CUST-123456>, 👋 <CUST-654321>; CUST-1');
  expect(marked('a*', 'baac')).toBe('b<aa>c');
  expect(marked('(?i)kunde ?[0-9]+', 'Kunde 12')).toBe('<Kunde 12>');
});

it('says what cannot be used', () => {
  expect(faultOf(String.raw`\bCUST-\d{6}\b`)).toBeUndefined();
  expect(faultOf('[0-9')).toMatch(/^is no regular expression/u);
  expect(faultOf('(?=a)b')).toMatch(/neither \(\?=…\)/u);
  expect(faultOf(String.raw`\d*`)).toMatch(/matches the empty text/u);
});

it('takes time in proportion to the text, where a search that goes back and forth would never end', () => {
  expect(marked('(?:a+)+$', `${'a'.repeat(5_000)}b`)).toBe(`${'a'.repeat(5_000)}b`);
});

it('leaves everything else as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, behind) => {
      fc.pre(!`${before}${behind}`.includes('7'));
      expect(marked('7', `${before}7${behind}`)).toBe(`${before}<7>${behind}`);
    }),
  );
});
