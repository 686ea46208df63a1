import type { LogRange } from '../logs/index.ts';

const dayMs = 86_400_000;
/** As far as logs go back at most; the estate's metrics do as well. */
const depthMs = 93 * dayMs;

const unitMs: Readonly<Record<string, number>> = { d: dayMs, h: 3_600_000, m: 60_000, s: 1000 };

/**
 * What has to be looked at. The service looks at all that it keeps where no timespan is sent; here that is a day, or as far back
 * as the query's own words reach, because rows are made when they are asked for.
 */
export function rangeOf(
  asked: { readonly text: string; readonly from: number | undefined; readonly to: number | undefined },
  now: number,
): LogRange {
  const to = Math.min(asked.to ?? now, now);
  return { from: Math.max(asked.from ?? Math.min(to - dayMs, farthest(asked.text, now)), now - depthMs), to };
}

/** The earliest time that the query names, with a day more for what it rounds down; now where it names none. */
function farthest(text: string, now: number): number {
  const spans = [...text.matchAll(/(?<![\w.])(\d+(?:\.\d+)?)([dhms])(?!\w)/gu)].map(
    ([, count, unit]) => now - Number(count) * (unitMs[unit ?? ''] ?? 0),
  );
  const dates = [...text.matchAll(/datetime\(\s*["']?(\d{4}-\d\d-\d\d)/giu)].map(([, day]) => Date.parse(`${day ?? ''}T00:00:00Z`));
  const calendar = /startof(?:week|month|year)|endof(?:week|month|year)/iu.test(text) ? [now - depthMs] : [];
  const named = [...spans, ...dates, ...calendar].filter(Number.isFinite);
  return named.length === 0 ? now : Math.min(...named) - dayMs;
}
