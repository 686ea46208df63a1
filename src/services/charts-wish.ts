import { type Clauses, readClauses, shorten } from '../core/clauses.ts';
import { formatDuration, readDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import { type Aggregation, aggregations } from '../core/model/series.ts';
import { readMoment } from '../core/moments.ts';
import type { Suggest } from '../core/ports.ts';
import { quoteWord, type Words } from '../core/words.ts';
import { readZone } from './time-zones.ts';

/** What a chart command asks for, before names and moments are looked up. */
export interface ChartWish {
  readonly metric: string;
  readonly aggregation: Aggregation | undefined;
  readonly targets: readonly string[];
  readonly span: Span;
  readonly timeZone: string | undefined;
}

export type Span =
  | { readonly kind: 'over'; readonly ms: number }
  /** Words of moments; `to` undefined: now. */
  | { readonly kind: 'between'; readonly from: string; readonly to: string | undefined };

/** Six hours: what happened on this shift, in minutes. */
export const usualSpanMs = 6 * 3_600_000;
/** Azure keeps metrics for 93 days. */
const longestSpanMs = 93 * 86_400_000;
const shortestSpanMs = 5 * 60_000;
const mostTargets = 10;

const keywords = ['of', 'over', 'from', 'to', 'in'] as const;
type Keyword = (typeof keywords)[number];

const otherNames = {
  avg: 'average',
  mean: 'average',
  min: 'minimum',
  lowest: 'minimum',
  max: 'maximum',
  highest: 'maximum',
  peak: 'maximum',
  sum: 'total',
} as const;
const aggregationNames: ReadonlyMap<string, Aggregation> = new Map([
  ...aggregations.map((one) => [one, one] as const),
  ...Object.entries(otherNames),
]);

/** Reads `chart [AGGREGATION] METRIC of TARGET[, TARGET…] [over 6h] [from … to …] [in TIMEZONE]`. Throws UserError. */
export function readChartWish(words: Words, suggest: Suggest, examples: readonly string[]): ChartWish {
  const clauses = readClauses(words.all.slice(1), {
    keywords,
    mostHead: 6,
    // Names may be of several words; moments are a date and a time.
    most: { of: mostTargets * 6, from: 2, to: 2 },
    examples,
    suggest,
  });
  const [first, ...rest] = clauses.head;
  const aggregation = first === undefined || rest.length === 0 ? undefined : aggregationNames.get(first.toLowerCase());
  const metric = (aggregation === undefined ? clauses.head : rest).join(' ').trim();
  if (metric === '') throw new UserError('Which metric do you want to see?', examples);
  const targets = clauses.of('of');
  if (targets === undefined) throw missingTarget(metric, clauses.head, suggest, examples);
  const what = { metric, aggregation, targets: readTargets(targets, suggest, examples) };
  const asked = chartOf(what);
  return {
    ...what,
    span: readSpan(clauses, [`${asked} over 6h`, `${asked} from yesterday to today`]),
    timeZone: readZone(clauses.of('in')?.[0], suggest, [`${asked} in Europe/Berlin`]),
  };
}

/** The command that asks for the same over another range: what the buttons under a chart carry. */
export function chartCommand(wish: ChartWish, overMs: number): string {
  const zone = wish.timeZone === undefined ? '' : ` in ${wish.timeZone}`;
  return `${chartOf(wish)} over ${formatDuration(overMs)}${zone}`;
}

/** `chart cpu of "web app"`: words that are read as the same metric and names. */
export function chartOf({ metric, aggregation, targets }: Pick<ChartWish, 'metric' | 'aggregation' | 'targets'>): string {
  return `chart ${aggregation === undefined ? '' : `${aggregation} `}${quoteMetric(metric)} of ${targets.map(quoteWord).join(', ')}`;
}

/** The moments a wish's span stands for. Throws UserError for what is no moment, lies in the future or before what Azure keeps. */
export function resolveSpan(wish: ChartWish, zone: string, now: number): { readonly from: number; readonly to: number } {
  const { span } = wish;
  if (span.kind === 'over') return { from: now - span.ms, to: now };
  const examples = [`${chartOf(wish)} from yesterday to today`, `${chartOf(wish)} over 30d`];
  const from = momentOf(span.from, zone, now, examples);
  const to = span.to === undefined ? now : momentOf(span.to, zone, now, examples);
  if (from >= now) throw new UserError('“from” lies in the future.', examples);
  if (to <= from) throw new UserError('“from” must be before “to”.', examples);
  if (now - from > longestSpanMs) throw new UserError('Azure keeps metrics for 93 days; “from” lies before that.', examples);
  return { from: Math.min(from, to - shortestSpanMs), to: Math.min(to, now) };
}

/** Names stand between commas; one may be of several words ("web app"). A mistyped option is not taken for a name. */
function readTargets(words: readonly string[], suggest: Suggest, examples: readonly string[]): readonly string[] {
  const names: string[][] = [[]];
  for (const word of words) {
    const current = names.at(-1) ?? [];
    if (word === ',') {
      names.push([]);
      continue;
    }
    const near = current.length === 0 ? undefined : suggest(word, keywords);
    if (near !== undefined) throw new UserError(`I did not understand “${shorten(word)}”. Did you mean “${near}”?`, examples);
    current.push(word);
  }
  if (names.some((one) => one.join('').trim() === '')) throw new UserError('A name is missing beside the comma.', examples);
  if (names.length > mostTargets) throw new UserError(`I draw at most ${mostTargets} names in one chart.`, examples);
  return names.map((one) => one.join(' ').trim());
}

function missingTarget(metric: string, head: readonly string[], suggest: Suggest, examples: readonly string[]): UserError {
  const slip = head.slice(1).find((word) => suggest(word, keywords) !== undefined || word.toLowerCase() === 'for');
  if (slip !== undefined) return new UserError(`I did not understand “${shorten(slip)}”. Did you mean “of”?`, examples);
  return new UserError(`Of what? Name a service or a resource: chart ${shorten(metric)} of NAME.`, examples);
}

function readSpan(clauses: Clauses<Keyword>, examples: readonly string[]): Span {
  const over = clauses.of('over')?.[0];
  const from = clauses.of('from')?.join(' ');
  const to = clauses.of('to')?.join(' ');
  if (over !== undefined && (from !== undefined || to !== undefined))
    throw new UserError('Give either “over” or “from … to …”, not both.', examples);
  if (from !== undefined) return { kind: 'between', from, to };
  if (to !== undefined) throw new UserError('“to” needs a “from”.', examples);
  return { kind: 'over', ms: over === undefined ? usualSpanMs : readOver(over, examples) };
}

function readOver(word: string, examples: readonly string[]): number {
  const ms = readDuration(word);
  if (ms === undefined) throw new UserError(`“${shorten(word)}” is not a duration. Write 30m, 6h, 7d or 2w.`, examples);
  if (ms < shortestSpanMs) throw new UserError('The shortest chart is over 5m.', examples);
  if (ms > longestSpanMs) throw new UserError('Azure keeps metrics for 93 days; the longest chart is over 93d.', examples);
  return ms;
}

function momentOf(words: string, zone: string, now: number, examples: readonly string[]): number {
  const at = readMoment(words, zone, now);
  if (at !== undefined) return at;
  throw new UserError(`“${shorten(words)}” is not a moment. Write 2026-11-20, 2026-11-20 14:05, 14:05, yesterday or today.`, examples);
}

/** A metric whose name holds a keyword ("bytes to disk") or more than letters, digits and dashes is quoted. */
function quoteMetric(metric: string): string {
  const words = metric.toLowerCase().split(' ');
  const readsAsAggregation = words.length > 1 && aggregationNames.has(words[0] ?? '');
  const isPlain = !readsAsAggregation && words.every((word) => /^[\p{L}\p{N}%._/-]+$/u.test(word) && !keywords.some((one) => one === word));
  return isPlain ? metric : quoteWord(metric);
}
