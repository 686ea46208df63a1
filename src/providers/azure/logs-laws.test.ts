import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAnswer } from './logs-answer.ts';
import { problemOf } from './logs-problem.ts';

const answerOf = (type: string, cell: string): string =>
  `{"tables":[{"name":"PrimaryResult","columns":[{"name":"c","type":"${type}"}],"rows":[[${cell}]]}]}`;
const read = (type: string, cell: string) => readAnswer(answerOf(type, cell), '').table.rows[0]?.[0];

it('every long keeps its digits: as a number where that is exact, as text where it is not', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (long) => {
      const cell = read('long', String(long));
      expect(String(cell)).toBe(String(long));
      expect(typeof cell).toBe(Number.isSafeInteger(Number(long)) ? 'number' : 'string');
    }),
  );
});

it('every real is the number it was', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (real) => {
      expect(read('real', JSON.stringify(real))).toBe(Number(JSON.stringify(real)));
    }),
  );
});

it('every dynamic says the same as before', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, undefined, 2);
      expect(read('dynamic', JSON.stringify(text))).toBe(JSON.stringify(value));
    }),
  );
});

it('every text stays what it is, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(read('string', JSON.stringify(text))).toBe(text);
    }),
  );
});

const inner = fc.record(
  {
    code: fc.string(),
    message: fc.string(),
    line: fc.anything(),
    pos: fc.nat(),
    token: fc.string(),
    innererror: fc.anything(),
    details: fc.anything(),
  },
  { requiredKeys: [] },
);

it('an error in any form gives a problem whose place lies in the query', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), inner, fc.record({ code: fc.string(), innererror: inner })), fc.string(), (error, query) => {
      const { code, message, at } = problemOf(error, query);
      expect([typeof code, typeof message]).toEqual(['string', 'string']);
      if (at === undefined) return;
      expect(at.start).toBeGreaterThanOrEqual(0);
      expect(at.start).toBeLessThanOrEqual(query.length);
      expect(at.length).toBeGreaterThanOrEqual(1);
    }),
  );
});

it.each([
  [
    "Query could not be parsed at '|' on line [1,0]\n\nToken: |\nLine: 1\nPosition: 0\nIf issue persists, please open a support ticket. Request id: 1",
    '| take',
    "Query could not be parsed at '|' on line [1,0]",
    { start: 0, length: 1 },
  ],
  [
    "Failed to parse datetime literal: 'x' [line:position=2:3]",
    'T\n| x',
    "Failed to parse datetime literal: 'x' [line:position=2:3]",
    { start: 5, length: 1 },
  ],
  [
    "'where' operator: Failed to resolve column or scalar expression named 'a.b'",
    'T | where xa.b and a.b',
    "'where' operator: Failed to resolve column or scalar expression named 'a.b'",
    { start: 19, length: 3 },
  ],
  ['A semantic error occurred.', 'T', 'A semantic error occurred.', undefined],
])('“%s” says where', (message, query, words, at) => {
  expect(problemOf({ code: 'BadArgumentError', innererror: { code: 'X', message } }, query)).toEqual({
    code: 'X',
    message: words,
    ...(at && { at }),
  });
});
