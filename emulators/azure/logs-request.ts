import { z } from 'zod';

/** What is asked in one query, in our words; times in milliseconds since 1970, undefined: without a bound on that side. */
export interface LogsRequest {
  readonly query: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Other workspaces that are asked as well, as they are named. */
  readonly workspaces: readonly string[];
}

export interface Preferences {
  readonly waitMs: number;
  readonly render: 'asked for' | 'left out';
  readonly statistics: 'asked for' | 'left out';
}

/** The sentence of a 400. */
export type Refusal = { readonly refusal: string };

const body = z.object({
  query: z.string().min(1),
  timespan: z.string().nullish(),
  workspaces: z.union([z.array(z.string()), z.string().transform((words) => words.split(',').filter((one) => one !== ''))]).nullish(),
});

/** From the body of a POST, or the parameters of a GET. */
export function readLogsRequest(given: unknown, now: number): LogsRequest | Refusal {
  const read = body.safeParse(given);
  if (!read.success) return { refusal: 'The request needs a query; see the properties query, timespan and workspaces.' };
  const { query, timespan, workspaces } = read.data;
  const range = readTimespan(timespan ?? '', now);
  if (range === undefined) return { refusal: `The timespan '${timespan ?? ''}' is not a valid ISO 8601 time interval.` };
  return { query, ...range, workspaces: workspaces ?? [] };
}

/** "PT12H" (up to now), "start/end", "start/PT1H", "PT1H/end"; nothing: no bounds. */
function readTimespan(words: string, now: number): Pick<LogsRequest, 'from' | 'to'> | undefined {
  if (words.trim() === '') return { from: undefined, to: undefined };
  const [first = '', second, ...more] = words.split('/').map((one) => one.trim());
  if (more.length > 0) return undefined;
  const length = readPeriod(first);
  if (second === undefined) return length === undefined ? undefined : { from: now - length, to: now };
  const end = readInstant(second);
  if (length !== undefined) return end === undefined ? undefined : { from: end - length, to: end };
  const start = readInstant(first);
  const after = readPeriod(second);
  const to = end ?? (start === undefined || after === undefined ? undefined : start + after);
  return start === undefined || to === undefined || to < start ? undefined : { from: start, to };
}

const dayMs = 86_400_000;
const period =
  /^P(?:(\d+(?:\.\d+)?)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?)$/iu;
/** Weeks, years and months of the calendar's mean, days, hours, minutes, seconds: as the pattern's groups. */
const units = [7 * dayMs, 365 * dayMs, 30 * dayMs, dayMs, 3_600_000, 60_000, 1000];

function readPeriod(words: string): number | undefined {
  const parts = period.exec(words)?.slice(1);
  if (parts === undefined || parts.every((one) => one === undefined)) return undefined;
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (units[index] ?? 0), 0);
}

/** A time without a zone is UTC. */
function readInstant(words: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d/u.test(words)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/iu.test(words) || words.length === 10 ? words : `${words}Z`;
  const at = Date.parse(zoned.replace(/(\.\d{3})\d+/u, '$1'));
  return Number.isFinite(at) ? at : undefined;
}

const usualWaitMs = 180_000;
const longestWaitMs = 600_000;

/** All options stand in one header: "wait=30, include-render=true". */
export function readPrefer(header: string | readonly string[] | undefined): Preferences {
  const words = [header ?? []].flat().join(',');
  const wait = /(?:^|[,;\s])wait=(\d+)/iu.exec(words)?.[1];
  const asked = (option: string): 'asked for' | 'left out' =>
    new RegExp(String.raw`(?:^|[,;\s])${option}=true`, 'iu').test(words) ? 'asked for' : 'left out';
  return {
    waitMs: wait === undefined ? usualWaitMs : Math.min(longestWaitMs, Number(wait) * 1000),
    render: asked('include-render'),
    statistics: asked('include-statistics'),
  };
}
