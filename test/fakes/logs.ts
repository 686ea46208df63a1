import type { LogQuery, QueryAnalysis, QueryResult } from '../../src/core/model/query.ts';
import type { LogSource, QueryParser } from '../../src/core/ports.ts';

/** A table of one column "n" with these numbers. */
export const resultOf = (...numbers: readonly number[]): QueryResult => ({
  table: { columns: [{ name: 'n', type: 'long' }], rows: numbers.map((one) => [one]) },
  render: undefined,
  partial: undefined,
});

/** A query that waits for the test to answer it. */
export interface AskedQuery {
  readonly query: LogQuery;
  readonly signal: AbortSignal;
  readonly answer: (result: QueryResult) => void;
  readonly fail: (error: Error) => void;
}

export interface FakeLogs extends LogSource {
  readonly asked: readonly AskedQuery[];
}

/** A source that answers when the test says so. */
export function createFakeLogs(): FakeLogs {
  const asked: AskedQuery[] = [];
  return {
    asked,
    query: (query, { signal }) => {
      const { promise, resolve, reject } = Promise.withResolvers<QueryResult>();
      signal.addEventListener('abort', () => reject(new Error('the request was ended')), { once: true });
      asked.push({ query, signal, answer: resolve, fail: reject });
      return promise;
    },
    portalLink: ({ text }) => `https://portal.example/#${encodeURIComponent(text)}`,
    check: async () => [],
  };
}

/** What a parser could find: nothing of note, but for what is said. */
export function analysisOf(text: string, over: Partial<QueryAnalysis> = {}): QueryAnalysis {
  return {
    findings: [],
    tables: [/^[A-Za-z]+/u.exec(text)?.[0] ?? ''],
    joins: [],
    places: [],
    timeFilter: 'none',
    lookBackMs: undefined,
    capped: `${text}\n| take 1000`,
    addedCap: 1_000,
    columns: [],
    render: undefined,
    ...over,
  };
}

/** A parser that finds what the test says. */
export function createFakeParser(over: (text: string) => Partial<QueryAnalysis> = () => ({})): Pick<QueryParser, 'analyse'> {
  return { analyse: async (text) => analysisOf(text, over(text)) };
}

/** Lets everything that waits for nothing but its turn go on. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
