import { formatDuration } from '../core/duration.ts';
import type { Role } from '../core/model/person.ts';
import type { QueryAnalysis } from '../core/model/query.ts';

export const usualSpanMs = 86_400_000;

export interface QuerySpan {
  readonly from: number;
  readonly to: number;
  /** What the person should know about it. */
  readonly notes: readonly string[];
}

export interface SpanWish {
  readonly overMs: number | undefined;
  readonly analysis: Pick<QueryAnalysis, 'lookBackMs'>;
  readonly role: Role;
  readonly longestMs: number;
  readonly now: number;
}

/** The range that is sent with a query: what was said, else as far as its own filters look, a day at least; never beyond what the role allows. */
export function spanOf({ overMs, analysis, role, longestMs, now }: SpanWish): QuerySpan {
  const wanted = overMs ?? Math.max(usualSpanMs, analysis.lookBackMs ?? 0);
  const ms = Math.min(wanted, longestMs);
  const notes = ms < wanted ? [`Only the last ${formatDuration(ms)} were looked at: a ${role} can look back no further.`] : [];
  return { from: now - ms, to: now, notes };
}
