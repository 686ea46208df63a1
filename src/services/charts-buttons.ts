import { type ActionItem, button, type SelectOption } from '../core/actions.ts';
import { formatDuration } from '../core/duration.ts';
import { knownDimension } from './charts-fit.ts';
import { betweenMoments, fixSpan, type Range } from './charts-span.ts';
import { afreshWord, type ChartWish, longestSpanMs, type Span } from './charts-wish.ts';
import { chartCommand } from './charts-write.ts';

/** A chart as it was drawn. */
export interface Drawn {
  readonly wish: ChartWish;
  readonly range: Range;
  /** IANA name: what the picture shows. */
  readonly timeZone: string;
  readonly dimensions: readonly string[];
  readonly now: number;
}

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
const ranges = [
  { label: '1 h', ms: hourMs },
  { label: '6 h', ms: 6 * hourMs },
  { label: '24 h', ms: 24 * hourMs },
  { label: '7 d', ms: weekMs },
] as const;

/**
 * The two rows under a chart: where to look, and what to do with it. Each carries the whole chart as words, with its zone, so
 * that whoever clicks gets what everybody sees.
 */
export function chartButtons(drawn: Drawn): readonly (readonly ActionItem[])[] {
  const { by } = drawn.wish;
  const shown: ChartWish = {
    ...drawn.wish,
    by: by && { ...by, dimension: knownDimension(by.dimension, drawn.dimensions) ?? by.dimension },
    span: fixSpan(drawn.wish.span, drawn.range, drawn.now),
    timeZone: drawn.timeZone,
    save: undefined,
  };
  return [navigation(shown, drawn), tools(shown, drawn)];
}

function navigation(shown: ChartWish, { range, now }: Drawn): readonly ActionItem[] {
  const long = range.to - range.from;
  const to = (label: string, span: Span, look: 'plain' | 'primary' = 'plain'): ActionItem =>
    button(label, chartCommand({ ...shown, span }), look);
  const earlier = { from: range.from - long, to: range.from };
  const later = { from: range.to, to: range.to + long };
  const isKept = now - earlier.from + (shown.versusMs ?? 0) <= longestSpanMs;
  const endsNow = shown.span.kind === 'over' || shown.span.to === undefined;
  return [
    ...(isKept ? [to('‹ Earlier', betweenMoments(earlier, 'ends then'))] : []),
    ...ranges.map(({ label, ms }) =>
      to(label, { kind: 'over', ms }, shown.span.kind === 'over' && shown.span.ms === ms ? 'primary' : 'plain'),
    ),
    ...(endsNow ? [] : [to('Later ›', later.to >= now ? { kind: 'over', ms: long } : betweenMoments(later, 'ends then'))]),
  ];
}

function tools(shown: ChartWish, { dimensions, range, now }: Drawn): readonly ActionItem[] {
  const command = (over: Partial<ChartWish>): string => chartCommand({ ...shown, ...over });
  return [
    ...comparison(shown, now - range.from, command),
    ...split(shown, dimensions, command),
    button('Refresh', `${command({})} ${afreshWord}`),
    button('CSV', command({ as: 'csv' })),
    // Without a name behind it, `save` asks for one.
    button('Save…', `${command({})} save`),
  ];
}

function comparison(shown: ChartWish, ageMs: number, command: (over: Partial<ChartWish>) => string): readonly ActionItem[] {
  const { versusMs } = shown;
  if (versusMs !== undefined) {
    const label = versusMs === weekMs ? 'vs last week' : `vs ${formatDuration(versusMs)} before`;
    return [button(label, command({ versusMs: undefined }), 'primary')];
  }
  return ageMs + weekMs > longestSpanMs ? [] : [button('vs last week', command({ versusMs: weekMs }))];
}

function split(shown: ChartWish, dimensions: readonly string[], command: (over: Partial<ChartWish>) => string): readonly ActionItem[] {
  const { by } = shown;
  const undo: readonly SelectOption[] = by === undefined ? [] : [{ label: 'Do not split', command: command({ by: undefined }) }];
  const others = dimensions.filter((one) => one !== by?.dimension);
  const options = [...undo, ...others.map((dimension) => ({ label: dimension, command: command({ by: { dimension, top: by?.top } }) }))];
  if (options.length === 0) return [];
  return [{ kind: 'select', label: by === undefined ? 'Split by…' : `Split by ${by.dimension}`, options }];
}
