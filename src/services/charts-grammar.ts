import { type Clauses, readClauses, shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Suggest } from '../core/ports.ts';
import type { Word, Words } from '../core/words.ts';
import { type ClauseContext, readAs, readBy, readEvery, readNames, readSpan, readVersus, readWhere } from './charts-clauses.ts';
import { joinWords } from './charts-join.ts';
import { afreshWord, aggregationNames, type ChartCall, type ChartWish, type Keyword, keywords } from './charts-wish.ts';
import { chartOf, writeName } from './charts-write.ts';
import { metricNamed } from './metric-names.ts';
import { readZone } from './time-zones.ts';

const mostTargets = 10;
const deleting: ReadonlySet<string> = new Set(['delete', 'remove']);

/**
 * Reads `chart`, `chart NAME`, `chart save NAME`, `chart delete NAME` and
 * `chart [AGGREGATION] METRIC of TARGET[, TARGET…] [over 6h] [from … to …] [every 5m] [by DIMENSION [top N]]
 * [where DIMENSION VALUE[, VALUE…]] [vs 1w] [as line] [in TIMEZONE] [save NAME] [afresh]`. Throws UserError.
 */
export function readChartCall(words: Words, suggest: Suggest, examples: readonly string[]): ChartCall {
  const [last, ...before] = words.all.slice(1).toReversed();
  if (last === undefined) return { kind: 'form' };
  if (!isWord(last, afreshWord) || before.length === 0) return readTyped(words.all.slice(1), suggest, examples);
  const call = readTyped(before.toReversed(), suggest, examples);
  if (call.kind === 'draw') return { ...call, read: 'afresh' };
  throw new UserError(`“${afreshWord}” stands behind a chart that is to be read again.`, examples);
}

function readTyped(typed: readonly Word[], suggest: Suggest, examples: readonly string[]): ChartCall {
  if (typed.length > 1 && isWord(typed[0], 'save'))
    return {
      kind: 'save last',
      name: oneName(
        typed.slice(1).map((one) => one.text),
        'chart save',
      ),
    };
  if (!isWord(typed.at(-1), 'save')) return readCall(readChartClauses(typed, suggest, examples), suggest, examples);
  const rest = typed.slice(0, -1);
  const wish = rest.length === 0 ? undefined : readWish(readChartClauses(rest, suggest, examples), suggest, examples);
  return { kind: 'ask name', wish };
}

function readCall(clauses: Clauses<Keyword>, suggest: Suggest, examples: readonly string[]): ChartCall {
  const given = keywords.filter((one) => clauses.of(one) !== undefined);
  const [first, second] = clauses.head;
  if (first !== undefined && given.length === 0) {
    if (deleting.has(first.toLowerCase())) {
      if (second === undefined) throw new UserError('Which chart is to be deleted?', ['chart delete NAME', 'charts']);
      return { kind: 'delete', name: oneName(clauses.head.slice(1), 'chart delete') };
    }
    const isMetric = metricNamed(first) !== undefined || aggregationNames.has(first.toLowerCase());
    if (second === undefined && !isMetric) return { kind: 'saved', name: first };
  }
  return { kind: 'draw', wish: readWish(clauses, suggest, examples) };
}

function readChartClauses(words: readonly Word[], suggest: Suggest, examples: readonly string[]): Clauses<Keyword> {
  return readClauses(joinWords(words), {
    keywords,
    mostHead: 6,
    // Names may be of several words; moments are a date and a time.
    most: { of: mostTargets * 6, from: 3, to: 3, by: 3, where: 60, vs: 2, save: 6 },
    examples,
    suggest,
  });
}

