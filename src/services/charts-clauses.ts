import { type Clauses, shorten } from '../core/clauses.ts';
import { readDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import { readMoment } from '../core/moments.ts';
import type { Suggest } from '../core/ports.ts';
import {
  type ChartWish,
  type Filter,
  type Keyword,
  keywords,
  longestSpanMs,
  mostTop,
  type Span,
  type Split,
  shortestSpanMs,
  styles,
  usualSpanMs,
} from './charts-wish.ts';
import { writeName } from './charts-write.ts';

export interface ClauseContext {
  readonly suggest: Suggest;
  /** The chart as asked for without any option, for examples that work: "chart cpu of shop". */
  readonly asked: string;
  /** Where nothing nearer helps. */
  readonly examples: readonly string[];
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const mostValues = 20;
const momentHint = 'Write 2026-11-20, 2026-11-20 14:05, 14:05, 8am, yesterday or yesterday 22:00.';

/** Names stand between commas; one may be of several words ("web app"). A mistyped option is not taken for a name. */
export function readNames(words: readonly string[], { suggest, examples }: ClauseContext): readonly string[] {
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
  const read = names.map((one) => one.join(' ').trim());
  if (read.includes('')) throw new UserError('A name is missing beside the comma.', examples);
  return read;
}

export function readSpan(clauses: Clauses<Keyword>, { asked }: ClauseContext): Span {
  const examples = [`${asked} over 6h`, `${asked} from yesterday to today`];
  const over = clauses.of('over')?.[0];
  const from = clauses.of('from')?.join(' ');
  const to = clauses.of('to')?.join(' ');
  if (over !== undefined && (from !== undefined || to !== undefined))
    throw new UserError('Give either “over” or “from … to …”, not both.', examples);
  if (from !== undefined) return { kind: 'between', from: checkMoment(from, examples), to: to && checkMoment(to, examples) };
  if (to !== undefined) throw new UserError('“to” needs a “from”.', examples);
  return { kind: 'over', ms: over === undefined ? usualSpanMs : readOver(over, examples) };
}

function readOver(word: string, examples: readonly string[]): number {
  const ms = durationOf(word, examples);
  if (ms < shortestSpanMs) throw new UserError('The shortest chart is over 5m.', examples);
  if (ms > longestSpanMs) throw new UserError('Azure keeps metrics for 93 days; the longest chart is over 93d.', examples);
  return ms;
}

/** Whether it is a moment at all does not depend on the zone or the time. */
function checkMoment(words: string, examples: readonly string[]): string {
  if (readMoment(words, 'UTC', 0) === undefined) throw new UserError(`“${shorten(words)}” is not a moment. ${momentHint}`, examples);
  return words;
}

export function readEvery(clauses: Clauses<Keyword>, { asked }: ClauseContext): number | undefined {
  const word = clauses.of('every')?.[0];
  if (word === undefined) return undefined;
  const examples = [`${asked} every 5m`];
  const ms = durationOf(word, examples);
  if (ms < minuteMs || ms % minuteMs !== 0) throw new UserError('Azure measures by the minute; the finest is every 1m.', examples);
  return ms;
}

export function readBy(clauses: Clauses<Keyword>, { asked }: ClauseContext): Split | undefined {
  const dimension = clauses.of('by')?.join(' ').trim();
  const top = clauses.of('top')?.[0];
  if (dimension === undefined || dimension === '') {
    if (top === undefined && dimension === undefined) return undefined;
    throw new UserError('“top” needs a “by”: by DIMENSION top 5.', [`${asked} by DIMENSION top 5`]);
  }
  if (top === undefined) return { dimension, top: undefined };
  const many = /^\d{1,4}$/u.test(top) ? Number(top) : 0;
  if (many < 1 || many > mostTop)
    throw new UserError(`“top” takes a number from 1 to ${mostTop}, not “${shorten(top)}”.`, [`${asked} by ${dimension} top 5`]);
  return { dimension, top: many };
}

export function readWhere(clauses: Clauses<Keyword>, context: ClauseContext): Filter | undefined {
  const words = clauses.of('where');
  if (words === undefined) return undefined;
  const [dimension = '', ...rest] = words;
  const named = dimension.trim() === '' || dimension === ',' ? 'DIMENSION' : writeName(dimension.trim());
  const examples = [`${context.asked} where ${named} VALUE`];
  if (dimension.trim() === '' || dimension === ',' || rest.length === 0)
    throw new UserError('“where” needs a dimension and a value of it: where DIMENSION VALUE.', examples);
  const values = readNames(rest, { ...context, examples });
  if (values.length > mostValues) throw new UserError(`I compare with at most ${mostValues} values.`, examples);
  return { dimension: dimension.trim(), values };
}

const pastWords: Readonly<Record<string, number>> = { yesterday: dayMs, 'last week': 7 * dayMs };

/** `vs 1w`, `vs yesterday`, `vs last week`. */
export function readVersus(clauses: Clauses<Keyword>, { asked }: ClauseContext): number | undefined {
  const words = clauses.of('vs')?.join(' ').toLowerCase();
  if (words === undefined) return undefined;
  const examples = [`${asked} vs 1w`, `${asked} vs yesterday`];
  const ms = (Object.hasOwn(pastWords, words) ? pastWords[words] : undefined) ?? durationOf(words, examples);
  if (ms < shortestSpanMs) throw new UserError('The nearest past to compare with is 5m before.', examples);
  if (ms > longestSpanMs) throw new UserError('Azure keeps metrics for 93 days; nothing is known of what was before.', examples);
  return ms;
}

export function readAs(clauses: Clauses<Keyword>, { asked, suggest }: ClauseContext): ChartWish['as'] {
  const word = clauses.of('as')?.[0];
  if (word === undefined) return undefined;
  const found = styles.find((one) => one === word.toLowerCase());
  if (found !== undefined) return found;
  const near = suggest(word, styles);
  const hint = near === undefined ? 'There are line, area, bar and csv.' : `Did you mean “${near}”?`;
  throw new UserError(`I cannot draw it as “${shorten(word)}”. ${hint}`, [`${asked} as ${near ?? 'bar'}`]);
}

function durationOf(word: string, examples: readonly string[]): number {
  const ms = readDuration(word);
  if (ms === undefined) throw new UserError(`“${shorten(word)}” is not a duration. Write 30m, 6h, 7d or 2w.`, examples);
  return ms;
}
