import { describe, expect, it } from 'vitest';
import { analysed, rulesOf } from '../analyse/analyse.fixture.ts';

const refused: readonly (readonly [rule: string, ...texts: readonly string[]])[] = [
  [
    'management-command',
    '.show tables',
    '// a comment\n\n  .drop table requests',
    'requests; .show tables',
    '.set-or-append x <| requests',
  ],
  ['several-statements', 'requests; traces', 'let x = 1; requests | take x; print 1'],
  [
    'statement-not-allowed',
    'set notruncation; requests',
    'set query_take_max_records=1; requests | take 1',
    "alias database other = cluster('x').database('y'); requests",
    'restrict access to (requests); requests',
    "declare pattern app_of = (a:string)[b:string]{ ('x').['y'] = { requests }; }; requests",
    '#connect other\nrequests',
  ],
  [
    'externaldata',
    "externaldata(a:string)['https://example.com/a.csv']",
    "requests | where name in ((externaldata(a:string)['https://example.com'] | project a))",
    "let unused = externaldata(a:string)[@'https://example.com']; requests",
    "external_table('x') | take 1",
    "requests | join (external_table('x')) on name",
  ],
  [
    'request-plugin',
    "evaluate http_request('https://example.com')",
    "evaluate http_request_post('https://example.com')",
    "evaluate sql_request('Server=x', 'select 1')",
    "evaluate mysql_request('Server=x', 'select 1')",
    "evaluate postgresql_request('Server=x', 'select 1')",
    "evaluate cosmosdb_sql_request('AccountEndpoint=x', 'select 1')",
    "evaluate azure_digital_twins_query_request('https://x', 'select')",
    "requests | evaluate python(typeof(*), 'result = df')",
    "requests | evaluate r(typeof(*), 'result <- df')",
    "requests | evaluate hint.distribution=per_node python(typeof(*), 'result = df')",
    "let f = () { evaluate http_request('https://example.com') }; f()",
    "requests | where toscalar(evaluate http_request('https://example.com') | count) > 0",
    "requests | evaluate ['http_request']('https://example.com')",
    'requests | evaluate something_new(name)',
  ],
  [
    'other-database',
    "cluster('other').database('logs').requests",
    "database('other').requests",
    "requests | union database('other').traces",
    "let T = cluster('other').database('logs').requests; T | take 1",
    "['cluster']('other').database('logs').requests",
    "macro-expand entity_group [cluster('a').database('b')] as X (X.requests)",
    "let places = entity_group [cluster('a').database('b')]; requests",
    "stored_query_result('x')",
  ],
  [
    'other-workspace',
    "workspace('other').requests",
    "app('other').requests | take 1",
    "union requests, resource('/subscriptions/1/x').requests",
    "adx('https://example.com/db').T",
    "arg('').Resources",
    "let name = 'mine'; workspace(name).requests",
    "workspace(strcat('mi', 'ne')).requests",
  ],
  ['own-identity', 'print current_principal()', 'requests | extend who = current_principal_details()'],
  ['internal-function', 'print __invoke(1)'],
  ['several-results', 'requests | fork (take 1) (count)', 'requests | facet by name'],
  ['too-long', `print "${'x'.repeat(10_000)}"`],
  ['too-deep', `print ${'('.repeat(101)}1${')'.repeat(101)}`, `print ${'abs('.repeat(101)}`, `requests ${'| take 1'.repeat(600)}`],
  ['syntax', 'requests | where', 'requests | whre name == 1', '', '// nothing', 'let x = 1;', 'print (1'],
];

