import { describe, expect, it } from 'vitest';
import { queryCsv } from './query-csv.ts';

describe('the file of a result', () => {
  it('has every cell as the service wrote it, and nothing for null', () => {
    const columns = [
      { name: 'at', type: 'datetime' },
      { name: 'count_', type: 'long' },
      { name: 'x', type: 'real' },
      { name: 'ok', type: 'bool' },
      { name: 'say, "what"', type: 'string' },
    ] as const;
    const rows = [
      ['2026-11-20T14:05:00.1234567Z', '9007199254740993', -0.25, true, 'a "quoted", word\nand a line'],
      [undefined, -5, 1e-7, false, ''],
    ] as const;
    expect(queryCsv({ columns, rows })).toBe(
      'at,count_,x,ok,"say, ""what"""\r\n' +
        '2026-11-20T14:05:00.1234567Z,9007199254740993,-0.25,true,"a ""quoted"", word\nand a line"\r\n' +
        ',-5,1e-7,false,\r\n',
    );
  });

  it.each(['=1+1', '+cmd', '-2+3', '@sum', '\tx'])('makes %j text, which a spreadsheet would compute', (text) => {
    expect(queryCsv({ columns: [{ name: 'x', type: 'string' }], rows: [[text]] })).toContain(`'${text}`);
  });
});