function readWish(clauses: Clauses<Keyword>, suggest: Suggest, examples: readonly string[]): ChartWish {
  const { metric, aggregation } = readMetric(clauses.head);
  if (metric === '') throw new UserError('Which metric do you want to see?', examples);
  if (clauses.head.includes(',')) throw oneMetric(metric, clauses.of('of'), examples);
  const named = clauses.of('of');
  if (named === undefined) throw missingTarget(metric, clauses.head, suggest, examples);
  const targets = readNames(named, { suggest, asked: '', examples });
  if (targets.length > mostTargets) throw new UserError(`I draw at most ${mostTargets} names in one chart.`, examples);
  const what = { metric, aggregation, targets };
  const context: ClauseContext = { suggest, asked: chartOf(what), examples };
  const save = clauses.of('save');
  return {
    ...what,
    span: readSpan(clauses, context),
    everyMs: readEvery(clauses, context),
    by: readBy(clauses, context),
    where: readWhere(clauses, context),
    versusMs: readVersus(clauses, context),
    as: readAs(clauses, context),
    timeZone: readZone(clauses.of('in')?.[0], suggest, [`${context.asked} in Europe/Berlin`]),
    save: save && oneName(save, `${context.asked} save`),
  };
}

/** `max cpu`, and `cpu max` where that cannot be a name of Azure's ("Query Count"). */
function readMetric(head: readonly string[]): Pick<ChartWish, 'metric' | 'aggregation'> {
  const all = head.join(' ').trim();
  const [first = '', ...rest] = head;
  const before = rest.length === 0 ? undefined : aggregationNames.get(first.toLowerCase());
  if (before !== undefined) return { metric: rest.join(' ').trim(), aggregation: before };
  const start = head.slice(0, -1);
  const behind = start.length === 0 || metricNamed(all) !== undefined ? undefined : aggregationNames.get(head.at(-1)?.toLowerCase() ?? '');
  const metric = start.join(' ').trim();
  const isMeant = metricNamed(metric) !== undefined || (start.length === 1 && behind !== 'count');
  return behind !== undefined && isMeant ? { metric, aggregation: behind } : { metric: all, aggregation: undefined };
}

function missingTarget(metric: string, head: readonly string[], suggest: Suggest, examples: readonly string[]): UserError {
  // An option's very word stands here only as a part of the metric: "network in".
  const isSlip = (word: string): boolean => !keywords.some((one) => one === word) && suggest(word, keywords) !== undefined;
  const slip = head.slice(1).find((word) => word.toLowerCase() === 'for' || isSlip(word.toLowerCase()));
  if (slip !== undefined) return new UserError(`I did not understand “${shorten(slip)}”. Did you mean “of”?`, examples);
  const proposal = metricNamed(metric) === undefined ? withOf(head) : undefined;
  if (proposal !== undefined) return new UserError(`I miss an “of” before the name: ${proposal}.`, [proposal]);
  return new UserError(`Of what? Name a service or a resource: chart ${shorten(metric)} of NAME.`, examples);
}

/** "chart cpu bps-website" → "chart cpu of bps-website": behind the words of a metric we know, or else the last one, is what it is of. */
function withOf(head: readonly string[]): string | undefined {
  const first = aggregationNames.get(head[0]?.toLowerCase() ?? '');
  const begin = first === undefined ? 0 : 1;
  const ends = head.map((_word, index) => index).filter((index) => index > begin);
  const end = ends.findLast((index) => metricNamed(head.slice(begin, index).join(' ')) !== undefined) ?? ends.at(-1);
  if (end === undefined) return undefined;
  return chartOf({ metric: head.slice(begin, end).join(' '), aggregation: first, targets: [head.slice(end).join(' ')] });
}

function oneMetric(metric: string, named: readonly string[] | undefined, examples: readonly string[]): UserError {
  const of = named?.filter((word) => word !== ',');
  const metrics = metric.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
  const proposals = of === undefined ? [] : metrics.slice(0, 3).map((one) => chartOf({ metric: one, aggregation: undefined, targets: of }));
  return new UserError(
    'One chart shows one metric; draw the others in charts of their own.',
    proposals.length === 0 ? examples : proposals,
  );
}

/** A chart's name is checked where it is saved; here it only has to be one word. */
function oneName(words: readonly string[], command: string): string {
  const [name, second] = words;
  if (name !== undefined && second === undefined) return name;
  const joined = words.map((one) => one.replaceAll(',', '')).join('-');
  throw new UserError('A chart’s name is one word.', [`${command} ${writeName(joined)}`]);
}

function isWord(word: Word | undefined, text: string): boolean {
  return word !== undefined && !word.quoted && word.text.toLowerCase() === text;
}
