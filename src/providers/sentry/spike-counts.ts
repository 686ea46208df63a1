import { z } from 'zod';
import { ProviderError } from '../../core/errors.ts';
import { getPage, type SentryApi } from './api.ts';
import { type Counts, daysCompared, intervalMs, minuteMs } from './spikes.ts';

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** How far back the spikes of now are followed: a spike that lasts longer is told again, as one that began later. */
const followedMs = dayMs;
const anchorMs = dayMs / 2;
/** Sentry counts an error when it has been processed, so the newest minutes still grow. */
const growsMs = 10 * minuteMs;
/** What lies a day back and more does not change: it is read again only to move on. */
const historyKeptMs = 6 * hourMs;

export interface ErrorCounts {
  readonly minutes: Counts;
  readonly intervals: Counts;
  /** From here on spikes are looked for; the same for half a day, so that every look finds the same ones. */
  readonly from: number;
  /** The end of the last minute that is complete. */
  readonly to: number;
}

/** The errors of one project, as far as spikes need them; kept, so that a look a minute later asks for the last minutes only. */
export function createErrorCounts(api: SentryApi): (project: string, now: number, signal: AbortSignal) => Promise<ErrorCounts> {
  const kept = new Map<string, Kept>();
  return async (project, now, signal) => {
    const from = Math.floor((now - followedMs) / anchorMs) * anchorMs;
    const before = kept.get(project);
    const known = before !== undefined && before.to <= now && before.to - growsMs > from ? before : undefined;
    const start = known === undefined ? from : known.to - growsMs;
    const end = Math.floor(now / minuteMs) * minuteMs;
    const asked = { api, project, signal };
    const [fresh, history] = await Promise.all([
      readCounts(asked, { start, end, grainMs: minuteMs }),
      known !== undefined && now - known.history.at < historyKeptMs && now >= known.history.at
        ? known.history
        : readHistory(asked, { from, now }),
    ]);
    const older = [...(known?.minutes ?? [])].filter(([at]) => at >= from && at < start);
    const minutes = new Map([...older, ...fresh.counts]);
    // Never back before what was known: the same minute is judged once.
    const to = Math.max(fresh.complete, known?.to ?? from);
    kept.set(project, { minutes, history, to });
    return { minutes, intervals: history.intervals, from, to };
  };
}

interface Kept {
  readonly minutes: Counts;
  readonly history: { readonly intervals: Counts; readonly at: number };
  readonly to: number;
}

interface Asked {
  readonly api: SentryApi;
  readonly project: string;
  readonly signal: AbortSignal;
}

/** The seven whole days before the first minute that is judged, and all that came after them. */
async function readHistory(asked: Asked, { from, now }: { readonly from: number; readonly now: number }): Promise<Kept['history']> {
  const start = Math.floor(from / dayMs) * dayMs - daysCompared * dayMs - hourMs;
  const end = Math.floor(now / intervalMs) * intervalMs;
  const { counts } = await readCounts(asked, { start, end, grainMs: intervalMs });
  return { intervals: counts, at: now };
}

const timeseries = z.object({
  timeSeries: z.array(
    z.object({
      // Timestamps are milliseconds since 1970.
      values: z.array(z.object({ timestamp: z.number(), value: z.number().nullable(), incomplete: z.boolean().optional() })),
    }),
  ),
});

interface Range {
  readonly start: number;
  readonly end: number;
  readonly grainMs: number;
}

async function readCounts({ api, project, signal }: Asked, { start, end, grainMs }: Range): Promise<{ counts: Counts; complete: number }> {
  const query = new URLSearchParams({
    dataset: 'errors',
    yAxis: 'count()',
    project,
    interval: `${grainMs / minuteMs}m`,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
  });
  const path = `organizations/${encodeURIComponent(api.organization)}/events-timeseries/?${query.toString()}`;
  const { content } = await getPage(api, path, { schema: timeseries, asked: { kind: 'events', project }, signal });
  const [series] = content.timeSeries;
  const [first, second] = series?.values ?? [];
  // Sentry takes another interval where it does not like the one it was asked for.
  if (first !== undefined && second !== undefined && second.timestamp - first.timestamp !== grainMs)
    throw new ProviderError('Sentry', `it counts the errors of “${project}” by other intervals than it was asked for.`, {
      retry: { when: 'never' },
    });
  const values = (series?.values ?? []).filter(({ timestamp }) => timestamp >= start && timestamp < end);
  const incomplete = values.filter((one) => one.incomplete === true).map(({ timestamp }) => timestamp);
  return { counts: new Map(values.map(({ timestamp, value }) => [timestamp, value ?? 0])), complete: Math.min(end, ...incomplete) };
}
