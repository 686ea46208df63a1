import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KqlFailure } from '../../failure.ts';
import type { Value } from '../../types.ts';
import { jsonText, parseJson } from './json.ts';
import { elementOf, keyPath, parsePath, valueAt } from './json-path.ts';

describe('dynamic values as JSON', () => {
  it('read and write the same, without blanks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(jsonText(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('keep long numbers exact', () => {
    expect(jsonText(parseJson('{"id":9007199254740993,"n":-9223372036854775808}'))).toBe(
      '{"id":9007199254740993,"n":-9223372036854775808}',
    );
  });

  it('says undefined to what is no JSON, and refuses endless nesting', () => {
    expect(parseJson('{a:1}')).toBeUndefined();
    expect(() => jsonText(parseJson('['.repeat(5000) + ']'.repeat(5000)))).toThrow(KqlFailure);
  });

  it('finds elements, and never what an object inherits', () => {
    const of: Value = { a: { b: [1, 2, 3] } };
    expect(valueAt(of, parsePath('$.a["b"][-1]') ?? [])).toBe(3);
    expect(elementOf(of, 'toString')).toBeNull();
    expect(elementOf(parseJson('{"__proto__":1}') ?? null, '__proto__')).toBe(1);
    expect(parsePath('a.b')).toBeUndefined();
    expect(keyPath('a.b')).toEqual(['a.b']);
  });
});
