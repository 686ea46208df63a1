import { formatDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import type { Role } from '../core/model/person.ts';
import type { QueryAnalysis } from '../core/model/query.ts';
import type { QueryWish } from './query-services.ts';

export const usualSpanMs = 86_400_000;
const dayMs = 86_400_000;
/** Buttons of an answer that reaches as far back as the role may work for so long after it. */
const graceMs = 3_600_000;
/** What a filter says and what is sent may differ by so much without a word: a month is not always as long. */
const slackMs = 60_000;

export interface QuerySpan {
  readonly from: number;
  readonly to: number;
  /** What the person should know about it. */
  readonly notes: readonly string[];
}

export interface SpanWish extends Pick<QueryWish, 'overMs' | 'range'> {
  readonly analysis: Pick<QueryAnalysis, 'lookBackMs' | 'reach' | 'namedMs'>;
  readonly role: Role;
  readonly longestMs: number;
  readonly now: number;
}

/**
 * The range that is sent with a query: what was said, else as far as its own filters look, a day at least; never beyond what the
 * role allows. Whatever the filters may mean beyond it is told. Throws UserError for a fixed range that the role may not see at all.
 */
export function spanOf(wish: SpanWish): QuerySpan {
  const { from, to, cut } = wish.range === undefined ? backFrom(wish) : fixed(wish, wish.range);
  const notes = cut ? [cutNote(wish)] : beyond(wish, to - from);
  return { from, to, notes };
}

type Sent = Pick<QuerySpan, 'from' | 'to'> & { readonly cut: boolean };

function backFrom({ overMs, analysis, longestMs, now }: SpanWish): Sent {
  const { lookBackMs = 0, reach } = analysis;
  const told = Number.isFinite(lookBackMs) ? lookBackMs : 0;
  const wanted = overMs ?? (reach === 'as far as it goes' ? Number.POSITIVE_INFINITY : Math.max(usualSpanMs, told));
  const ms = Math.min(wanted, longestMs);
  return { from: now - ms, to: now, cut: ms < wanted };
}

function fixed({ role, longestMs, now }: SpanWish, asked: NonNullable<QueryWish['range']>): Sent {
  const to = Math.min(asked.to, now);
  const from = Math.max(asked.from, now - longestMs - graceMs, to - longestMs);
  if (from >= to) throw new UserError(`That range is further back than ${a(role)} can look, or has not begun yet.`);
  return { from, to, cut: from > asked.from };
}

const a = (role: Role): string => (role === 'admin' ? 'an admin' : `a ${role}`);

function cutNote({ overMs, range, analysis, role, longestMs }: SpanWish): string {
  if (overMs === undefined && range === undefined && analysis.reach === 'as far as it goes')
    return `The filter on the time has no beginning: the last ${spanText(longestMs)} were read, and ${a(role)} can look back no further.`;
  return `Only the last ${spanText(longestMs)} were read: ${a(role)} can look back no further.`;
}

function beyond({ overMs, analysis, longestMs }: SpanWish, ms: number): readonly string[] {
  const { lookBackMs, reach, namedMs } = analysis;
  if (lookBackMs !== undefined && lookBackMs > ms + slackMs)
    return [`The query’s own filter looks back ${spanText(lookBackMs)}, further than the ${spanText(ms)} that were read.`];
  if (overMs !== undefined || reach === 'as far as it goes') return [];
  const named = namedMs !== undefined && namedMs > ms + slackMs ? namedMs : undefined;
  const more = Math.min(Math.max(7 * dayMs, Math.ceil((named ?? 0) / dayMs) * dayMs), longestMs);
  const hint = more > ms ? ` Say how far: “over ${Math.floor(more / dayMs)}d”.` : '';
  if (reach === 'unclear')
    return [`The query’s filter on the time may reach beyond the range of ${spanText(ms)} that was sent; I cannot tell.${hint}`];
  return named === undefined
    ? []
    : [`The query speaks of times ${spanText(named)} ago, beyond the range of ${spanText(ms)} that was sent.${hint}`];
}

/** "7 days", "24 hours", "6h" */
function spanText(ms: number): string {
  const days = ms / dayMs;
  if (ms === dayMs) return '24 hours';
  if (Number.isInteger(days)) return `${days} days`;
  return days > 2 ? `${Math.ceil(days)} days` : formatDuration(Math.max(1, Math.round(ms / slackMs)) * slackMs);
}
