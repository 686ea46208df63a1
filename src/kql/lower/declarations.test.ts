import { describe, expect, it } from 'vitest';
import { lowered, planText } from './plan-text.fixture.ts';

describe('what a query declares', () => {
  it.each([
    [
      'values stand where their names were',
      'let x = 5; let y = x + 1; requests | where duration > y',
      'requests | where predicate: >(duration, +(5, 1))',
    ],
    [
      'rows are made once, under their name',
      'let T = requests | take 1; T | union T',
      'T := requests | take count: 1; @T | union branches: [{ name: union_arg1 pipeline: (@T) }] join: outer inputName: union_arg0',
    ],
    ['a table under another name stays the table', 'let T = requests; T | take 1', 'requests | take count: 1'],
    ['materialize adds nothing to that', 'let T = materialize(requests | take 1); T', 'T := requests | take count: 1; @T'],
    [
      'a name may hide the table it is made of',
      'let requests = requests | take 1; requests',
      'requests := requests | take count: 1; @requests',
    ],
    [
      '`as` gives rows a name',
      'requests | count | as X | where Count > toscalar(X)',
      'X := requests | count name: Count; @X | where predicate: >(Count, (@X))',
    ],
    [
      'a function of values, with a default and names',
      'let f = (a:real, b:long=2) { a*b }; print f(1), f(b=3, a=2)',
      'print columns: [print_0:real=*(real 1, 2), print_1:real=*(real 2, 3)]',
    ],
    [
      'a function of rows, called and invoked',
      'let f = (T:(name:string), p:string) { let q = strcat(p, "x"); T | where name == q }; f(deps, "a") | invoke f("b")',
      'T := deps | where predicate: ==(name, strcat("a", "x")); @T | where predicate: ==(name, strcat("b", "x"))',
    ],
    [
      'functions inside functions',
      'let f = () { let x = 1; let g = (y:long) { x + y }; print g(5) }; f',
      'print columns: [print_0:long=+(1, 5)]',
    ],
    [
      'a function sees what was declared before it',
      'let x = 1; let f = () { x }; let g = (x:long) { f() + x }; print g(2)',
      'print columns: [print_0:long=+(1, 2)]',
    ],
    [
      'rows of a function that uses them twice are made once',
      'let f = (T:(name:string)) { T | join T on name }; f((deps | project name))',
      'T := deps | project columns: [name:string=name]; @T | join join: innerunique right: (@T) on: [{ left: name right: name }] output: [{ side: left column: name name: name }, { side: right column: name name: name1 }]',
    ],
    [
      'rows that an outer operator hands in are not kept beyond it',
      'let f = (T:(name:string)) { let k = T | take 1; k | project name }; requests | partition by name (invoke f())',
      'requests | partition by: name:string=name pipeline: (… | take count: 1 | project columns: [name:string=name])',
    ],
    [
      'parameters have their defaults',
      'declare query_parameters(p:string="x", n:real=3); requests | where name == p and duration > n',
      'requests | where predicate: and(==(name, "x"), >(duration, real 3))',
    ],
    ['what is never used may be what is not supported', 'let E = externaldata(a:string)["x"]; requests', 'requests'],
    ['settings change nothing', 'set notruncation; requests', 'requests'],
  ])('%s', (_, query, plan) => {
    expect(planText(lowered(query))).toBe(plan);
  });

  it('takes the values that are given for parameters', () => {
    const plan = lowered('declare query_parameters(p:string); print p', { p: { type: 'string', value: 'a"; drop' } });
    expect(planText(plan)).toBe('print columns: [print_0:string="a\\"; drop"]');
  });

  it('wants a value for a parameter that has no default', () => {
    expect(() => lowered('declare query_parameters(p:string); print p')).toThrow(expect.objectContaining({ kind: 'semantic' }));
  });

  it('says for a fault in a function where it was called', () => {
    const text = 'let f = (T:(name:string)) { T | fork (count) }; deps | invoke f()';
    expect(() => lowered(text)).toThrow(expect.objectContaining({ kind: 'unsupported', at: { start: text.indexOf('f()'), length: 3 } }));
  });
});

describe('what a plan cannot say', () => {
  it.each([
    ['requests | fork (count) (take 1)', 'The operator “fork” is not supported here.'],
    ['requests | facet by name', 'The operator “facet” is not supported here.'],
    ['requests | consume', 'The operator “consume” is not supported here.'],
    ['requests | getschema kind=csl', 'getschema kind=csl is not supported here.'],
    ['externaldata(a:string)["x"]', 'externaldata is not supported here.'],
    ['cluster("x").database("y").T', '“cluster("x").database("y").T”: a table of another place is not supported here.'],
    ['requests | count; deps | count', 'Several queries in one text are not supported here.'],
    [
      'requests | summarize arg_max(timestamp, *) | evaluate bag_unpack(bag) | summarize take_any(*)',
      '“*” where the columns are not known is not supported here.',
    ],
  ])('%s', (query, message) => {
    expect(() => lowered(query)).toThrow(expect.objectContaining({ kind: 'unsupported', message }));
  });
});

describe('what becomes too large', () => {
  const doubled = (times: number): string =>
    Array.from({ length: times }, (_, index) => `let a${index + 1} = a${index} + a${index};`).join(' ');

  it('is refused before anything walks it', () => {
    expect(() => lowered(`let a0 = 1; ${doubled(40)} print a40`)).toThrow(expect.objectContaining({ kind: 'limit' }));
  });

  it('is not what is merely long', () => {
    const list = Array.from({ length: 5_000 }, (_, index) => index).join(',');
    expect(() => lowered(`requests | where duration in (${list})`)).not.toThrow();
    expect(() => lowered(`requests ${'| where duration > 1 '.repeat(450)}`)).not.toThrow();
  });

  it('or too deep', () => {
    expect(() => lowered(`print ${'-('.repeat(90)}1${')'.repeat(90)}`)).not.toThrow();
  });
});
