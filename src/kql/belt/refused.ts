import type { QueryAnalysis } from '../../core/model/query.ts';
import type { RuleBroken } from './size.ts';

/** What is known of a query that was not read: that it is refused, and why. */
export function refusedFor(text: string, { rule, message, at }: RuleBroken): QueryAnalysis {
  return {
    findings: [{ rule, verdict: 'refuse', message, ...(at === undefined ? {} : { at }) }],
    tables: [],
    joins: [],
    places: [],
    timeFilter: 'none',
    lookBackMs: undefined,
    capped: text,
    addedCap: undefined,
    columns: [],
    render: undefined,
  };
}
