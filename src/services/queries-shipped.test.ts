import { describe, expect, it } from 'vitest';
import { analyse } from '../kql/analyse/index.ts';
import { knownTables } from '../kql/known-tables.ts';
import { globalsFor } from '../kql/parser/globals.ts';
import { diagnosticsOf, parseAndAnalyse } from '../kql/parser/tree.ts';
import { readQueryFiles } from '../kql/query-files.ts';
import { createSuggest } from '../text/suggest.ts';
import { bindParameters } from './queries-parameters.ts';
import { shippedQueries } from './queries-shipped.ts';
import { tablesWanted } from './queries-tables.ts';
import { checkQueryName } from './saved-queries-name.ts';

const globals = globalsFor(knownTables);
const shipped = shippedQueries(readQueryFiles());
const suggest = createSuggest();

/** Each text of each query, with its parameters as they are when nothing is said. */
const texts = shipped.flatMap((query) => {
  const given = query.parameters.filter(({ initial }) => initial === undefined).map(({ name }) => ({ name, value: 'abc' }));
  const bound = bindParameters(query, given, suggest);
  return (['classic', 'workspace'] as const).flatMap((tables) => {
    const text = bound[tables];
    return text === undefined ? [] : [{ query, tables, text }];
  });
});

describe('the queries that ship', () => {
  it('are many, with names that can be typed', () => {
    expect(shipped.length).toBeGreaterThanOrEqual(24);
    for (const { name } of shipped) expect(() => checkQueryName(name)).not.toThrow();
  });

  it.each(texts.map((one) => [`${one.query.name} (${one.tables})`, one] as const))(
    '%s is right by the parser and the belt',
    (_name, { text, tables }) => {
      const code = parseAndAnalyse(text, globals);
      expect(diagnosticsOf(code)).toEqual([]);
      const analysis = analyse(text, { globals, schemas: knownTables, allowedPlaces: [], now: undefined });
      expect(analysis.findings.filter((one) => one.verdict !== 'warn')).toEqual([]);
      expect(tablesWanted(analysis.tables)).toBe(tables);
    },
  );

  it('say in words what they answer', () => {
    for (const { title, description, parameters } of shipped) {
      expect(title).toMatch(/^[A-Z].{4,60}$/u);
      for (const sentence of [description, ...parameters.map((one) => one.description)]) expect(sentence).toMatch(/^[A-Z0-9].{5,140}\.$/u);
    }
  });
});

describe('a query’s file', () => {
  const read = (content: string) => () => shippedQueries([{ name: 'one', content }]);
  const head = '// title: One\n// description: What it is.\n';

  it('has a head, parameters and a text for each kind of table', () => {
    const [query] = shippedQueries([
      {
        name: 'one',
        content: `${head}// param: most: long = 5 — How many.\n// param: who: string — Whom.\n// for: classic\n\n// a comment\nrequests\n| take most\n// for: workspace\nAppRequests\n`,
      },
    ]);
    expect(query).toEqual({
      name: 'one',
      title: 'One',
      description: 'What it is.',
      parameters: [
        { name: 'most', type: 'long', description: 'How many.', initial: '5' },
        { name: 'who', type: 'string', description: 'Whom.', initial: undefined },
      ],
      texts: { classic: '// a comment\nrequests\n| take most', workspace: 'AppRequests' },
    });
  });

  it.each([
    ['// for: classic\nrequests', 'a title and a description are needed'],
    [head, 'there is no query'],
    [`${head}requests`, 'a line stands before'],
    [`${head}// for: both\nrequests`, '“for: both” is neither'],
    [`${head}// param: most: number = 5 — How many.\n// for: classic\nrequests`, 'this is no parameter'],
    [`${head}// param: most: long = five — How many.\n// for: classic\nrequests`, '“five” does not fit most'],
  ])('is refused: %j', (content, words) => {
    expect(read(content)).toThrow(words);
  });
});
