import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globalsFor } from '../parser/globals.ts';
import { parseAndAnalyse } from '../parser/tree.ts';
import { depthFault } from './depth.ts';
import { deepestQuery, sizeFault } from './size.ts';

const globals = globalsFor([]);
const nested = (open: string, close: string, levels: number): string => `print ${open.repeat(levels)}1${close.repeat(levels)}`;

describe('the depth of a query', () => {
  it.each([
    ['(', ')'],
    ['abs(', ')'],
    ['toscalar(print ', ')'],
    ['pack_array(1, ', ')'],
  ])('is the same by its brackets and by its tree: %s', (open, close) => {
    for (const levels of [deepestQuery - 1, deepestQuery, deepestQuery + 1]) {
      const text = nested(open, close, levels);
      const fault = levels > deepestQuery ? 'too-deep' : undefined;
      expect(sizeFault(text)?.rule).toBe(fault);
      expect(depthFault(parseAndAnalyse(text, globals).Syntax)?.rule).toBe(fault);
    }
  });

  it('is not that of long chains', () => {
    const text = `print ${Array.from({ length: 300 }, (_, index) => index).join(' + ')}`;
    expect(sizeFault(text)).toBeUndefined();
    expect(depthFault(parseAndAnalyse(text, globals).Syntax)).toBeUndefined();
  });

  it('is told of any text, without hanging', () => {
    const pieces = fc.constantFrom('(', ')', '[', '{', '"', "'", '@"', '```', '//', '\n', '\\', 'a', '|', ';', '\u{1f600}');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 500 }), (parts) => {
        expect(['too-deep', undefined]).toContain(sizeFault(parts.join(''))?.rule);
      }),
    );
    const started = performance.now();
    expect(sizeFault('"\\'.repeat(4_999))).toBeUndefined();
    expect(sizeFault('@"""'.repeat(2_400))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(200);
  });
});
