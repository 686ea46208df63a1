import type { QueryFinding } from '../../core/model/query.ts';
import type { Capped } from '../analyse/cap.ts';
import type { Flow, JoinSeen, Reading, TableUse } from '../analyse/reading.ts';
import { warn } from './finding.ts';

/** What costs time and money or cuts the answer; it is sent, bounded, and told. */
export function warningsFor(reading: Reading, uses: readonly TableUse[], capped: Capped): readonly QueryFinding[] {
  return [...timeless(uses), ...everywhere(reading), ...reading.joins.flatMap(unbounded), ...cut(capped)];
}

const shown = (table: string): string => (table === '*' ? 'Every table' : `“${table}”`);

function timeless(uses: readonly TableUse[]): readonly QueryFinding[] {
  const open = [...new Set(uses.filter(({ time }) => time === 'open').map(({ name }) => name))];
  if (open.length === 0) return [];
  const which = open.map(shown).join(', ');
  return [
    warn(
      'no-time-filter',
      `${which} ${open.length === 1 ? 'is' : 'are'} read without a filter on the time, so only the time span of the request bounds it. Say “over 6h”, or filter TimeGenerated or timestamp.`,
    ),
  ];
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
      `${which === '' ? 'A side of the join' : which} is joined whole. Filter it by time or summarize it before the join.`,
      node,
    ),
  ];
}

function cut({ added }: Capped): readonly QueryFinding[] {
  if (added === undefined) return [];
  return [warn('row-cap', `At most ${added.toLocaleString('en')} rows are asked for. Add “| take 50” or a summarize to choose which.`)];
}
