import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../kql/analyse/index.ts';
import { knownTables } from '../kql/known-tables.ts';
import { globalsFor } from '../kql/parser/globals.ts';
import type { KustoNode } from '../kql/parser/load.ts';
import { descend, diagnosticsOf, kindOf, parseAndAnalyse } from '../kql/parser/tree.ts';
import { createSuggest } from '../text/suggest.ts';
import { kqlLiteral, kqlString } from './queries-literals.ts';
import { bindParameters } from './queries-parameters.ts';
import type { QueryParameter } from './query-services.ts';

const globals = globalsFor(knownTables);
const suggest = createSuggest();

const query = {
  name: 'traces-with',
  parameters: [{ name: 'holds', type: 'string', description: 'Text.', initial: undefined }] satisfies readonly QueryParameter[],
  texts: { classic: 'traces\n| where message contains holds\n| take 10' },
};
const boundTo = (value: string): string => bindParameters(query, [{ name: 'holds', value }], suggest).classic ?? '';

/** What the parser sees, texts of names and literals left out. */
function shapeOf(text: string): readonly string[] {
  const code = parseAndAnalyse(text, globals);
  expect(diagnosticsOf(code)).toEqual([]);
  return [...descend(code.Syntax)].map(kindOf);
}

function stringsOf(text: string): readonly KustoNode[] {
  return [...descend(parseAndAnalyse(text, globals).Syntax)].filter((node) => kindOf(node) === 'StringLiteralExpression');
}

/** The value as the parser reads it. */
const valueOf = (node: KustoNode | undefined): unknown => (node !== undefined && 'LiteralValue' in node ? node.LiteralValue : undefined);

const nasty = fc.constantFrom(
  '"',
  "'",
  '\\',
  ';',
  '|',
  '//',
  '/*',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\u0000',
  '\u2028',
  '\u2029',
  '\u0085',
  '@"',
  '```',
  '~~~',
  'h"',
  '" | union *',
  '"; .drop table traces',
  '\\"',
  '\\u0022',
  '”',
  '“',
  '𝔘',
  '\ud800',
  'é',
  '\u202e',
  ' ',
  ')',
  'let x = 1;',
  'externaldata',
);
const hostile = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 }).map((parts) => parts.join(''));

describe('39 a parameter of a query', () => {
  const usual = shapeOf(boundTo('usual'));

  it('39 stays one text with exactly that value, whatever is in it, and changes nothing else of the query', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const text = boundTo(value);
        expect(shapeOf(text)).toEqual(usual);
        const found = stringsOf(text);
        expect(found).toHaveLength(1);
        expect(valueOf(found[0])).toBe(value);
        // Nothing is left that could end the line of the `let`.
        expect(text.split(/[\n\r\u0085\u2028\u2029]/u)).toHaveLength(4);
      }),
      { numRuns: 150 },
    );
  });

  it('39 is sent as it is: the belt finds the same tables and nothing to refuse', () => {
    const analysis = analyse(boundTo('"; externaldata(x:string)["https://evil.example"] | take 1 //'), {
      globals,
      schemas: knownTables,
      allowedPlaces: [],
      now: undefined,
    });
    expect(analysis.tables).toEqual(['traces']);
    expect(analysis.findings.filter((one) => one.verdict !== 'warn')).toEqual([]);
  });

  it('39 of any other type is a literal of that type or a mistake, never a piece of text', () => {
    const allowed: Readonly<Record<Exclude<QueryParameter['type'], 'string'>, RegExp>> = {
      long: /^long\(-?\d+\)$/u,
      real: /^real\(-?\d+(?:\.\d+)?\)$/u,
      bool: /^(?:true|false)$/u,
      timespan: /^\d+[dhms]$/u,
      datetime: /^datetime\(\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,7})?Z)?\)$/u,
    };
    const types = ['long', 'real', 'bool', 'timespan', 'datetime'] as const;
    const almost = fc.constantFrom(
      '5',
      '-7',
      '1.5',
      'true',
      '5m',
      '1h30m',
      '2026-11-20',
      '2026-11-20T14:05Z',
      '5) | union *',
      '1e5',
      '0x10',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.oneof(
          almost,
          hostile,
          fc.tuple(almost, hostile).map(([one, other]) => one + other),
        ),
        (type, value) => {
          let literal: string;
          try {
            literal = kqlLiteral({ name: 'p', type }, value);
          } catch (error) {
            expect(String(error)).toContain('does not fit p');
            return;
          }
          expect(literal).toMatch(allowed[type]);
          expect(diagnosticsOf(parseAndAnalyse(`let p = ${literal};\nprint p`, globals))).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('binding', () => {
  it.each([
    ['long', '+42', 'long(42)'],
    ['long', '-9223372036854775808', 'long(-9223372036854775808)'],
    ['real', '2000', 'real(2000)'],
    ['bool', 'Yes', 'true'],
    ['timespan', '90m', '90m'],
    ['timespan', '1h30m', '90m'],
    ['timespan', '48h', '2d'],
    ['datetime', '2026-11-20', 'datetime(2026-11-20)'],
    ['datetime', '2026-11-20 14:05', 'datetime(2026-11-20T14:05:00Z)'],
  ] as const)('reads %s %s as %s', (type, value, literal) => {
    expect(kqlLiteral({ name: 'p', type }, value)).toBe(literal);
  });

  it.each([
    ['long', '9223372036854775808'],
    ['long', '1.5'],
    ['real', 'NaN'],
    ['real', '1e400'],
    ['bool', '1'],
    ['timespan', '5'],
    ['datetime', '2026-02-30'],
    ['datetime', 'yesterday'],
  ] as const)('takes no %s %s', (type, value) => {
    expect(() => kqlLiteral({ name: 'p', type }, value)).toThrow('does not fit p');
  });

  it('says what is missing, unknown or given twice', () => {
    expect(() => bindParameters(query, [], suggest)).toThrow('traces-with needs holds: Text.');
    expect(() => bindParameters(query, [{ name: 'hold', value: 'x' }], suggest)).toThrow('Did you mean holds?');
    expect(() => bindParameters({ ...query, parameters: [] }, [{ name: 'a', value: 'x' }], suggest)).toThrow('It takes no parameters.');
    const twice = { name: 'holds', value: 'x' };
    expect(() => bindParameters(query, [twice, twice], suggest)).toThrow('“holds” is given twice.');
  });

  it('puts each parameter in front, of every text', () => {
    const two = {
      name: 'two',
      parameters: [
        { name: 'a', type: 'long', description: 'A.', initial: '1' },
        { name: 'b', type: 'string', description: 'B.', initial: '"x"' },
      ] satisfies readonly QueryParameter[],
      texts: { classic: 'requests', workspace: 'AppRequests' },
    };
    expect(bindParameters(two, [{ name: 'b', value: 'say "hi"' }], suggest)).toEqual({
      classic: 'let a = long(1);\nlet b = "say \\"hi\\"";\nrequests',
      workspace: 'let a = long(1);\nlet b = "say \\"hi\\"";\nAppRequests',
    });
    expect(kqlString('a\u2028b')).toBe('"a\\u2028b"');
  });
});
