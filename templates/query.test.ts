import { describe, expect, it } from 'vitest';
import { type Block, type Document, plainText } from '../src/core/document.ts';
import type { QueryAnalysis, QueryCell, QueryColumn } from '../src/core/model/query.ts';
import type { QueryAnswer, QueryExplanation, QueryView } from '../src/services/services.ts';
import { querySpeech } from './query.ts';
import { queryExplained } from './query-explained.ts';
import { queryList } from './query-list.ts';

const to = Date.UTC(2026, 10, 20, 13, 5);
const analysis: QueryAnalysis = {
  findings: [],
  tables: ['requests'],
  joins: [],
  places: [],
  timeFilter: 'all',
  lookBackMs: undefined,
  capped: 'requests\n| take 1000',
  addedCap: 1_000,
  columns: [],
  render: undefined,
};
const found = {
  place: { kind: 'workspace', id: 'w', title: 'central-logs' },
  tables: 'classic',
  service: undefined,
  name: 'compliance',
} as const;
const view: QueryView = { page: 1, as: 'table', timeZone: 'Europe/Berlin', rows: [] };

function answer(columns: readonly QueryColumn[], rows: readonly (readonly QueryCell[])[], over: Partial<QueryAnswer> = {}): QueryAnswer {
  return {
    kind: 'answer',
    wish: { text: 'requests', in: undefined, overMs: undefined, anyway: false, notBefore: undefined },
    text: 'requests',
    found,
    from: to - 86_400_000,
    to,
    analysis,
    notes: [],
    result: { table: { columns, rows }, render: undefined, partial: undefined },
    redactions: 0,
    ms: 84,
    ageMs: undefined,
    portal: '',
    ...over,
  };
}

const count: QueryColumn = { name: 'count_', type: 'long' };
const name: QueryColumn = { name: 'name', type: 'string' };
const rowsOf = (many: number): readonly (readonly QueryCell[])[] => Array.from({ length: many }, (_, index) => [`op ${index}`, index]);

function said(document: Document): readonly string[] {
  return document.blocks.flatMap((block): readonly string[] => {
    switch (block.kind) {
      case 'text':
      case 'note':
        return [plainText(block.runs)];
      case 'figure':
        return [`${block.value} / ${block.label}`];
      case 'facts':
        return block.facts.map((fact) => `${fact.label}: ${plainText(fact.value)}`);
      case 'preformatted':
        return [block.text];
      default:
        return [];
    }
  });
}

const kinds = (document: Document): readonly Block['kind'][] => document.blocks.map((block) => block.kind);

describe('an answer', () => {
  it('says what it is, how many rows there are and for which time, in the reader’s zone', () => {
    const document = querySpeech.message(answer([name, count], rowsOf(112)), view);
    expect(kinds(document)).toEqual(['text', 'table', 'note']);
    expect(said(document)).toEqual(['requests in compliance · 112 rows · 1d to 2026-11-20 14:05 CET', 'Rows 1–15 of 112. Took 84 ms.']);
    expect(document.summary).toBe('112 rows · requests in compliance');
  });

  it('of one number is that number, large', () => {
    const document = querySpeech.message(answer([count], [[4312]]), view);
    expect(said(document)[1]).toBe('4,312 / count_');
    expect(document.summary).toBe('requests in compliance: count_ 4,312');
  });

  it('without rows says so, and does not draw an empty table', () => {
    expect(said(querySpeech.message(answer([name, count], []), view))).toEqual([
      'requests in compliance · 0 rows · 1d to 2026-11-20 14:05 CET',
      'Nothing was found in 1d to 2026-11-20 14:05 CET.',
      'Took 84 ms.',
    ]);
  });

  it('drawn is a picture with words, or the table and the reason', () => {
    const chart = querySpeech.message(answer([name, count], rowsOf(3)), { ...view, as: 'chart' });
    expect(kinds(chart)).toEqual(['text', 'chart', 'note']);
    expect(chart.summary).toBe('requests in compliance: op 0 0; op 1 1; op 2 2');
    const words = querySpeech.message(answer([name], [['a'], ['b']]), { ...view, as: 'chart' });
    expect(kinds(words)).toEqual(['text', 'table', 'note']);
    expect(said(words)[1]).toContain('I cannot draw “table”; here is the table.');
  });

  it('that is not all of it says so first: a part, the cap, a cut range', () => {
    const partial = { code: 'PartialError', message: 'Query result set has exceeded the limit.' };
    const capped = { ...analysis, findings: [{ rule: 'row-cap', verdict: 'warn', message: 'At most 1,000 rows are asked for.' }] } as const;
    const given = answer([name, count], rowsOf(1_000), { analysis: capped, notes: ['Only the last 7d were looked at.'] });
    const document = querySpeech.message({ ...given, result: { ...given.result, partial } }, view);
    expect(said(document)).toEqual([
      'requests in compliance · the first 1,000 rows · 1d to 2026-11-20 14:05 CET',
      'Only a part of the rows came. Azure says: Query result set has exceeded the limit.',
      'Only the last 7d were looked at.',
      'At most 1,000 rows are asked for.',
      'Rows 1–15 of 1000. Took 84 ms.',
    ]);
    expect(said(querySpeech.message(answer([name, count], rowsOf(3), { analysis: capped }), view))[1]).toBe('Took 84 ms.');
  });

  it('tells what is hidden, and how old it is', () => {
    const document = querySpeech.message(answer([name, count], rowsOf(2), { redactions: 3, ageMs: 12_400 }), view);
    expect(said(document).at(-1)).toBe('Something is hidden in 3 cells. Read 12s ago.');
  });

  it('of a query with a name is called by it', () => {
    expect(said(querySpeech.message(answer([count], [[1]]), { ...view, title: 'Slow operations' }))[0]).toContain(
      'Slow operations in compliance',
    );
  });

  it('as a file has all rows', () => {
    const document = querySpeech.csv(answer([name, count], rowsOf(40)));
    const file = document.blocks.find((block) => block.kind === 'file');
    expect(file?.name).toBe('requests-compliance-20261120T1305Z.csv');
    expect(file?.content.split('\r\n')).toHaveLength(42);
  });
});

