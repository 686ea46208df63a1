import type { QueryFinding } from '../../core/model/query.ts';
import { endsLongAgo } from '../analyse/bounded.ts';
import type { Capped } from '../analyse/cap.ts';
import type { Flow, JoinSeen, Reading, TableUse } from '../analyse/reading.ts';
import type { TableSchema } from '../table.ts';
import { warn } from './finding.ts';

/** What costs time and money or cuts the answer; it is sent, bounded, and told. */
export function warningsFor(
  reading: Reading,
  uses: readonly TableUse[],
  { capped, schemas }: { readonly capped: Capped; readonly schemas: readonly TableSchema[] },
): readonly QueryFinding[] {
  return [...timeless(uses, schemas), ...everywhere(reading), ...reading.joins.flatMap(unbounded), ...cut(capped)];
}

const shown = (table: string): string => (table === '*' ? 'every table' : `“${table}”`);

/** What ends long ago, or speaks of the time in its own way, is told with the range that was sent. */
function timeless(uses: readonly TableUse[], schemas: readonly TableSchema[]): readonly QueryFinding[] {
  const open = uses.filter((use) => use.time === 'open' && use.until !== 'unclear' && !endsLongAgo(use));
  const [first] = open;
  if (first === undefined) return [];
  const column = timeColumnOf(open, schemas);
  if (open.length === uses.length) return [warn('no-time-filter', `No filter on ${column}: everything within the range is read.`)];
  const names = [...new Set(open.map(({ name }) => name))].map(shown).join(', ');
  return [warn('no-time-filter', `No filter on ${column} for ${names}: everything of it within the range is read.`)];
}

/** As the tables call it; where they do not agree, or are not known, what it is. */
function timeColumnOf(uses: readonly TableUse[], schemas: readonly TableSchema[]): string {
  const called = new Set(
    uses.map(({ name }) => {
      const columns = schemas.find((one) => one.name === name)?.columns.map((one) => one.name) ?? [];
      return ['timestamp', 'TimeGenerated'].find((one) => columns.includes(one)) ?? 'the time';
    }),
  );
  const [only = 'the time'] = called;
  return called.size === 1 ? only : 'the time';
}

function everywhere({ everything }: Reading): readonly QueryFinding[] {
  return everything.map((node) =>
    warn(
      'search-all-tables',
      'This goes through every table there is, which is slow. Name the tables: search in (requests, traces) …',
      node,
    ),
  );
}

function unbounded({ left, right, node }: JoinSeen): readonly QueryFinding[] {
  const open = [left, right].filter(({ uses, size }) => size === 'open' && (uses.length === 0 || uses.some(({ time }) => time === 'open')));
  const names = (flow: Flow | undefined): string => [...new Set(flow?.uses.map(({ name }) => name))].map(shown).join(', ');
  const which = names(open.find(({ uses }) => uses.length > 0));
  if (open.length === 0) return [];
  return [
    warn(
      'unbounded-join',
      `${which === '' ? 'A side of the join' : which === 'every table' ? 'Every table' : which} is joined whole. Filter it by time or summarize it before the join.`,
      node,
    ),
  ];
}

function cut({ added, groups }: Capped): readonly QueryFinding[] {
  if (added === undefined) return [];
  const instead = groups === true ? 'narrow the range, or make fewer groups' : 'narrow the range, or summarize';
  return [
    warn('row-cap', `More than ${added.toLocaleString('en')} rows are not fetched, whatever the query says. For all of it, ${instead}.`),
  ];
}
