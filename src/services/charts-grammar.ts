import { type Clauses, readClauses, shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Suggest } from '../core/ports.ts';
import type { Word, Words } from '../core/words.ts';
import { type ClauseContext, readAs, readBy, readEvery, readNames, readSpan, readVersus, readWhere } from './charts-clauses.ts';
import { aggregationNames, type ChartCall, type ChartWish, type Keyword, keywords } from './charts-wish.ts';
import { chartOf } from './charts-write.ts';
import { metricNamed } from './metric-names.ts';
import { readZone } from './time-zones.ts';

const mostTargets = 10;
const deleting: ReadonlySet<string> = new Set(['delete', 'remove']);

/**
 * Reads `chart`, `chart NAME`, `chart save NAME`, `chart delete NAME` and
 * `chart [AGGREGATION] METRIC of TARGET[, TARGET…] [over 6h] [from … to …] [every 5m] [by DIMENSION [top N]]
 * [where DIMENSION VALUE[, VALUE…]] [vs 1w] [as line] [in TIMEZONE] [save NAME]`. Throws UserError.
 */
export function readChartCall(words: Words, suggest: Suggest, examples: readonly string[]): ChartCall {
  const typed = words.all.slice(1);
  if (typed.length === 0) return { kind: 'form' };
  if (!isWord(typed.at(-1), 'save')) return readCall(readChartClauses(typed, suggest, examples), suggest, examples);
  const rest = typed.slice(0, -1);
  const wish = rest.length === 0 ? undefined : readWish(readChartClauses(rest, suggest, examples), suggest, examples);
  return { kind: 'ask name', wish };
}

function readCall(clauses: Clauses<Keyword>, suggest: Suggest, examples: readonly string[]): ChartCall {
  const given = keywords.filter((one) => clauses.of(one) !== undefined);
  const [first, second, third] = clauses.head;
  const save = clauses.of('save')?.[0];
  if (first === undefined && save !== undefined && given.length === 1) return { kind: 'save last', name: save };
  if (first !== undefined && given.length === 0 && third === undefined) {
    if (deleting.has(first.toLowerCase())) {
      if (second === undefined) throw new UserError('Which chart is to be deleted?', ['chart delete NAME', 'charts']);
      return { kind: 'delete', name: second };
    }
    const isMetric = metricNamed(first) !== undefined || aggregationNames.has(first.toLowerCase());
    if (second === undefined && !isMetric) return { kind: 'saved', name: first };
  }
  return { kind: 'draw', wish: readWish(clauses, suggest, examples) };
}

function readChartClauses(words: readonly Word[], suggest: Suggest, examples: readonly string[]): Clauses<Keyword> {
  return readClauses(words, {
    keywords,
    mostHead: 6,
    // Names may be of several words; moments are a date and a time.
    most: { of: mostTargets * 6, from: 2, to: 2, by: 3, where: 60, vs: 2 },
    examples,
    suggest,
  });
}

function readWish(clauses: Clauses<Keyword>, suggest: Suggest, examples: readonly string[]): ChartWish {
  const [first, ...rest] = clauses.head;
  const aggregation = first === undefined || rest.length === 0 ? undefined : aggregationNames.get(first.toLowerCase());
  const metric = (aggregation === undefined ? clauses.head : rest).join(' ').trim();
  if (metric === '') throw new UserError('Which metric do you want to see?', examples);
  const named = clauses.of('of');
  if (named === undefined) throw missingTarget(metric, clauses.head, suggest, examples);
  const targets = readNames(named, { suggest, asked: '', examples });
  if (targets.length > mostTargets) throw new UserError(`I draw at most ${mostTargets} names in one chart.`, examples);
  const what = { metric, aggregation, targets };
  const context: ClauseContext = { suggest, asked: chartOf(what), examples };
  return {
    ...what,
    span: readSpan(clauses, context),
    everyMs: readEvery(clauses, context),
    by: readBy(clauses, context),
    where: readWhere(clauses, context),
    versusMs: readVersus(clauses, context),
    as: readAs(clauses, context),
    timeZone: readZone(clauses.of('in')?.[0], suggest, [`${context.asked} in Europe/Berlin`]),
    save: clauses.of('save')?.[0],
  };
}

function missingTarget(metric: string, head: readonly string[], suggest: Suggest, examples: readonly string[]): UserError {
  const slip = head.slice(1).find((word) => suggest(word, keywords) !== undefined || word.toLowerCase() === 'for');
  if (slip !== undefined) return new UserError(`I did not understand “${shorten(slip)}”. Did you mean “of”?`, examples);
  return new UserError(`Of what? Name a service or a resource: chart ${shorten(metric)} of NAME.`, examples);
}

function isWord(word: Word | undefined, text: string): boolean {
  return word !== undefined && !word.quoted && word.text.toLowerCase() === text;
}