describe('what is never sent', () => {
  for (const [rule, ...texts] of refused) {
    it.each(texts)(`${rule}: %s`, (text) => {
      expect(rulesOf(text, 'refuse')).toContain(rule);
      // Nothing but the reasons not to send it.
      expect(analysed(text).findings.every(({ verdict }) => verdict === 'refuse')).toBe(true);
    });
  }

  it('names the place in the text', () => {
    const text = "requests | evaluate python(typeof(*), 'x')";
    const at = analysed(text).findings[0]?.at;
    expect(at && text.slice(at.start, at.start + at.length)).toBe("python(typeof(*), 'x')");
    const unread = 'requests\n| whre name == 1';
    expect(analysed(unread).findings[0]?.at?.start).toBeGreaterThan(unread.indexOf('|') - 1);
  });

  it.each([
    ['requests | wher duration > 1', 'Did you mean “where”?'],
    ['requests | summarise count()', 'Did you mean “summarize”?'],
    ['requests | select name', 'Did you mean “project”?'],
    ['requests where duration > 1', 'Is a “|” missing in front of “where”?'],
    ['requests | a.a.a.a', 'Query operator expected.'],
  ])('tells of %s that it cannot be read, and nothing else', (text, words) => {
    const { findings } = analysed(text);
    expect(findings.map(({ rule }) => rule)).toEqual(['syntax']);
    expect(findings[0]?.message).toMatch(new RegExp(`${words.replaceAll(/[|?.]/g, String.raw`\$&`)}$`, 'u'));
  });

  it('counts what names come to that stand for names', () => {
    const doubled = Array.from({ length: 40 }, (_, index) => `let a${index + 1} = a${index} + a${index};`).join('\n');
    expect(rulesOf(`let a0 = 1;\n${doubled}\nprint a40`, 'refuse')).toEqual(['too-complex']);
    const inFunction = `let f = () { let a0 = 1;\n${doubled}\na40 };\nprint f()`;
    expect(rulesOf(inFunction, 'refuse')).toEqual(['too-complex']);
  });

  it('says the same only once', () => {
    expect(rulesOf("cluster('a').database('b').T | union cluster('c').database('d').U", 'refuse')).toEqual(['other-database']);
  });

  it('takes the places that are set up for it, however they are written, and tells which are named', () => {
    const { findings, places } = analysed("union workspace('Prod-Logs').requests, app('shop').requests, ['app'](@'shop').traces", [
      'prod-logs',
      'SHOP',
    ]);
    expect(findings.filter(({ verdict }) => verdict === 'refuse')).toEqual([]);
    expect(places).toEqual(['Prod-Logs', 'shop']);
    expect(analysed("workspace('prod-logs2').requests", ['prod-logs']).findings.map(({ rule }) => rule)).toEqual(['other-workspace']);
  });
});

describe('a workspace by a name that only we have for it', () => {
  const id = '10c5ce27-0000-4000-8000-0000000000c1';
  const messagesOf = (text: string) => analysed(text, [id], { Logs: id }).findings.map(({ rule, message }) => `${rule}: ${message}`);

  it('is refused with its id, which Azure knows', () => {
    expect(messagesOf("workspace('logs').Heartbeat | take 1")).toEqual([
      `other-workspace: “logs” is my own name for a workspace, which Azure does not know: write its id, ${id}.`,
    ]);
    expect(
      analysed(`workspace('${id.toUpperCase()}').Heartbeat | where TimeGenerated > ago(1h) | take 1`, [id], { Logs: id }).findings,
    ).toEqual([]);
  });

  it('is not reached by a second argument, nor any other service by its id', () => {
    expect(messagesOf(`workspace('${id}', 'x').Heartbeat | take 1`)[0]).toContain('must stand there as a plain text');
    for (const name of ['adx', 'ADX', 'arg'])
      expect(messagesOf(`${name}('${id}').Resources | take 1`)[0]).toContain('asks another service');
  });
});

describe('what is no danger', () => {
  it.each([
    'requests | where name == "externaldata(x:string)[\'https://x\']" // .show tables; evaluate python',
    'declare query_parameters(since:timespan = 1d); requests | where timestamp > ago(since)',
    'let f = (x:long) { x + 1 }; print f(1);',
    'requests | evaluate bag_unpack(customDimensions)',
    'requests | summarize count() by name, resultCode | evaluate pivot(resultCode)',
    'requests | extend cluster = 1, database = "x" | where cluster == 1',
    "print x = 'cluster(\"a\")', y = @'database', z = \"workspace('x')\"",
    'requests\n| where name contains ";"\n| project-away customDimensions',
    `print ${'('.repeat(99)}1${')'.repeat(99)}`,
    `print "${'('.repeat(500)}" // ${'('.repeat(500)}`,
    `requests | where name in (${Array.from({ length: 200 }, (_, index) => `"n${index}"`).join()})`,
    `requests | where ${Array.from({ length: 200 }, (_, index) => `name == "n${index}"`).join(' or ')}`,
    'print current_cluster_endpoint(), cursor_current()',
  ])('%s', (text) => {
    expect(rulesOf(text, 'refuse')).toEqual([]);
  });
});
