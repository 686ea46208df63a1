import { describe, expect, it } from 'vitest';
import { analysed, rulesOf } from '../analyse/analyse.fixture.ts';

const doubts = (text: string): readonly string[] =>
  analysed(text)
    .findings.filter(({ verdict }) => verdict === 'confirm')
    .map(({ message }) => message);

describe('what the parser doubts', () => {
  it('is asked about, with what may have been meant', () => {
    expect(doubts('requests | where durration > 5')).toEqual([
      'The name “durration” does not refer to any known column, table, variable or function. Did you mean “duration”?',
    ]);
    expect(doubts('requests | extend x = strcatt("a")')).toEqual([
      'The name “strcatt” does not refer to any known function. Did you mean “strcat”?',
    ]);
    expect(doubts('let threshold = 5; requests | where duration > treshold')[0]).toContain('Did you mean “threshold”?');
    expect(doubts('requests | where zzzzzz > 5')).toEqual([
      'The name “zzzzzz” does not refer to any known column, table, variable or function.',
    ]);
  });

  it('stands at its place in the text', () => {
    const text = 'requests\n| where durration > 5';
    const at = analysed(text).findings.find(({ rule }) => rule === 'semantic')?.at;
    expect(at && text.slice(at.start, at.start + at.length)).toBe('durration');
  });

  it('is about types, too', () => {
    expect(doubts('requests | where duration > "long"')).toEqual([
      'The operator “>” is not defined for the operand types real and string.',
    ]);
  });

  it('is asked about tables only where the name is nearly that of a known one', () => {
    expect(doubts('reqests | take 1')).toEqual(['There may be no table “reqests”. Did you mean “requests”?']);
    expect(doubts('SomethingElseEntirely | where x > 5 | project y')).toEqual([]);
    expect(doubts('request_CL | where Level_s == "x"')).toEqual([]);
    expect(doubts('requests | where name in (Blocked_CL)')).toEqual([]);
    expect(doubts('AzureDiagnostics | where httpStatus_d >= 500 and clientIP_s == "::1"')).toEqual([]);
    expect(doubts('requests | where name in (Blocked_CL | project Name_s)')).toEqual([]);
  });

  it('is not what the service takes all the same', () => {
    expect(doubts('requests | summarize count(name)')).toEqual([]);
    expect(doubts('print make_timespan(1, 12, 30, 55.123)')).toEqual([]);
    expect(doubts('print format_ipv4_mask("10.0.0.1/8")')).toEqual([]);
    expect(doubts('union isfuzzy=true requests, (Nowhere* | where name == "a") | count')).toEqual([]);
    expect(doubts('union isfuzzy=true requests, (traces | where nme == "a") | count')).toHaveLength(1);
    expect(doubts('requests | summarize countif(name)')).toHaveLength(1);
    expect(doubts('requests | summarize count(nam == "x")')).toHaveLength(1);
  });

  it('ends after ten', () => {
    expect(doubts(`print ${Array.from({ length: 30 }, (_, index) => `unknown${index}`).join()}`)).toHaveLength(10);
  });
});

describe('what costs', () => {
  const warned: readonly (readonly [rule: string, ...texts: readonly string[]])[] = [
    ['no-time-filter', 'requests', 'requests | where timestamp > ago(1h) | union traces', 'requests | where timestamp < ago(1h)'],
    ['search-all-tables', 'search "x"', 'union *', 'union withsource=T *', 'find where name == "x"', 'requests | union *'],
    [
      'unbounded-join',
      'requests | join (dependencies) on operation_Id',
      'requests | where timestamp > ago(1h) | join kind=leftouter (dependencies | where success == false) on operation_Id',
      'requests | join (dependencies | where timestamp > ago(1h)) on operation_Id',
    ],
    ['row-cap', 'requests', 'requests | take 1001', 'requests | summarize count() by name'],
  ];
  for (const [rule, ...texts] of warned) {
    it.each(texts)(`${rule}: %s`, (text) => {
      expect(rulesOf(text, 'warn')).toContain(rule);
    });
  }

  it.each([
    'requests | where timestamp > ago(1h) | take 10',
    'requests | where timestamp > ago(1h) | join kind=inner (dependencies | where timestamp > ago(1h)) on operation_Id | count',
    'requests | where timestamp > ago(1h) | join (dependencies | where timestamp > ago(1d) | summarize count() by operation_Id) on operation_Id | take 5',
    'search in (requests, traces) timestamp > ago(1h) and "x" | take 5',
    'let kinds = datatable(name:string)["a"]; kinds | join kind=inner (requests | where timestamp > ago(1h)) on name | count',
    'print 1',
  ])('nothing: %s', (text) => {
    // What is counted may be a sample, which costs nothing.
    expect(rulesOf(text, 'warn').filter((rule) => rule !== 'sampled')).toEqual([]);
  });

  it('is named with the tables', () => {
    const [finding] = analysed('requests | union (traces | where timestamp > ago(1h)) | union AppTraces | take 5').findings;
    expect(finding?.message).toContain('“requests”, “AppTraces”');
  });

  it('names the time as the table does', () => {
    const message = (text: string) => analysed(text).findings.find(({ rule }) => rule === 'no-time-filter')?.message;
    expect(message('requests | count')).toBe('No filter on timestamp: everything within the range is read.');
    expect(message('AppRequests | count')).toBe('No filter on TimeGenerated: everything within the range is read.');
    expect(message('search "x" | count')).toBe('No filter on the time: everything within the range is read.');
  });

  it('advises nothing that the query does already', () => {
    const message = (text: string) => analysed(text).findings.find(({ rule }) => rule === 'row-cap')?.message;
    expect(message('requests | take 2000')).toContain('narrow the range, or summarize.');
    expect(message('requests | top 1200 by duration')).not.toContain('take');
    expect(message('let ids = requests | summarize count() by id; ids | sort by count_')).toContain('make fewer groups');
  });
});
