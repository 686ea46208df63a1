import { describe, expect, it } from 'vitest';
import type { QueryResult, QueryTable } from '../core/model/query.ts';
import { queryButtons } from './queries-buttons.ts';
import { noOptions } from './queries-options.ts';

const to = Date.UTC(2026, 10, 20, 14, 5);
const place = { kind: 'workspace', id: 'w', title: 'central-logs' } as const;
const found = { place, tables: 'classic', service: undefined, name: 'compliance' } as const;

function labels(result: QueryResult): readonly string[] {
  const answer = { from: to - 3_600_000, to, result, portal: '', found, longestMs: 86_400_000 };
  return queryButtons({ answer, options: noOptions, command: () => 'kql …', save: undefined })
    .flat()
    .map((one) => ('label' in one ? one.label : ''));
}

const rows = [
  ['GET /', 3],
  ['POST /', 4],
] as const;
const table: QueryTable = {
  columns: [
    { name: 'name', type: 'string' },
    { name: 'count_', type: 'long' },
  ],
  rows,
};
const result = (kind: string | undefined, of: QueryTable = table): QueryResult => ({
  partial: undefined,
  table: of,
  render: kind === undefined ? undefined : { kind },
});

describe('the buttons under an answer', () => {
  it.each(['piechart', 'timechart', 'stackedareachart'])('of a picture (%s) show the table', (kind) => {
    expect(labels(result(kind))).toContain('Table');
  });

  it.each(['card', 'treemap', 'table', undefined])('of what is a table already (%s) show a chart', (kind) => {
    expect(labels(result(kind))).not.toContain('Table');
    expect(labels(result(kind))).toContain('Chart');
  });

  it('show a chart of the arrays of make-series, and of no others', () => {
    const columns = [
      { name: 'count_', type: 'dynamic' },
      { name: 'timestamp', type: 'dynamic' },
    ] as const;
    expect(labels(result(undefined, { columns, rows: [['[1,2]', '["2026-11-20T00:00:00Z","2026-11-20T01:00:00Z"]']] }))).toContain('Chart');
    expect(labels(result(undefined, { columns, rows: [['[1,2]', '["a","b"]']] }))).not.toContain('Chart');
  });
});
