import { describe, expect, it } from 'vitest';
import { rowsTable, tablesOf } from '../rows-table.ts';
import { runText } from '../run-text.fixture.ts';

const shops = tablesOf({
  sales: rowsTable(
    [
      { name: 'shop', type: 'string' },
      { name: 'item', type: 'string' },
      { name: 'pieces', type: 'long' },
      { name: 'price', type: 'real' },
    ],
    [
      ['north', 'apple', 3, 1.5],
      ['south', 'pear', null, 2],
      ['north', 'pear', 5, 0.5],
      ['east', 'apple', 3, null],
      ['south', 'apple', 1, 4],
    ],
  ),
});

const rowsOf = (text: string) => runText(text, shops).rows;

describe('rows', () => {
  it('keeps those for which the predicate is true, not those for which it is unknown', () => {
    expect(rowsOf('sales | where pieces > 2 | project shop, item')).toEqual([
      ['north', 'apple'],
      ['north', 'pear'],
      ['east', 'apple'],
    ]);
    expect(rowsOf('sales | where not(pieces > 2) | project shop')).toEqual([['south']]);
  });

  it('keeps a null beside a value that it is not equal to', () => {
    expect(rowsOf('sales | where pieces != 3 | project pieces')).toEqual([[null], [5], [1]]);
  });

  it('applies each part of a condition, in any order of column and value', () => {
    expect(rowsOf('sales | where shop == "north" and pieces >= 3 and 1.0 > price | project item')).toEqual([['pear']]);
    expect(rowsOf('sales | where shop == "east" or price <= 0.5 | project shop')).toEqual([['north'], ['east']]);
  });

  it('looks a list of values up, in the case asked for', () => {
    expect(rowsOf('sales | where item in ("pear", "plum") | count')).toEqual([[2]]);
    expect(rowsOf('sales | where item !in~ ("PEAR") | count')).toEqual([[3]]);
    expect(rowsOf('sales | where shop in ((sales | where item == "pear" | project shop)) | count')).toEqual([[4]]);
  });

  it('computes the columns of one extend side by side, and replaces in place', () => {
    expect(runText('sales | take 1 | extend price = price * 2, was = price', shops)).toEqual({
      columns: ['shop', 'item', 'pieces', 'price', 'was'],
      rows: [['north', 'apple', 3, 3, 1.5]],
    });
  });

  it('takes away, keeps, renames and reorders columns', () => {
    expect(runText('sales | project-away p*', shops).columns).toEqual(['shop', 'item']);
    expect(runText('sales | project-keep item, shop', shops).columns).toEqual(['shop', 'item']);
    expect(runText('sales | project-rename what = item', shops).columns).toEqual(['shop', 'what', 'pieces', 'price']);
    expect(runText('sales | project-reorder price, item', shops).columns).toEqual(['price', 'item', 'shop', 'pieces']);
  });

  it('says what columns there are', () => {
    expect(rowsOf('sales | getschema')).toEqual([
      ['shop', 0, 'System.String', 'string'],
      ['item', 1, 'System.String', 'string'],
      ['pieces', 2, 'System.Int64', 'long'],
      ['price', 3, 'System.Double', 'real'],
    ]);
  });

  it('makes rows out of the text: print, range, datatable', () => {
    expect(runText('print 1 + 2, x = strcat("a", "b")')).toEqual({ columns: ['print_0', 'x'], rows: [[3, 'ab']] });
    expect(runText('range n from 5 to 1 step -2').rows).toEqual([[5], [3], [1]]);
    expect(runText('range t from datetime(2026-11-20) to datetime(2026-11-20 00:20) step 10m').rows).toEqual([
      ['2026-11-20T00:00:00Z'],
      ['2026-11-20T00:10:00Z'],
      ['2026-11-20T00:20:00Z'],
    ]);
    expect(runText('datatable(a: string, b: long) ["x", 1, "", long(null)]').rows).toEqual([
      ['x', 1],
      ['', null],
    ]);
  });
});

