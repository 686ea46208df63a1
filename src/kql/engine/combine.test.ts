import { describe, expect, it } from 'vitest';
import { KqlFailure } from '../failure.ts';
import { runText } from '../run-text.fixture.ts';

const two = `let X = datatable(Key: string, Value1: long) ["a", 1, "b", 2, "b", 3, "c", 4];
let Y = datatable(Key: string, Value2: long) ["b", 10, "c", 20, "c", 30, "d", 40];
`;

const joined = (kind: string) => runText(`${two}X | join ${kind} Y on Key`);

describe('join', () => {
  it('takes one left row of each key where no kind is said', () => {
    expect(joined('')).toEqual({
      columns: ['Key', 'Value1', 'Key1', 'Value2'],
      rows: [
        ['b', 2, 'b', 10],
        ['c', 4, 'c', 20],
        ['c', 4, 'c', 30],
      ],
    });
  });

  it('gives every pair with kind=inner', () => {
    expect(joined('kind=inner').rows).toEqual([
      ['b', 2, 'b', 10],
      ['b', 3, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
    ]);
  });

  it('keeps rows without a partner in the outer kinds', () => {
    expect(joined('kind=leftouter').rows).toContainEqual(['a', 1, '', null]);
    expect(joined('kind=leftouter').rows).toHaveLength(5);
    expect(joined('kind=rightouter').rows).toContainEqual(['', null, 'd', 40]);
    expect(joined('kind=rightouter').rows).toHaveLength(5);
    expect(joined('kind=fullouter').rows).toHaveLength(6);
  });

  it('asks only whether there is a partner in the semi and anti kinds', () => {
    expect(joined('kind=leftsemi')).toEqual({
      columns: ['Key', 'Value1'],
      rows: [
        ['b', 2],
        ['b', 3],
        ['c', 4],
      ],
    });
    expect(joined('kind=leftanti').rows).toEqual([['a', 1]]);
    expect(joined('kind=rightsemi')).toEqual({
      columns: ['Key', 'Value2'],
      rows: [
        ['b', 10],
        ['c', 20],
        ['c', 30],
      ],
    });
    expect(joined('kind=rightanti').rows).toEqual([['d', 40]]);
  });

  it('finds no partner for a null', () => {
    const text = `let N = datatable(k: long, v: string) [long(null), "null", 1, "one"];
N | join kind=leftouter (N) on k`;
    expect(runText(text).rows).toEqual([
      [null, 'null', null, ''],
      [1, 'one', 1, 'one'],
    ]);
  });

  it('joins on several keys and on columns of different names', () => {
    const text = `let L = datatable(a: string, b: long, x: long) ["p", 1, 1, "p", 2, 2, "q", 1, 3];
let R = datatable(c: string, b: long, y: string) ["p", 2, "yes", "q", 2, "no"];
L | join kind=inner R on $left.a == $right.c, b | project x, y`;
    expect(runText(text).rows).toEqual([[2, 'yes']]);
  });

  it('filters the left side before it takes one row of each key, as the service does', () => {
    const text = `let t1 = datatable(key: long, value: string) [1, "val1.1", 1, "val1.2"];
let t2 = datatable(key: long, value: string) [1, "val1.3", 1, "val1.4"];
t1 | join kind=innerunique t2 on key | where value == "val1.2"`;
    expect(runText(text).rows).toEqual([
      [1, 'val1.2', 1, 'val1.3'],
      [1, 'val1.2', 1, 'val1.4'],
    ]);
  });

  it('looks up columns without the keys of the right side', () => {
    expect(runText(`${two}X | lookup (Y | project Key, Value1 = Value2) on Key`)).toEqual({
      columns: ['Key', 'Value1', 'Value11'],
      rows: [
        ['a', 1, null],
        ['b', 2, 10],
        ['b', 3, 10],
        ['c', 4, 20],
        ['c', 4, 30],
      ],
    });
  });

  it('ends with a reason when a join makes too many rows', () => {
    const text =
      'range a from 1 to 3000 step 1 | extend k = 1 | join kind=inner (range b from 1 to 3000 step 1 | extend k = 1) on k | count';
    const run = () => runText(text, undefined, { limits: { ms: 60_000, rows: 1_000_000 } });
    expect(run).toThrow(KqlFailure);
    expect(run).toThrow('more than 1,000,000 rows');
  });

  it('ends with a reason when it takes too long', () => {
    let passed = 0;
    const run = () =>
      runText(
        'range a from 1 to 100000 step 1 | extend k = 1 | join kind=inner (range b from 1 to 100000 step 1 | extend k = 1) on k | count',
        undefined,
        {
          limits: { ms: 500, rows: Number.POSITIVE_INFINITY },
          elapsed: () => {
            passed += 1;
            return passed;
          },
        },
      );
    expect(run).toThrow('took longer than 0.5 s');
  });
});

describe('union', () => {
  it('puts rows one after the other and fills what a side lacks', () => {
    expect(runText(`${two}X | union Y`)).toEqual({
      columns: ['Key', 'Value1', 'Value2'],
      rows: [
        ['a', 1, null],
        ['b', 2, null],
        ['b', 3, null],
        ['c', 4, null],
        ['b', null, 10],
        ['c', null, 20],
        ['c', null, 30],
        ['d', null, 40],
      ],
    });
    expect(runText(`${two}union kind=inner X, Y | count`).rows).toEqual([[8]]);
    expect(runText(`${two}union kind=inner X, Y`).columns).toEqual(['Key']);
  });

  it('says which table a row is from, and splits a column that has two types', () => {
    const text = `let View_1 = view () { print x = 1 };
let View_2 = view () { print x = toint(2) };
union withsource = TableName View_1, View_2`;
    expect(runText(text)).toEqual({
      columns: ['TableName', 'x_long', 'x_int'],
      rows: [
        ['View_1', 1, null],
        ['View_2', null, 2],
      ],
    });
  });
});

describe('lists', () => {
  it('expands a list into rows, a null into one row and an empty list into none', () => {
    expect(runText('datatable(a: int, b: dynamic) [1, dynamic([10, 20]), 2, dynamic(null), 3, dynamic([])] | mv-expand b').rows).toEqual([
      [1, '10'],
      [1, '20'],
      [2, null],
    ]);
  });

  it('expands bags into bags of one property or into pairs', () => {
    const bag = 'datatable(b: dynamic) [dynamic({"p": "a1", "q": 2})]';
    expect(runText(`${bag} | mv-expand b`).rows).toEqual([['{"p":"a1"}'], ['{"q":2}']]);
    expect(runText(`${bag} | mv-expand kind=array b | extend key = b[0], value = b[1]`).rows).toEqual([
      ['["p","a1"]', 'p', 'a1'],
      ['["q",2]', 'q', '2'],
    ]);
  });

  it('expands columns side by side, with an index, a type and a limit', () => {
    const text =
      'datatable(a: int, b: dynamic, c: dynamic) [1, dynamic(["x"]), dynamic([5, 4, 3])] | mv-expand with_itemindex=i b to typeof(string), c to typeof(long) limit 2';
    expect(runText(text)).toEqual({
      columns: ['a', 'b', 'c', 'i'],
      rows: [
        [1, 'x', 5, 0],
        [1, '', 4, 1],
      ],
    });
  });

  it('runs the inner pipeline of mv-apply on the elements of each row', () => {
    const text = `datatable(index: int, Arr: dynamic) [0, dynamic([5, 1, 3]), 1, dynamic([4, 10, 8, 7])]
| mv-apply Arr2 = Arr to typeof(long) on (top 2 by Arr2 | summarize Top2 = make_list(Arr2))`;
    expect(runText(text)).toEqual({
      columns: ['index', 'Arr', 'Top2'],
      rows: [
        [0, '[5,1,3]', '[5,3]'],
        [1, '[4,10,8,7]', '[10,8]'],
      ],
    });
  });
});

describe('names', () => {
  it('uses the rows of `as` again', () => {
    expect(runText('range x from 1 to 3 step 1 | as T | where x > 1 | union T | count').rows).toEqual([[5]]);
  });

  it('computes toscalar once and takes its first cell', () => {
    expect(
      runText('let m = toscalar(range x from 1 to 3 step 1 | summarize max(x)); range y from 1 to 4 step 1 | where y > m').rows,
    ).toEqual([[4]]);
  });

  it('computes toscalar for each part of a partition', () => {
    const text = `datatable(d: string, m: real) ["a", 1.0, "a", 3.0, "b", 5.0]
| partition by d (as P | extend share = m / toscalar(P | summarize sum(m)))`;
    expect(runText(text).rows).toEqual([
      ['a', 1, 0.25],
      ['a', 3, 0.75],
      ['b', 5, 1],
    ]);
  });

  it('searches all columns that hold text', () => {
    const text =
      'datatable(name: string, more: dynamic, n: long) ["disk full", dynamic({"a": "x"}), 1, "ok", dynamic({"a": "disk"}), 2, "diskette", dynamic(null), 3]';
    expect(runText(`${text} | search "disk" | project n`).rows).toEqual([[1], [2]]);
    expect(runText(`${text} | search "disk*" | project n`).rows).toEqual([[1], [2], [3]]);
    expect(runText(`${text} | search "disk" and n > 1`).columns).toEqual(['$table', 'name', 'more', 'n']);
    expect(runText(`${text} | where * has "ok" | project n`).rows).toEqual([[2]]);
  });

  it('names what it does not support', () => {
    const run = () => runText('print x = series_fir(dynamic([1]), dynamic([1])) | evaluate autocluster()');
    expect(run).toThrow(KqlFailure);
    expect(run).toThrow('autocluster');
  });
});
