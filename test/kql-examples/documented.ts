import { readFileSync, statSync } from 'node:fs';

/** An example of the language's documentation: the query and what is printed below it. */
export interface Documented {
  readonly page: string;
  readonly query: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const file = new URL('../../../shared/kql/documented-examples.json', import.meta.url);

/** Undefined where the folder with the facts is not beside the repository. */
export function documentedExamples(): readonly Documented[] | undefined {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof read !== 'object' || read === null || !('cases' in read) || !Array.isArray(read.cases)) throw new TypeError('no examples');
  const cases: readonly unknown[] = read.cases;
  return cases.filter(isDocumented);
}

const isDocumented = (value: unknown): value is Documented =>
  typeof value === 'object' && value !== null && 'page' in value && 'query' in value && 'columns' in value && 'rows' in value;