describe('no answer', () => {
  it('what is held back has each reason, its rule and its place', () => {
    const findings = [
      { rule: 'externaldata', verdict: 'refuse', message: 'It fetches an address.', at: { start: 0, length: 12 } },
    ] as const;
    const document = querySpeech.held({ kind: 'held', findings, verdict: 'refuse', text: 'externaldata (x:string)' }, { rows: [] });
    expect(said(document)).toEqual([
      'I do not send this query.',
      'It fetches an address. (rule externaldata)',
      'externaldata (x:string)\n^^^^^^^^^^^^',
    ]);
  });

  it('what the service says is wrong stands below its place, with what was perhaps meant', () => {
    const problem = { code: 'SEM0100', message: "Failed to resolve 'nme'", at: { start: 17, length: 3 }, nearest: 'name' };
    const document = querySpeech.rejected({ kind: 'rejected', problem, text: 'requests | where nme == 1', found });
    expect(said(document)).toEqual([
      'Azure does not take this query (compliance).',
      'requests | where nme == 1\n                 ^^^',
      "Failed to resolve 'nme'",
      'Did you mean name?',
    ]);
  });

  it.each([
    [0, 'The query is running, for 12s now.'],
    [1, 'Waiting for other queries: this one is the next.'],
    [3, 'Waiting for other queries: 2 are before this one.'],
  ])('one that is under way, with %i ahead, can be cancelled', (ahead, words) => {
    const document = querySpeech.running({ id: 'abc', ahead, forMs: 12_300 });
    expect(said(document)).toEqual([words]);
    expect(document.blocks[1]).toMatchObject({ items: [{ label: 'Cancel', command: 'kql cancel abc' }] });
  });
});

describe('an explanation', () => {
  const explanation: QueryExplanation = {
    text: 'requests',
    analysis: { ...analysis, joins: [{ kind: 'inner', tables: ['dependencies'] }], columns: [count] },
    found,
    from: to - 3_600_000,
    to,
    notes: [],
    volume: [
      { table: 'requests', megabytes: 12 },
      { table: 'dependencies', megabytes: 500 },
    ],
  };

  it('says what would be read, and how much', () => {
    expect(said(queryExplained(explanation, 'UTC'))).toEqual([
      'This query would be asked of central-logs.',
      'Tables: requests',
      'Range: 1h, from 2026-11-20 12:05 UTC',
      'Filtered by time: yes, of every table',
      'Joins: inner with dependencies',
      'Rows: 1,000 at most: a limit is added',
      'Reads about: 512 MiB (requests 12 MiB, dependencies 500 MiB)',
      'Gives: count_ (long)',
    ]);
  });

  it('says what it does not know', () => {
    expect(said(queryExplained({ ...explanation, volume: undefined }, 'UTC'))).toContain(
      'Reads about: unknown: the Usage table could not be read',
    );
  });
});

describe('the list of queries', () => {
  const shipped = { name: 'cpu', title: 'CPU over time', description: 'Of each instance.', parameters: [], texts: { classic: 'x' } };
  const needs = {
    ...shipped,
    name: 'one-operation',
    parameters: [{ name: 'id', type: 'string', description: 'Which.', initial: undefined }],
  } as const;
  const by = { platform: 'slack', id: 'U1', name: 'Ana' };

  it('offers to run what needs nothing', () => {
    const document = queryList([shipped, needs], { text: '', of: 2, by });
    expect(document.blocks.at(-2)).toMatchObject({ kind: 'actions', items: [{ label: 'Run cpu', command: 'query cpu' }] });
  });

  it('of a single one tells all', () => {
    expect(said(queryList([needs], { text: 'one', of: 9, by }))).toContain('id (string, has to be given): Which.');
  });

  it('of none says how many there are', () => {
    expect(said(queryList([], { text: 'zzz', of: 9, by }))[0]).toBe('No query has “zzz” in it; there are 9. queries lists them.');
  });
});
