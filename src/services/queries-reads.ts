import { ProviderError, UserError } from '../core/errors.ts';
import type { LogQuery } from '../core/model/query.ts';
import type { Clock, LogSource } from '../core/ports.ts';
import { createRecentResults } from './queries-recent.ts';
import type { QueryReadOptions, QueryReads } from './query-services.ts';

export interface QueryReadsNeeds {
  readonly source: Pick<LogSource, 'query'>;
  readonly clock: Clock;
  /** Aborts after so many milliseconds of real time. */
  readonly timeout: (ms: number) => AbortSignal;
}

/** Log Analytics lets one caller ask five queries at a time. */
const mostAtOnce = 5;
/** Who would be behind so many waits for minutes: better to be told at once. */
const mostWaiting = 40;
const keptMs = 60_000;
const keptBytes = 32 * 1_024 * 1_024;
/** Beyond the wait that the service was given: then it hangs. */
const graceMs = 10_000;

type Read = Awaited<ReturnType<QueryReads['read']>>;

/** A query on its way, for everybody who asked it meanwhile. */
interface Flight {
  readonly query: LogQuery;
  readonly stop: AbortController;
  readonly done: Promise<Read>;
  readonly waiting: Set<QueryReadOptions>;
  /** undefined: it stands in the queue. */
  startedAt: number | undefined;
  start: () => void;
}

/** See QueryReads. */
export function createQueryReads({ source, clock, timeout }: QueryReadsNeeds): QueryReads {
  const recent = createRecentResults({ clock, keptMs, keptBytes });
  const flights = new Map<string, Flight>();
  const running = new Set<Flight>();
  let queue: readonly Flight[] = [];

  const tell = (): void => {
    for (const [index, flight] of queue.entries()) for (const one of flight.waiting) one.queued?.(index + 1);
  };
  const startNext = (): void => {
    while (running.size < mostAtOnce) {
      const [next, ...rest] = queue;
      if (next === undefined) break;
      queue = rest;
      running.add(next);
      next.startedAt = clock.now();
      for (const one of next.waiting) one.queued?.(0);
      next.start();
    }
    tell();
  };

  const ask = async (query: LogQuery, signal: AbortSignal): Promise<Read> => {
    const readAt = clock.now();
    const tooLong = timeout(query.waitMs + graceMs);
    const asked = source.query(query, { signal: AbortSignal.any([signal, tooLong]) });
    // A source that does not hear that nobody waits any more must not keep its place among the five.
    const result = await Promise.race([asked, aborted(signal, () => signal.reason), aborted(tooLong, () => silent(query))]);
    return { result, readAt, ms: clock.now() - readAt, query };
  };

  const depart = (key: string, query: LogQuery): Flight => {
    if (queue.length >= mostWaiting)
      throw new UserError(`${queue.length} queries are waiting already, and ${mostAtOnce} are running. Ask again in a minute.`);
    const stop = new AbortController();
    const { promise, resolve, reject } = Promise.withResolvers<Read>();
    const flight: Flight = { query, stop, done: promise, waiting: new Set(), startedAt: undefined, start: () => undefined };
    const over = (): void => {
      queue = queue.filter((one) => one !== flight);
      running.delete(flight);
      if (flights.get(key) === flight) flights.delete(key);
      startNext();
    };
    const work = async (): Promise<void> => {
      try {
        const read = await ask(query, stop.signal);
        recent.keep(key, read);
        resolve(read);
      } catch (error) {
        reject(error);
      } finally {
        over();
      }
    };
    flight.start = () => void work();
    stop.signal.addEventListener('abort', () => {
      if (flight.startedAt !== undefined) return;
      reject(stop.signal.reason);
      over();
    });
    // Everybody who waited may have gone.
    promise.catch(() => undefined);
    flights.set(key, flight);
    queue = [...queue, flight];
    return flight;
  };

  return {
    read: async (query, options) => {
      options.signal.throwIfAborted();
      // A range that ends "now" moves on; it is the same question for as long as an answer is kept.
      const apartMs = options.exact === true ? 0 : keptMs;
      const key = keyOf(query);
      const kept = recent.find(key, query, { notBefore: options.notBefore, apartMs });
      if (kept !== undefined) return kept;
      const known = flights.get(key);
      const joins = known !== undefined && isFresh(known, options.notBefore) && Math.abs(known.query.to - query.to) <= apartMs;
      const flight = joins ? known : depart(key, query);
      flight.waiting.add(options);
      if (!joins) startNext();
      else options.queued?.(queue.indexOf(flight) + 1);
      try {
        return await Promise.race([flight.done, aborted(options.signal, () => options.signal.reason)]);
      } finally {
        flight.waiting.delete(options);
        if (flight.waiting.size === 0) {
          // Whoever asks from now on must not join what is being given up.
          if (flights.get(key) === flight) flights.delete(key);
          flight.stop.abort();
        }
      }
    },
  };
}

function isFresh({ startedAt }: Flight, notBefore: number | undefined): boolean {
  return startedAt === undefined || notBefore === undefined || startedAt >= notBefore;
}

/** Where, what and how far back; the moment itself is compared apart. */
function keyOf({ place, text, from, to, waitMs }: LogQuery): string {
  const where = place.kind === 'workspace' ? place.id : place.resource.id;
  return JSON.stringify([place.kind, where.toLowerCase(), to - from, waitMs, text]);
}

function aborted(signal: AbortSignal, reason: () => unknown): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(reason());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

function silent({ waitMs }: LogQuery): ProviderError {
  return new ProviderError('Azure', `has not answered within ${Math.round(waitMs / 1_000)} s. Ask for less time or fewer rows.`, {
    retry: { when: 'never' },
  });
}
