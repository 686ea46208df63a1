import { describe, expect, it } from 'vitest';
import { namesDifference, orderOf, valuesDifference } from './compare.ts';
import { aggregates, constructs, functions } from './constructs.ts';
import { ownExamples } from './own-examples.ts';
import { createQueries } from './run-query.ts';

const run = createQueries();

describe('examples of our own', () => {
  it.each(ownExamples.map((example, index) => [index, example] as const))(
    '%i gives what the rules say',
    (_index, { query, columns, rows }) => {
      const answer = run(query);
      const found = namesDifference(answer, columns) ?? valuesDifference(answer, rows, orderOf(query));
      // With the query, which the number alone does not tell.
      expect({ query, found }).toEqual({ query, found: undefined });
    },
  );

  it('show everything that the queries of such a bot commonly use', () => {
    const queries = ownExamples.map(({ query }) => query);
    const isShown = (pattern: RegExp): boolean => queries.some((query) => pattern.test(query));
    const missing = [
      ...Object.entries(constructs).filter(([, pattern]) => !isShown(pattern)),
      ...[...aggregates, ...functions].filter((name) => !isShown(new RegExp(`\\b${name}\\(`))),
    ];
    expect(missing).toEqual([]);
    expect(queries.length).toBeGreaterThanOrEqual(120);
  });
});
