import { z } from 'zod';
import type { Estate } from '../estate/estate.ts';
import { type ServiceName, serviceNames } from '../estate/resources.ts';
import { errorsPerMinute } from './alert-rules.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Sentry draws no more points than this. */
const mostPoints = 10_000;

const several = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
/** The range that lists and series share; Sentry's own names. */
export const rangeQuery = z.object({
  start: z.string().optional(),
  end: z.string().optional(),
  statsPeriod: z.string().optional(),
  project: several.optional(),
});
const query = rangeQuery.extend({
  dataset: z.enum(['errors', 'logs', 'profile_functions', 'spans', 'tracemetrics', 'uptime_results']),
  interval: z.string().optional(),
  yAxis: several.default(['count()']),
  query: z.string().default(''),
  groupBy: several.default([]),
});

/** What the API refuses, in its own words. */
export interface Refusal {
  readonly refusal: string;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

const periodMs = { s: 1_000, m: minuteMs, h: hourMs, d: 24 * hourMs, w: 168 * hourMs } as const;

/** "24h" → milliseconds. */
export function readPeriod(written: string): number | undefined {
  const [, count, unit] = /^(\d+)([smhdw])$/u.exec(written) ?? [];
  const ms = z.enum(['s', 'm', 'h', 'd', 'w']).safeParse(unit);
  return ms.success ? Number(count) * periodMs[ms.data] : undefined;
}

/** Times without a zone are UTC. */
const readTime = (written: string): number => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/u.test(written) ? written : `${written}Z`);

export function readRange(
  asked: { readonly start?: string | undefined; readonly end?: string | undefined; readonly statsPeriod?: string | undefined },
  now: number,
  usual: string,
): Range | Refusal {
  if (asked.start !== undefined || asked.end !== undefined) {
    const [from, to] = [readTime(asked.start ?? ''), readTime(asked.end ?? '')];
    if (Number.isNaN(from) || Number.isNaN(to)) return { refusal: 'start and end are both required' };
    return from < to ? { from, to } : { refusal: 'start must be before end' };
  }
  const back = readPeriod(asked.statsPeriod ?? usual);
  return back === undefined ? { refusal: `Invalid statsPeriod: '${asked.statsPeriod ?? ''}'` } : { from: now - back, to: now };
}

/** Projects by id or slug; -1 means all. A refusal names what is not known. */
export function readProjects(asked: readonly string[] | undefined): readonly ServiceName[] | Refusal {
  if (asked === undefined || asked.length === 0 || asked.includes('-1')) return serviceNames;
  const found = asked.map((one) => serviceNames.find((slug, index) => slug === one || String(index + 1) === one));
  const known = found.flatMap((one) => one ?? []);
  return known.length === asked.length ? known : { refusal: 'Invalid project parameter. Values must be numbers.' };
}

/** GET events-timeseries: errors per interval; the minutes are those of the estate's exceptions. */
export function answerTimeseries(asked: unknown, { estate, now }: { readonly estate: Estate; readonly now: number }): object | Refusal {
  const parsed = query.safeParse(asked);
  if (!parsed.success) return { refusal: parsed.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('; ') };
  const { dataset, yAxis, interval = '5m', groupBy } = parsed.data;
  if (dataset !== 'errors') return { refusal: `Dataset ${dataset} has no data here.` };
  const unknownAxis = yAxis.find((one) => one !== 'count()');
  if (unknownAxis !== undefined) return { refusal: `Invalid yAxis: ${unknownAxis}` };
  const range = readRange(parsed.data, now, '24h');
  if ('refusal' in range) return range;
  const grainMs = readPeriod(interval);
  if (grainMs === undefined || grainMs < minuteMs || grainMs % minuteMs !== 0) return { refusal: `Invalid interval: '${interval}'` };
  const projects = readProjects(parsed.data.project);
  if ('refusal' in projects) return projects;
  const from = Math.floor(range.from / grainMs) * grainMs;
  const to = Math.ceil(range.to / grainMs) * grainMs;
  if ((to - from) / grainMs > mostPoints)
    return { refusal: 'Your interval and date range would create too many results. Use a larger interval.' };
  const read = (of: readonly ServiceName[]) => pointsOf(estate, of, { from, to, grainMs, now });
  const one = { yAxis: 'count()', meta: { valueType: 'integer', valueUnit: null, interval: grainMs } };
  const timeSeries = groupBy.includes('project')
    ? projects.map((project, order) => ({
        ...one,
        values: read([project]),
        groupBy: [{ key: 'project', value: project }],
        meta: { ...one.meta, order, isOther: false },
      }))
    : [{ ...one, values: read(projects) }];
  return { timeSeries, meta: { dataset, start: from, end: to } };
}

/** The newest interval is still being counted. */
function pointsOf(
  estate: Estate,
  projects: readonly ServiceName[],
  { from, to, grainMs, now }: Range & { readonly grainMs: number; readonly now: number },
): readonly object[] {
  const counts = new Map<number, number>();
  for (const project of projects)
    for (const { at, count } of errorsPerMinute(estate, project, { from, to })) {
      const start = Math.floor(at / grainMs) * grainMs;
      counts.set(start, (counts.get(start) ?? 0) + count);
    }
  const points = [];
  for (let at = from; at < to; at += grainMs) {
    const incomplete = at + grainMs > now;
    points.push({
      timestamp: at,
      value: counts.get(at) ?? 0,
      incomplete,
      ...(incomplete ? { incompleteReason: 'INCOMPLETE_BUCKET' } : {}),
    });
  }
  return points;
}