describe('order', () => {
  it('sorts downwards with nulls last unless told otherwise, and leaves equal rows as they came', () => {
    expect(rowsOf('sales | sort by pieces | project pieces, shop')).toEqual([
      [5, 'north'],
      [3, 'north'],
      [3, 'east'],
      [1, 'south'],
      [null, 'south'],
    ]);
    expect(rowsOf('sales | sort by pieces asc | project pieces')).toEqual([[null], [1], [3], [3], [5]]);
    expect(rowsOf('sales | sort by pieces asc nulls last | project pieces')).toEqual([[1], [3], [3], [5], [null]]);
  });

  it('sorts by several columns, texts by their characters', () => {
    expect(rowsOf('sales | sort by item asc, price desc | project item, price')).toEqual([
      ['apple', 4],
      ['apple', 1.5],
      ['apple', null],
      ['pear', 2],
      ['pear', 0.5],
    ]);
    expect(runText('datatable(s: string) ["b", "B", "a", "ä"] | sort by s asc').rows).toEqual([['B'], ['a'], ['b'], ['ä']]);
  });

  it('gives the same first rows whether it sorts all or picks them', () => {
    const many = 'range n from 1 to 5000 step 1 | extend k = (n * 7919) % 101';
    const sorted = runText(`${many} | sort by k desc | project n, k`).rows.slice(0, 40);
    expect(runText(`${many} | top 40 by k desc | project n, k`).rows).toEqual(sorted);
    expect(runText(`${many} | sort by k desc | take 40 | project n, k`).rows).toEqual(sorted);
  });

  it('takes samples of what is there', () => {
    expect(rowsOf('sales | sample 2')).toHaveLength(2);
    expect(rowsOf('sales | sample-distinct 2 of shop')).toHaveLength(2);
    expect(rowsOf('sales | take 0')).toEqual([]);
  });
});

describe('groups', () => {
  it('makes one row per group, in the order in which groups are first seen', () => {
    expect(runText('sales | summarize n = count(), sum(pieces), round(avg(price), 2) by shop', shops)).toEqual({
      columns: ['shop', 'n', 'sum_pieces', 'avg_price'],
      rows: [
        ['north', 2, 8, 1],
        ['south', 2, 1, 3],
        ['east', 1, 3, 'NaN'],
      ],
    });
  });

  it('tells groups by several columns, a null being a group of its own', () => {
    expect(rowsOf('sales | summarize count() by item, pieces')).toEqual([
      ['apple', 3, 2],
      ['pear', null, 1],
      ['pear', 5, 1],
      ['apple', 1, 1],
    ]);
  });

  it('gives one row over no rows, but no row where there are groups', () => {
    expect(rowsOf('sales | where shop == "west" | summarize count(), max(pieces)')).toEqual([[0, null]]);
    expect(rowsOf('sales | where shop == "west" | summarize count() by item')).toEqual([]);
  });

  it('puts times into bins', () => {
    const text =
      'datatable(t: datetime) [datetime(2026-11-20 10:04:59), datetime(2026-11-20 10:05), datetime(2026-11-20 10:09:59.9999999)] | summarize count() by bin(t, 5m)';
    expect(runText(text).rows).toEqual([
      ['2026-11-20T10:00:00Z', 1],
      ['2026-11-20T10:05:00Z', 2],
    ]);
  });

  it('counts weeks from the first of January of the year 1, before and after 2020 alike', () => {
    expect(runText('print a = bin(datetime(2026-11-20), 7d), b = bin(datetime(1999-12-31 23:00), 7d)').rows).toEqual([
      ['2026-11-16T00:00:00Z', '1999-12-27T00:00:00Z'],
    ]);
    expect(runText('datatable(t: datetime) [datetime(2026-11-20), datetime(1999-12-31 23:00)] | extend t = bin(t, 7d)').rows).toEqual([
      ['2026-11-16T00:00:00Z'],
      ['1999-12-27T00:00:00Z'],
    ]);
  });

  it('gives each different row once', () => {
    expect(rowsOf('sales | distinct item')).toEqual([['apple'], ['pear']]);
    expect(rowsOf('sales | distinct item, shop | count')).toEqual([[5]]);
  });

  it('runs the inner pipeline of a partition on each value', () => {
    expect(rowsOf('sales | partition by item (top 1 by price | project item, price)')).toEqual([
      ['apple', 4],
      ['pear', 2],
    ]);
  });
});
