import { describe, expect, it } from 'vitest';
import { namesDifference, orderOf, valuesDifference } from './compare.ts';
import { type Documented, documentedExamples } from './documented.ts';
import { type Known, knownDifferences, knownNames } from './known-differences.ts';
import { createQueries } from './run-query.ts';

const examples = documentedExamples();

type Place = Pick<Known, 'page' | 'index'>;

/** “page.md 2”: the third example of that page. */
const nameOf = ({ page, index }: Place): string => `${page} ${index}`;

function placesOf(all: readonly Documented[]): readonly (Documented & Place)[] {
  const seen = new Map<string, number>();
  return all.map((one) => {
    const index = seen.get(one.page) ?? 0;
    seen.set(one.page, index + 1);
    return { ...one, index };
  });
}

// The values are what counts, each in its column's place; names are listed apart, for pages are careless with them.
describe.skipIf(examples === undefined)('the documented examples (skipped where ../shared is absent)', () => {
  const run = createQueries();
  const results = placesOf(examples ?? []).map((example) => {
    try {
      const answer = run(example.query);
      const values = valuesDifference(answer, example.rows, orderOf(example.query));
      return { name: nameOf(example), values, names: namesDifference(answer, example.columns) };
    } catch (error) {
      return { name: nameOf(example), values: error instanceof Error ? error.message : String(error), names: undefined };
    }
  });

  it('are answered as printed, 85 in a hundred of them at least', () => {
    const equal = results.filter(({ values }) => values === undefined);
    expect(equal.length / results.length).toBeGreaterThanOrEqual(0.85);
  });

  it('are answered as printed but for those that are known, each with its reason', () => {
    const different = results.filter(({ values }) => values !== undefined);
    expect(different.map(({ name }) => name)).toEqual(knownDifferences.map(nameOf));
  });

  it('have the columns’ names that are printed but for those that are known', () => {
    const different = results.filter(({ values, names }) => values === undefined && names !== undefined);
    expect(different.map(({ name }) => name)).toEqual(knownNames.map(nameOf));
  });
});
