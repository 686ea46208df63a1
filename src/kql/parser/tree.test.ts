import { describe, expect, it } from 'vitest';
import { globalsFor } from './globals.ts';
import type { KustoNode } from './load.ts';
import { atOf, columnsOf, descend, diagnosticsOf, elements, kindOf, parseAndAnalyse, part, textOf, typeOf } from './tree.ts';

const globals = globalsFor([
  {
    name: 'requests',
    columns: [
      { name: 'timestamp', type: 'datetime' },
      { name: 'name', type: 'string' },
      { name: 'customDimensions', type: 'dynamic' },
    ],
  },
]);

const first = (text: string, kind: string): KustoNode | undefined =>
  [...descend(parseAndAnalyse(text, globals).Syntax)].find((node) => kindOf(node) === kind);

describe('what the parser gives', () => {
  it('is read by kinds, parts and places', () => {
    const text = '// first\nrequests | where name == "a" // last';
    const equal = first(text, 'EqualExpression');
    const left = equal && part(equal, 'Left');
    expect(equal && [textOf(equal, text), atOf(equal)]).toEqual(['name == "a"', { start: text.indexOf('name'), length: 11 }]);
    expect(left && [kindOf(left), typeOf(left)]).toEqual(['NameReference', 'string']);
    expect(equal && part(equal, 'Nothing')).toBeUndefined();
  });

  it('has lists without their commas', () => {
    const text = 'print strcat("a", "b", "c")';
    const call = first(text, 'FunctionCallExpression');
    expect(call && elements(part(call, 'ArgumentList')).map((one) => textOf(one, text))).toEqual(['"a"', '"b"', '"c"']);
    expect(elements(undefined)).toEqual([]);
  });

  it('has the columns of the result, all dynamics alike', () => {
    const { ResultType: result } = parseAndAnalyse(
      'requests | summarize make_list(name), make_bag(customDimensions), n = count()',
      globals,
    );
    expect(columnsOf(result)).toEqual([
      { name: 'list_name', type: 'dynamic' },
      { name: 'bag_customDimensions', type: 'dynamic' },
      { name: 'n', type: 'long' },
    ]);
    expect(columnsOf(undefined)).toEqual([]);
  });

  it('tells syntax from meaning, in the order of the text', () => {
    const found = diagnosticsOf(parseAndAnalyse('requests | where nme == "a" | where (name == "b"', globals));
    expect(found.map(({ stage }) => stage)).toEqual(['semantic', 'syntax']);
    expect(found.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('knows the functions that name another place', () => {
    for (const text of ["app('x').requests", "workspace('x').requests | where name == 'a'", "union requests, resource('x').requests"]) {
      expect(diagnosticsOf(parseAndAnalyse(text, globals))).toEqual([]);
    }
  });
});
