import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownTables } from '../known-tables.ts';
import { createReader } from '../reader.ts';
import { analysed } from './analyse.fixture.ts';

const reader = createReader({ schemas: knownTables, allowedPlaces: [] });

describe('the row cap', () => {
  it.each([
    ['requests', 'requests\n| take 1000'],
    ['requests | take 5000', 'requests | take 5000\n| take 1000'],
    ['requests // all of them', 'requests\n| take 1000 // all of them'],
    ['requests;', 'requests\n| take 1000;'],
    ['requests ; // done\n', 'requests\n| take 1000 ; // done\n'],
    ['let T = traces | take 5; requests', 'let T = traces | take 5; requests\n| take 1000'],
    ['requests\n| summarize count() by name\n| render piechart', 'requests\n| summarize count() by name\n| take 1000\n| render piechart'],
    [
      'requests | project timestamp, duration | render timechart // drawn',
      'requests | project timestamp, duration\n| take 1000\n| render timechart // drawn',
    ],
    ['requests | as R', 'requests | as R\n| take 1000'],
    ['let n = 2000; requests | take n', 'let n = 2000; requests | take n\n| take 1000'],
    ['search in (requests) "x"', 'search in (requests) "x"\n| take 1000'],
    ['union (requests | take 600), (traces | take 600)', 'union (requests | take 600), (traces | take 600)\n| take 1000'],
    ['requests | take 10 | mv-expand customDimensions', 'requests | take 10 | mv-expand customDimensions\n| take 1000'],
    ['Unheard_CL', 'Unheard_CL\n| take 1000'],
  ])('is put at the end of %j', (text, capped) => {
    expect(analysed(text)).toMatchObject({ capped, addedCap: 1_000 });
  });

  it.each([
    'requests | take 1000',
    'requests | take 20 | project name | order by name asc',
    'requests | limit 5 | render table',
    'requests | top 10 by duration',
    'requests | count',
    'requests | summarize avg(duration)',
    'requests | getschema',
    'requests | sample 3',
    'requests | take 10 | summarize count() by name',
    'let n = 20; requests | take n',
    'let T = requests | take 7; T | where success == false',
    'let f = (n:long) { requests | take n }; f(5)',
    'union (requests | take 5), (traces | count)',
    'print 1',
    'range x from 1 to 100 step 1',
    'datatable(a:long)[1, 2, 3]',
    'requests | make-series count() on timestamp from ago(1d) to now() step 1h',
    '1 + 1',
  ])('is not needed for %j', (text) => {
    expect(analysed(text)).toMatchObject({ capped: text, addedCap: undefined });
  });
});

/** Pieces that fit behind one another, whatever comes before. */
const steps = [
  'where success == false',
  'extend later = timestamp + 1h',
  'order by timestamp desc',
  'take 7',
  'take 2000',
  'top 3 by duration',
  'distinct *',
  'where name in ((traces | project message))',
  'as R',
  'union requests',
  'serialize',
  'where name has "a|b;c // d"',
  'sample 5000',
  'join kind=inner (requests | take 10) on operation_Id',
  'mv-expand customDimensions',
  'parse name with * "/" rest',
  'project-reorder name',
];
const query = fc.record({
  declared: fc.subarray([
    'let T = requests | take 3;',
    'let f = (n:long) { n + 1 };',
    'declare query_parameters(span:timespan = 1d);',
    '// all of them\n',
  ]),
  source: fc.constantFrom('requests', '(requests)', 'union requests, (requests | take 5)', 'search in (requests) "x"', "table('requests')"),
  steps: fc.array(fc.constantFrom(...steps), { maxLength: 6 }),
  gaps: fc.array(fc.constantFrom(' ', '\n', ' // a | comment; with "marks\n', '\n\n  '), { minLength: 8, maxLength: 8 }),
  render: fc.constantFrom('', '| render table', '| render timechart with (title="a // b")'),
  end: fc.constantFrom('', ';', ' ;\n', '\n// the end', '// at once', '; // both'),
});

describe('a capped query', () => {
  it('can be read whenever the text could, gives the same columns and at most 1,000 rows', () => {
    let seen = 0;
    fc.assert(
      fc.property(query, ({ declared, source, steps: chosen, gaps, render, end }) => {
        const pipe = [source, ...chosen].map((piece, place) => `${place === 0 ? '' : '| '}${piece}${gaps[place]}`).join('');
        const text = `${declared.join(' ')} ${pipe}${render}${end}`;
        const before = analysed(text);
        const after = analysed(before.capped);
        seen += before.addedCap === undefined ? 0 : 1;
        const doubts = before.findings.filter(({ verdict }) => verdict !== 'warn').map(({ rule, message }) => [rule, message]);
        expect(after.findings.filter(({ verdict }) => verdict !== 'warn').map(({ rule, message }) => [rule, message])).toEqual(doubts);
        expect(after).toMatchObject({
          addedCap: undefined,
          capped: before.capped,
          columns: before.columns,
          tables: before.tables,
          render: before.render,
        });
      }),
      { numRuns: 100 },
    );
    expect(seen).toBeGreaterThan(20);
  });
});

const shared = new URL('../../../../shared/kql/', import.meta.url);
describe.skipIf(!existsSync(shared))('the queries of the shared folder (where it is there)', () => {
  const documented = new URL('documented-examples.json', shared);
  const examples: { readonly cases: readonly { readonly query: string }[] } = existsSync(shared)
    ? JSON.parse(readFileSync(documented, 'utf8'))
    : { cases: [] };
  const seeds = new URL('seed-queries/', shared);
  const texts = [
    ...(existsSync(shared) ? readdirSync(seeds).map((file) => readFileSync(new URL(file, seeds), 'utf8')) : []),
    ...examples.cases.map((example) => example.query),
  ];

  it('can be planned with their cap when they could be without', () => {
    const capped = texts.filter((text) => {
      const { answer } = reader;
      const plain = answer({ kind: 'plan', text });
      const analysis = analysed(text);
      if (plain.kind !== 'planned' || plain.planned.kind !== 'plan' || analysis.addedCap === undefined) return false;
      const again = answer({ kind: 'plan', text: analysis.capped });
      expect(again.kind === 'planned' && again.planned.kind === 'plan' && again.planned.columns).toEqual(plain.planned.columns);
      return true;
    });
    expect(capped.length).toBeGreaterThan(20);
  });
});
