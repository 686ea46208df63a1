import { describe, expect, it } from 'vitest';
import { type Block, type Document, plainText } from '../src/core/document.ts';
import type { QueryAnalysis, QueryCell, QueryColumn } from '../src/core/model/query.ts';
import type { QueryAnswer, QueryExplanation, QueryView } from '../src/services/query-services.ts';
import { querySpeech } from './query.ts';
import { queryExplained } from './query-explained.ts';

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
    if (block.kind === 'text' || block.kind === 'note') return [plainText(block.runs)];
    if (block.kind === 'figure') return [`${block.value} / ${block.label}`];
    if (block.kind === 'facts') return block.facts.map((fact) => `${fact.label}: ${plainText(fact.value)}`);
    return block.kind === 'preformatted' ? [block.text] : [];
  });
}

const kinds = (document: Document): readonly Block['kind'][] => document.blocks.map((block) => block.kind);

describe('an answer', () => {
  it('says what it is, how many rows there are and for which time, in the reader’s zone', () => {
    const document = querySpeech.message(answer([name, count], rowsOf(112)), view);
    expect(kinds(document)).toEqual(['text', 'table', 'note']);
    expect(said(document)).toEqual(['requests in compliance · 112 rows · 1d to 2026-11-20 14:05 CET', 'Rows 1–15 of 112. Took 84 ms.']);
    expect(document.summary).toBe('112 rows · requests in compliance: op 0, 0; op 1, 1; …');
    const wide = ['a', 'b', 'c', 'd'].map((one): QueryColumn => ({ name: one, type: 'long' }));
    expect(querySpeech.message(answer(wide, [[1, 2, 3, 4]]), view).summary).toBe('1 row · requests in compliance');
  });

  it('of one number is that number, large', () => {
    const document = querySpeech.message(answer([count], [[4312]]), view);
    expect(said(document)[1]).toBe('4,312 / count_');
    expect(document.summary).toBe('requests in compliance: count_ 4,312');
  });

  it('without rows says so, and does not draw an empty table', () => {
    expect(said(querySpeech.message(answer([name, count], []), view))).toEqual([
      'requests in compliance · 0 rows · 1d to 2026-11-20 14:05 CET',
      'Nothing was found in the last 1d (to 2026-11-20 14:05 CET).',
      'Took 84 ms.',
    ]);
  });

  it('drawn is a picture with words, or the table and the reason', () => {
    const chart = querySpeech.message(answer([name, count], rowsOf(3)), { ...view, as: 'chart' });
    expect(kinds(chart)).toEqual(['text', 'chart', 'note']);
    expect(chart.summary).toBe('count_ of requests in compliance by name: op 0 0; op 1 1; op 2 2');
    const words = querySpeech.message(answer([name], [['a'], ['b']]), { ...view, as: 'chart' });
    expect(kinds(words)).toEqual(['text', 'table', 'note']);
    expect(said(words)[1]).toContain('I cannot draw “table”; here is the table.');
  });

  it('of a card is its numbers, each large', () => {
    const columns = ['a', 'b', 'c', 'd', 'e'].map((one): QueryColumn => ({ name: one, type: 'long' }));
    const card = { table: { columns: [name, ...columns], rows: [['x', 1, 2, 3, 4, 5]] }, render: { kind: 'card' }, partial: undefined };
    const document = querySpeech.message(answer([], [], { result: card }), view);
    expect(said(document).slice(1)).toEqual(['1 / a', '2 / b', '3 / c', '4 / d', 'Not shown: e. They are in the CSV. Took 84 ms.']);
    expect(document.summary).toBe('requests in compliance: a 1, b 2, c 3, d 4');
    const plain = querySpeech.message(answer([], [], { result: { ...card, render: undefined } }), view);
    expect(kinds(plain)).toEqual(['text', 'table', 'note']);
  });

  it.each([
    ['treemap', 'I cannot draw “treemap”; here is the table. Took 84 ms.'],
    ['card', 'A card shows one row of numbers; here is the table. Took 84 ms.'],
  ])('that asks for %s, which is no picture, is a table and says so; as a chart it is the likely one', (kind, words) => {
    const given = answer([name, count], rowsOf(3));
    const other = { ...given, result: { ...given.result, render: { kind } } };
    expect(said(querySpeech.message(other, view)).at(-1)).toBe(words);
    expect(kinds(querySpeech.message(other, { ...view, as: 'chart' }))).toEqual(['text', 'chart', 'note']);
  });

  it('tells quietly that no time was said, and in yellow what changes the rows', () => {
    const findings = [
      { rule: 'no-time-filter', verdict: 'warn', message: 'Only the range bounds it.' },
      { rule: 'unbounded-join', verdict: 'warn', message: 'The join is large.' },
    ] as const;
    const document = querySpeech.message(answer([name, count], rowsOf(2), { analysis: { ...analysis, findings } }), view);
    const notes = document.blocks.flatMap((block) => (block.kind === 'note' ? [[block.tone, plainText(block.runs)]] : []));
    expect(notes).toEqual([
      ['warning', 'The join is large.'],
      ['neutral', 'Only the range bounds it. Took 84 ms.'],
    ]);
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
      'Rows 1–15 of 1,000. Took 84 ms.',
    ]);
    expect(said(querySpeech.message(answer([name, count], rowsOf(3), { analysis: capped }), view))[1]).toBe('Took 84 ms.');
  });

  it('of which cells are cut says how many', () => {
    const given = answer([name, count], rowsOf(2));
    const cut = (cutCells: number) => said(querySpeech.message({ ...given, result: { ...given.result, cutCells } }, view))[1];
    expect([cut(1), cut(1_200)]).toEqual(['1 cell is cut: too long to be read whole.', '1,200 cells are cut: too long to be read whole.']);
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
    const document = querySpeech.rejected({ kind: 'rejected', problem, text: 'requests | where nme == 1', found }, { rows: [] });
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

  it('of many columns tells the first ten', () => {
    const columns = Array.from({ length: 57 }, (_, index): QueryColumn => ({ name: `c${index}`, type: 'long' }));
    const gives = said(queryExplained({ ...explanation, analysis: { ...explanation.analysis, columns } }, 'UTC')).find((one) =>
      one.startsWith('Gives'),
    );
    expect(gives).toMatch(/^Gives: 57 columns: c0 \(long\), .*c9 \(long\) and 47 more$/u);
  });

  it('says what it does not know', () => {
    expect(said(queryExplained({ ...explanation, volume: undefined }, 'UTC'))).toContain(
      'Reads about: unknown: the Usage table could not be read',
    );
  });
});
