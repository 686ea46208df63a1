import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueryCell, QueryColumn, QueryResult } from '../core/model/query.ts';
import { createRedaction } from './redaction.ts';
import { redactInTurns } from './redaction-in-turns.ts';

const builtIn = ['tokens', 'emails', 'addresses', 'connectionStrings'] as const;
const redaction = createRedaction({ builtIn, patterns: {} });
const hide = redaction.text;

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const key = 'c3RvcmFnZS1rZXktdGhhdC1pcy1sb25nLWVub3VnaA==';

describe('what is hidden', () => {
  it.each([
    ['mail to ana.perez+x@mail.example.com now', 'mail to ‹e-mail› now'],
    ['<jürgen@müller.de>', '<‹e-mail›>'],
    ['from 10.1.2.3 to 192.168.0.1:8080', 'from ‹IP address› to ‹IP address›:8080'],
    ['http://10.0.0.5/health', 'http://‹IP address›/health'],
    ['10.0.0.0/24', '‹IP address›/24'],
    ['from 10.1.2.3.', 'from ‹IP address›.'],
    ['fe80::1ff:fe23:4567:890a up', '‹IP address› up'],
    ['[2001:db8::8a2e:370:7334]:443', '[‹IP address›]:443'],
    ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', '‹IP address›'],
    ['::ffff:10.1.2.3', '‹IP address›'],
    [`Authorization: Bearer ${jwt}`, 'Authorization: Bearer ‹token›'],
    ['Authorization: Basic dXNlcjpwYXNzd29yZDE=', 'Authorization: Basic ‹token›'],
    ['token=abc123def456&x=1', 'token=‹token›&x=1'],
    ['{"password": "hunter22!"}', '{"password": "‹token›"}'],
    ['api_key: 9f86d081884c7d65', 'api_key: ‹token›'],
    [
      'https://a.blob.core.windows.net/c?sv=2024&sig=abc%2Bdefghijklmnop%3D&se=1',
      'https://a.blob.core.windows.net/c?sv=2024&sig=‹token›&se=1',
    ],
    ['xoxb-123456789012-abcdefghij', '‹token›'],
    ['AKIAIOSFODNN7EXAMPLE', '‹token›'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- end', '‹token› end'],
    [`DefaultEndpointsProtocol=https;AccountName=files;AccountKey=${key};EndpointSuffix=core.windows.net`, '‹connection string›'],
    [
      'cannot open "Server=tcp:db.example,1433;Database=shop;User ID=sa;Password=p@ssw0rd!;Encrypt=true" now',
      'cannot open "‹connection string›" now',
    ],
    ['Host=db;Username=app;Password=secret1', '‹connection string›'],
    ['InstrumentationKey=9f86d081-884c-4d65-9a2f-eaa0c55ad015;IngestionEndpoint=https://x.example/', '‹connection string›'],
    ['connect to postgres://app:s3cret@db.example:5432/shop failed', 'connect to ‹connection string› failed'],
    ['redis://:s3cret@cache.example:6380', '‹connection string›'],
  ])('%j becomes %j', (text, hidden) => {
    expect(hide(text)).toBe(hidden);
  });

  it.each([
    'v1.2.3.4',
    'Version=4.0.0.0, Culture=neutral',
    'version 10.0.0.1',
    'Mozilla/5.0 Chrome/120.0.0.0 Safari/537.36',
    '1.3.6.1.4.1.311',
    'dotnet10.0:otel1.14.0:ext1.5.0',
    '999.1.1.1',
    '01.02.03.04',
    '0.0.0.0',
    '10:05:30',
    '2026-11-20T10:05:30.1234567Z',
    '1.02:03:04.5',
    'std::vector<int>::at',
    'a::b',
    'face::cafe',
    'aa:bb:cc:dd:ee:ff',
    '9f86d081-884c-4d65-9a2f-eaa0c55ad015',
    'user@host',
    'image@sha256:0123',
    '@example.com',
    'token: expired',
    'the password was wrong',
    'tokens = 15',
    'Npgsql.NpgsqlConnector.Open',
    'SELECT * FROM jobs WHERE id = $1',
    'GET /api/compliance/jobs/{id}',
    '‹e-mail›',
  ])('%j stays', (text) => {
    expect(hide(text)).toBe(text);
  });

  it('takes time in proportion to the text, whatever is in it', () => {
    const bait = [
      'a',
      '.',
      '@',
      ':',
      '=',
      ';',
      '"',
      '1',
      '1.',
      'a@',
      'a@a.',
      'eyJ',
      'eyJa.',
      'token=',
      'Password=',
      'Password=;',
      'a=b;',
      '-----BEGIN PRIVATE KEY-----',
      'x://',
      'x://a:',
      '::',
      '1:',
    ];
    for (const one of bait) {
      const text = one.repeat(Math.ceil(60_000 / one.length));
      const started = performance.now();
      hide(text);
      expect({ of: one, isQuick: performance.now() - started < 3_000 }).toEqual({ of: one, isQuick: true });
    }
  });

  it('hides an address, a token or an e-mail wherever it stands among other words', () => {
    const around = fc.constantFrom('', ' ', '(', '"', ', ', 'from ', '\n', ' | ');
    const secret = fc.constantFrom('10.20.30.40', 'ana@example.com', jwt, 'fe80::1:2');
    fc.assert(
      fc.property(around, secret, fc.constantFrom('', ' ', ')', '"', ', ', '\n', ' | x'), (before, found, behind) => {
        expect(hide(`${before}${found}${behind}`)).not.toContain(found);
      }),
    );
  });
});

const result = (columns: readonly QueryColumn[], ...rows: readonly (readonly QueryCell[])[]): QueryResult => ({
  table: { columns, rows },
  render: undefined,
  partial: undefined,
});

describe('a result', () => {
  it('is hidden cell by cell, and the cells are counted', () => {
    const columns: QueryColumn[] = [
      { name: 'client_IP', type: 'string' },
      { name: 'message', type: 'string' },
      { name: 'count_', type: 'long' },
      { name: 'timestamp', type: 'datetime' },
    ];
    const read = redaction.result(
      result(columns, ['10.1.2.3', 'ana@example.com from 10.1.2.3', 5, '2026-11-20T00:00:00Z'], ['0.0.0.0', 'fine', undefined, undefined]),
    );
    expect(read.redactions).toBe(2);
    expect(read.result.table.rows).toEqual([
      ['‹IP address›', '‹e-mail› from ‹IP address›', 5, '2026-11-20T00:00:00Z'],
      ['0.0.0.0', 'fine', undefined, undefined],
    ]);
  });

  it('keeps its JSON whole, long numbers too', () => {
    const json =
      '{"ip":"10.1.2.3","id":12345678901234567890,"a\\u0040b.de":[1,"x\\u0040y.example"],"clientSecret":"abc","note":"password"}';
    const { rows } = redaction.result(result([{ name: 'customDimensions', type: 'dynamic' }], [json])).result.table;
    expect(rows[0]?.[0]).toBe(
      '{"ip":"‹IP address›","id":12345678901234567890,"‹e-mail›":[1,"‹e-mail›"],"clientSecret":"‹token›","note":"password"}',
    );
  });

  it('takes four numbers in a column of versions for a version', () => {
    const { rows } = redaction.result(result([{ name: 'application_Version', type: 'string' }], ['1.2.3.4'])).result.table;
    expect(rows).toEqual([['1.2.3.4']]);
  });

  it('hides names of columns and titles, which may come from the data', () => {
    const pivoted: QueryResult = {
      table: {
        columns: [
          { name: 'a@x.de', type: 'long' },
          { name: 'b@x.de', type: 'long' },
        ],
        rows: [[1, 2]],
      },
      render: { kind: 'columnchart', title: 'by ana@example.com', y: ['b@x.de'] },
      partial: { code: 'PartialError', message: 'row of ana@example.com' },
    };
    const read = redaction.result(pivoted).result;
    expect(read.table.columns.map((one) => one.name)).toEqual(['‹e-mail›', '‹e-mail› 2']);
    expect(read.render).toEqual({ kind: 'columnchart', title: 'by ‹e-mail›', y: ['‹e-mail› 2'] });
    expect(read.partial?.message).toBe('row of ‹e-mail›');
  });

  it('is hidden in turns as it is at once, and everything else gets its turn in between', async () => {
    const columns: QueryColumn[] = [
      { name: 'ip', type: 'string' },
      { name: 'a@x.de', type: 'string' },
    ];
    const many = result(
      columns,
      ...Array.from({ length: 4_000 }, (_one, index) => [`10.1.2.${index % 255}`, 'x'.repeat(index === 17 ? 200_000 : 3)]),
    );
    let turns = 0;
    const giveWay = async (): Promise<void> => {
      turns += 1;
    };
    expect(await redactInTurns(redaction, many, giveWay)).toEqual(redaction.result(many));
    expect(turns).toBe(3);
    expect(await redactInTurns(redaction, result(columns), giveWay)).toEqual(redaction.result(result(columns)));
    expect(turns).toBe(3);
  });

  it('is hidden by the configured patterns too, and only by the kinds that are wanted', () => {
    const own = createRedaction({ builtIn: ['emails'], patterns: { customer: String.raw`\bCUST-\d{6}\b` } });
    expect(own.text('CUST-123456 at 10.1.2.3, a@b.de')).toBe('‹customer› at 10.1.2.3, ‹e-mail›');
  });
});
