import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepestNesting, readBody } from './read-body.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Lone surrogates are no text that a body of UTF-8 can hold. */
const values = fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' });

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd');
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [cleaned(key), cleaned(one)]));
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('a body', () => {
  it('is read as JSON is, whatever it holds', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = JSON.stringify(value);
        expect(readBody(bytesOf(text))).toEqual({ text, json: JSON.parse(text) });
      }),
    );
  });

  it('40 loses its NULs and nothing else', () => {
    const texts = fc.string({ unit: fc.constantFrom('\0', '\\', '"', 'u0000', 'a', 'é') });
    fc.assert(
      fc.property(fc.array(texts), (value) => {
        const { text, json } = readBody(bytesOf(JSON.stringify(value)));
        expect(json).toEqual(cleaned(value));
        expect(JSON.parse(text)).toEqual(json);
      }),
    );
  });

  it('40 is refused by how deep it nests, not by what its strings hold', () => {
    const brackets = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ' ') });
    fc.assert(
      fc.property(brackets, fc.integer({ min: 0, max: deepestNesting + 3 }), (text, levels) => {
        let value: unknown = text;
        for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [text, value] : { [text]: value };
        const read = () => readBody(bytesOf(JSON.stringify(value)));
        if (depthOf(value) > deepestNesting) expect(read).toThrow('nests deeper');
        else expect(read().json).toEqual(value);
      }),
    );
  });

  it('40 may be any bytes: it is read, or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          readBody(bytes);
        } catch (error) {
          expect(String(error)).toMatch(/^UserError: The body (?:is no|nests)/u);
        }
      }),
    );
  });

  it('is read without its byte order mark', () => {
    expect(readBody(bytesOf('\ufeff[1]'))).toEqual({ text: '[1]', json: [1] });
  });
});
