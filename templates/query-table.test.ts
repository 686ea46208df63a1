import { describe, expect, it } from 'vitest';
import type { QueryCell, QueryTable, QueryType } from '../src/core/model/query.ts';
import { shownCell } from './query-cells.ts';
import { pagesOf, tablePage } from './query-table.ts';

const berlin = { zone: 'Europe/Berlin', zoneName: 'CET' };
const cell = (value: QueryCell, type: QueryType): string => shownCell(value, { name: 'x', type }, 'Europe/Berlin');

describe('a cell', () => {
  it.each([
    [undefined, 'long', '–'],
    ['', 'string', ''],
    [true, 'bool', 'true'],
    [1234567, 'long', '1,234,567'],
    ['9007199254740993', 'long', '9,007,199,254,740,993'],
    [9007199254740992, 'long', '≈ 9,007,199,254,740,992'],
    [1234.56789, 'real', '1,234.568'],
    [0.0123456, 'real', '0.0123'],
    [0.000000123, 'real', '1.230e-7'],
    ['NaN', 'real', 'NaN'],
    ['12.5', 'decimal', '12.5'],
    ['2026-11-20T13:05:09Z', 'datetime', '2026-11-20 14:05:09'],
    ['2026-07-20T12:05:09.25Z', 'datetime', '2026-07-20 14:05:09.250'],
    ['not a time', 'datetime', 'not a time'],
    ['1.02:03:04.5000000', 'timespan', '1.02:03:04.5'],
    ['00:05:00', 'timespan', '00:05:00'],
    ['00:00:10.0000000', 'timespan', '00:00:10'],
    ['{"a":[1,null]}', 'dynamic', '{"a":[1,null]}'],
    ['one\n  two', 'string', 'one ⏎ two'],
    [JSON.stringify(Array.from({ length: 288 }, (_, index) => index)), 'dynamic', '[0, 1, … 288 values]'],
    ['[1,2,3,4]', 'dynamic', '[1,2,3,4]'],
    [JSON.stringify(Array.from({ length: 24 }, () => '2026-11-20T00:00:00Z')), 'dynamic', '["2026-11-20T00:00:00Z", … 24 values]'],
    [`[broken ${'x'.repeat(40)}`, 'dynamic', `[broken ${'x'.repeat(40)}`],
  ] as const)('%j of type %s is %j', (value, type, shown) => {
    expect(cell(value, type)).toBe(shown);
  });

  it('that is long is cut visibly', () => {
    expect(cell('x'.repeat(500), 'string')).toBe(`${'x'.repeat(89)}…`);
  });
});

describe('a page of a table', () => {
  const numbered = (count: number): QueryTable => ({
    columns: [
      { name: 'n', type: 'long' },
      { name: 'at', type: 'datetime' },
      { name: 'name', type: 'string' },
    ],
    rows: Array.from({ length: count }, (_, index) => [index + 1, '2026-11-20T13:00:00Z', `row ${index + 1}`]),
  });

  it('has 15 rows, and says which of how many', () => {
    const { block, words } = tablePage(numbered(40), { page: 2, ...berlin });
    expect([block.rows.length, block.rows[0]?.[0]?.text, words]).toEqual([15, '16', 'Rows 16–30 of 40.']);
    expect(tablePage(numbered(40), { page: 3, ...berlin }).words).toBe('Rows 31–40 of 40.');
    expect(pagesOf(numbered(40))).toBe(3);
  });

  it('beyond the last is the last, and says so', () => {
    expect(tablePage(numbered(17), { page: 9, ...berlin }).words).toBe('There are only 2 pages. Rows 16–17 of 17.');
  });

  it('says nothing more where all is shown', () => {
    expect(tablePage(numbered(15), { page: 1, ...berlin }).words).toBeUndefined();
  });

  it('has numbers on the right, and names the zone of times', () => {
    expect(tablePage(numbered(1), { page: 1, ...berlin }).block.columns).toEqual([
      { title: 'n', align: 'right' },
      { title: 'at (CET)', align: 'left' },
      { title: 'name', align: 'left' },
    ]);
  });

  it('leaves empty columns out of a wide table, and names those that find no room', () => {
    const columns = Array.from({ length: 14 }, (_, index) => ({ name: `c${index}`, type: 'string' as const }));
    const row = columns.map((_, index) => (index % 4 === 1 ? '' : `v${index}`));
    const { block, words } = tablePage({ columns, rows: [row] }, { page: 1, ...berlin });
    expect(block.columns.map((one) => one.title)).toEqual(['c0', 'c2', 'c3', 'c4', 'c6', 'c7', 'c8', 'c10']);
    expect(words).toBe('4 empty columns are left out. Not shown for width: c11, c12. They are in the CSV; | project chooses.');
  });
});
