import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureOf } from '../../templates/query-picture.ts';
import type { QueryCell, QueryColumn, QueryResult } from '../core/model/query.ts';
import { createTextPatterns } from '../text/patterns.ts';
import { createRedaction } from './redaction.ts';
import { redactInTurns, redactTogether } from './redaction-in-turns.ts';

const redaction = createRedaction({ builtIn: ['tokens', 'emails', 'addresses', 'connectionStrings'], patterns: {} });
const atOnce = (of: QueryResult, own = redaction) => redactInTurns(own, of, async () => undefined);

const result = (columns: readonly QueryColumn[], ...rows: readonly (readonly QueryCell[])[]): QueryResult => ({
  table: { columns, rows },
  render: undefined,
  partial: undefined,
});

describe('a result', () => {
  it('is hidden cell by cell, and the cells are counted', async () => {
    const columns: QueryColumn[] = [
      { name: 'client_IP', type: 'string' },
      { name: 'message', type: 'string' },
      { name: 'count_', type: 'long' },
      { name: 'timestamp', type: 'datetime' },
    ];
    const read = await atOnce(
      result(columns, ['10.1.2.3', 'ana@example.com from 10.1.2.3', 5, '2026-11-20T00:00:00Z'], ['0.0.0.0', 'fine', undefined, undefined]),
    );
    expect(read.redactions).toBe(2);
    expect(read.result.table.rows).toEqual([
      ['‹IP address 1›', '‹e-mail 1› from ‹IP address 1›', 5, '2026-11-20T00:00:00Z'],
      ['0.0.0.0', 'fine', undefined, undefined],
    ]);
  });

  it('hides nothing in a number that is none', async () => {
    const read = await atOnce(result([{ name: 'b', type: 'real' }], [Number.NaN]));
    expect(read.redactions).toBe(0);
  });

  it('has one mark for one value and two for two, in the order in which they come', async () => {
    const ips = result(
      [
        { name: 'at', type: 'string' },
        { name: 'of', type: 'dynamic' },
      ],
      ['10.0.0.2', '["10.0.0.1","ben@example.com"]'],
      ['ana@example.com', '{"password":"x"}'],
      ['10.0.0.1', '{"password":"y"}'],
      ['token=abcdef12', '{"secret":"x"}'],
    );
    const { table } = (await atOnce(ips)).result;
    expect(table.rows).toEqual([
      ['‹IP address 1›', '["‹IP address 2›","‹e-mail 1›"]'],
      ['‹e-mail 2›', '{"password":"‹token 1›"}'],
      ['‹IP address 2›', '{"password":"‹token 2›"}'],
      ['token=‹token 3›', '{"secret":"‹token 1›"}'],
    ]);
    expect((await atOnce(ips)).result.table).toEqual(table);
  });

  it('is drawn as two parts where two values are hidden', async () => {
    const columns: QueryColumn[] = [
      { name: 'user', type: 'string' },
      { name: 'n', type: 'long' },
    ];
    const { table } = (await atOnce(result(columns, ['ana@example.com', 100], ['ben@example.com', 5]))).result;
    const of = { title: 'requests', isNamed: false, subtitle: '', timeZone: 'UTC', from: 0, to: 1 };
    expect(pictureOf(table, { kind: 'piechart' }, of)).toMatchObject({
      picture: { categories: ['‹e-mail 1›', '‹e-mail 2›'], series: [{ values: [100, 5] }] },
    });
  });

  it('shown together with another has the same marks', async () => {
    const one = (...ips: readonly string[]) => result([{ name: 'ip', type: 'string' }], ...ips.map((ip) => [ip]));
    const together = await redactTogether(redaction, [one('10.0.0.1', '10.0.0.2'), one('10.0.0.2')], async () => undefined);
    expect(together.map((each) => each.result.table.rows.flat())).toEqual([['‹IP address 1›', '‹IP address 2›'], ['‹IP address 2›']]);
  });

  it('keeps two values apart, whatever they are', async () => {
    const secret = fc.oneof(
      fc.ipV4(),
      fc.emailAddress(),
      fc.string({ minLength: 1 }).map((one) => `password: "${one}"`),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(secret, { minLength: 2, maxLength: 8 }), async (values) => {
        const { table } = (await atOnce(result([{ name: 'x', type: 'string' }], ...values.map((one) => [one])))).result;
        expect(new Set(table.rows.flat()).size).toBe(values.length);
      }),
    );
  });

  it.each([
    [
      '{"ip":"10.1.2.3","id":12345678901234567890,"a\\u0040b.de":[1,"x\\u0040y.example"],"clientSecret":"abc","note":"password"}',
      '{"ip":"‹IP address 1›","id":12345678901234567890,"‹e-mail 1›":[1,"‹e-mail 2›"],"clientSecret":"‹token 1›","note":"password"}',
    ],
    ['{"dbPassword":"a","db.password":"b"}', '{"dbPassword":"‹token 1›","db.password":"‹token 2›"}'],
    [
      '{"userToken":"a","sessionToken":"b","x-functions-key":"c"}',
      '{"userToken":"‹token 1›","sessionToken":"‹token 2›","x-functions-key":"‹token 3›"}',
    ],
    ['{"password":["a",["b"]],"n":1}', '{"password":"‹token 1›","n":1}'],
    ['{"password":{"v":{"w":"hunter"}},"n":[1]}', '{"password":"‹token 1›","n":[1]}'],
    [
      '[{"password":12345678},{"password":null},{"needsPassword":true},{"password":""}]',
      '[{"password":"‹token 1›"},{"password":null},{"needsPassword":true},{"password":""}]',
    ],
    ['{"headers":"{\\"password\\":\\"hunterhunter\\"}"}', '{"headers":"{\\"password\\":\\"‹token 1›\\"}"}'],
    ['{"tokenCount":5,"PublicKeyToken":"adb9793829ddae60"}', '{"tokenCount":5,"PublicKeyToken":"adb9793829ddae60"}'],
    ['{"a":"ana@example.com… cut', '{"a":"‹e-mail 1›… cut'],
    ['{"password":["a","b… cut', '{"password":"‹token 1›"'],
    ['{"a": "b", "c" : "10.0.0.1" }', '{"a": "b", "c" : "‹IP address 1›" }'],
  ])('of JSON %j becomes %j', async (json, hidden) => {
    const { rows } = (await atOnce(result([{ name: 'customDimensions', type: 'dynamic' }], [json]))).result.table;
    expect(rows[0]?.[0]).toBe(hidden);
  });

  it('leaves JSON in which there is nothing to hide as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const json = JSON.stringify(value);
        const { rows } = (await atOnce(result([{ name: 'd', type: 'dynamic' }], [json]))).result.table;
        const hidden = String(rows[0]?.[0]);
        expect(() => JSON.parse(hidden)).not.toThrow();
        if (!hidden.includes('‹')) expect(hidden).toBe(json);
      }),
    );
  });

  it.each([
    ['application_Version', '1.2.3.4', '1.2.3.4'],
    ['sdkVersion', '1.2.3.4', '1.2.3.4'],
    ['conversion', '10.1.2.3', '‹IP address 1›'],
    ['session_version_ip', '10.1.2.3', '‹IP address 1›'],
    ['password', 'hunter', '‹token 1›'],
    ['DbPassword', '', ''],
    ['access_token', 'hunter', '‹token 1›'],
    ['PublicKeyToken', 'adb9793829ddae60', 'adb9793829ddae60'],
  ])('in the column %s, %j becomes %j', async (name, cell, hidden) => {
    const { rows } = (await atOnce(result([{ name, type: 'string' }], [cell]))).result.table;
    expect(rows).toEqual([[hidden]]);
  });

  it('hides names of columns and titles, which may come from the data', async () => {
    const pivoted: QueryResult = {
      table: {
        columns: [
          { name: 'a@x.de', type: 'long' },
          { name: 'b@x.de', type: 'long' },
        ],
        rows: [[1, 2]],
      },
      render: { kind: 'columnchart', title: 'by ana@example.com', y: ['b@x.de'] },
      partial: { code: 'PartialError', message: 'row of a@x.de' },
      cutCells: 3,
    };
    const read = (await atOnce(pivoted)).result;
    expect(read.table.columns.map((one) => one.name)).toEqual(['‹e-mail 1›', '‹e-mail 2›']);
    expect(read.render).toEqual({ kind: 'columnchart', title: 'by ‹e-mail 3›', y: ['‹e-mail 2›'] });
    expect(read.partial?.message).toBe('row of ‹e-mail 1›');
    expect(read.cutCells).toBe(3);
  });

  it('is hidden in turns, also inside a row, and everything else gets its turn in between', async () => {
    const turnsFor = async (of: QueryResult): Promise<number> => {
      let turns = 0;
      await redactInTurns(redaction, of, async () => {
        turns += 1;
      });
      return turns;
    };
    const columns = (count: number): QueryColumn[] => Array.from({ length: count }, (_, index) => ({ name: `c${index}`, type: 'string' }));
    expect(await turnsFor(result(columns(2)))).toBe(0);
    expect(await turnsFor(result(columns(1), ['x'.repeat(100_000)]))).toBe(0);
    expect(await turnsFor(result(columns(3), ['x'.repeat(30_000), 'y'.repeat(30_000), 'z'.repeat(30_000)]))).toBe(2);
    expect(await turnsFor(result(columns(2), ...Array.from({ length: 4_000 }, (_, index) => ['a', `b${index}`])))).toBe(2);
  });

  it('is hidden by the configured patterns too, and only by the kinds that are wanted', async () => {
    const patterns = { customer: createTextPatterns().compile(String.raw`\bCUST-\d{6}\b`) };
    const own = createRedaction({ builtIn: ['emails'], patterns });
    expect(own.text('CUST-123456 at 10.1.2.3, a@b.de')).toBe('‹customer› at 10.1.2.3, ‹e-mail›');
    const { rows } = (await atOnce(result([{ name: 'x', type: 'string' }], ['CUST-123456'], ['CUST-654321']), own)).result.table;
    expect(rows).toEqual([['‹customer 1›'], ['‹customer 2›']]);
  });
});
