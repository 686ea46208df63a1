import { formatDuration } from '../core/duration.ts';
import { quoteWord } from '../core/words.ts';
import { afreshWord, aggregationNames, type ChartWish, keywords, type Span } from './charts-wish.ts';
import { metricNamed } from './metric-names.ts';

/** Words that are read as this very wish: what buttons and saved charts carry. */
export function chartCommand(wish: ChartWish): string {
  const { span, everyMs, by, where, versusMs, as, timeZone, save } = wish;
  const options = [
    ...spanWords(span),
    ...(everyMs === undefined ? [] : ['every', formatDuration(everyMs)]),
    ...(by === undefined ? [] : ['by', writeName(by.dimension)]),
    ...(by?.top === undefined ? [] : ['top', String(by.top)]),
    ...(where === undefined ? [] : ['where', writeName(where.dimension), where.values.map(writeName).join(', ')]),
    ...(versusMs === undefined ? [] : ['vs', formatDuration(versusMs)]),
    ...(as === undefined ? [] : ['as', as]),
    ...(timeZone === undefined ? [] : ['in', timeZone]),
    ...(save === undefined ? [] : ['save', writeName(save)]),
  ];
  return `${chartOf(wish)} ${options.join(' ')}`;
}

/** `chart cpu of "web app"`: words that are read as the same metric and names. */
export function chartOf({ metric, aggregation, targets }: Pick<ChartWish, 'metric' | 'aggregation' | 'targets'>): string {
  return `chart ${aggregation === undefined ? '' : `${aggregation} `}${writeMetric(metric)} of ${targets.map(writeName).join(', ')}`;
}

function spanWords(span: Span): readonly string[] {
  if (span.kind === 'over') return ['over', formatDuration(span.ms)];
  return ['from', span.from, ...(span.to === undefined ? [] : ['to', span.to])];
}

const plainWord = /^[\p{L}\p{N}%._/:+-]+$/u;

/** A name that could be read as something else (a keyword, a link) is quoted. */
export function writeName(name: string): string {
  if (plainWord.test(name) && ![...keywords, afreshWord].some((one) => one === name.toLowerCase())) return name;
  const quoted = quoteWord(name);
  return quoted === name ? `"${name}"` : quoted;
}

/** A metric's words stand as they are if they are a name of ours, or else unless one could be read as something else ("bytes to disk", "max cpu"). */
function writeMetric(metric: string): string {
  if (metricNamed(metric) !== undefined && plainWords.test(metric)) return metric;
  const words = metric.split(' ');
  const readsAsAggregation = words.length > 1 && [words[0], words.at(-1)].some((word) => aggregationNames.has(word?.toLowerCase() ?? ''));
  const isPlain = !readsAsAggregation && words.length <= mostPlainWords && words.every((word) => writeName(word) === word);
  return isPlain ? metric : writeName(metric);
}

const plainWords = /^[\p{L}\p{N} _-]+$/u;
/** An aggregation and so many words are what is read before the first option. */
const mostPlainWords = 5;
