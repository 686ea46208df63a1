import { UserError } from '../core/errors.ts';
import { isTimeOfDay, readMoment } from '../core/moments.ts';
import { type ChartWish, longestSpanMs, type Span, shortestSpanMs } from './charts-wish.ts';
import { chartOf } from './charts-write.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The moments a wish's span stands for. Throws UserError for a range that lies in the future or before what Azure keeps. */
export function resolveSpan(wish: ChartWish, zone: string, now: number): Range {
  const { span } = wish;
  const examples = [`${chartOf(wish)} from yesterday to today`, `${chartOf(wish)} over 30d`];
  const range = span.kind === 'over' ? { from: now - span.ms, to: now } : between(span, zone, now, examples);
  if (now - range.from > longestSpanMs) throw new UserError('Azure keeps metrics for 93 days; “from” lies before that.', examples);
  if (wish.versusMs !== undefined && now - range.from + wish.versusMs > longestSpanMs)
    throw new UserError('Azure keeps metrics for 93 days; what you compare with lies before that.', examples);
  return range;
}

function between(span: Extract<Span, { kind: 'between' }>, zone: string, now: number, examples: readonly string[]): Range {
  const from = pastMomentOf(span.from, zone, now, examples);
  const to = span.to === undefined ? now : endOf(span.to, { from, zone, now, examples });
  if (from > now) throw new UserError('“from” lies in the future.', examples);
  if (to <= from) throw new UserError(span.to === undefined ? '“from” must be before now.' : '“from” must be before “to”.', examples);
  return { from: Math.min(from, to - shortestSpanMs), to: Math.min(to, now) };
}

/** The same chart for whoever asks and whenever: moments with a zone of their own, unless the range ends whenever it is asked for. */
export function fixSpan(span: Span, range: Range, now: number): Span {
  if (span.kind === 'over') return span;
  return betweenMoments(range, span.to === undefined || range.to >= now ? 'ends now' : 'ends then');
}

export function betweenMoments({ from, to }: Range, end: 'ends now' | 'ends then'): Span {
  return { kind: 'between', from: isoMinute(from), to: end === 'ends now' ? undefined : isoMinute(to) };
}

/** "2026-11-20T08:07Z" */
function isoMinute(at: number): string {
  return `${new Date(Math.floor(at / 60_000) * 60_000).toISOString().slice(0, 16)}Z`;
}

/** A time of day that is still ahead was meant as yesterday's: shortly after midnight, 22:00 is two hours ago. */
function pastMomentOf(words: string, zone: string, now: number, examples: readonly string[]): number {
  const at = momentOf(words, zone, now, examples);
  return at > now && isTimeOfDay(words) ? momentOf(`yesterday ${words}`, zone, now, examples) : at;
}

interface Begun {
  readonly from: number;
  readonly zone: string;
  readonly now: number;
  readonly examples: readonly string[];
}

/** The same for the end, unless the range would begin after it: from 8:00 to 18:00 at noon ends now. */
function endOf(words: string, { from, zone, now, examples }: Begun): number {
  const past = pastMomentOf(words, zone, now, examples);
  return past > from ? past : momentOf(words, zone, now, examples);
}

function momentOf(words: string, zone: string, now: number, examples: readonly string[]): number {
  const at = readMoment(words, zone, now);
  if (at === undefined) throw new UserError(`“${words}” is not a moment.`, examples);
  return at;
}
