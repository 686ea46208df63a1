import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import { isOwner } from '../core/model/schedule.ts';
import { denial, mayRun } from '../core/permissions.ts';
import type { Clock } from '../core/ports.ts';
import { QueryCancelled } from './queries-cancelled.ts';
import type { Asker, Queries, QueryState } from './query-services.ts';

export interface RunningNeeds {
  readonly clock: Clock;
  readonly random: () => number;
  /** Settles after so many milliseconds of real time; rejects when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Queries that are under way, and what they are cancelled by. */
export interface RunningQueries {
  /**
   * Does the work and tells how it stands; the signal given to it is aborted when somebody cancels. Throws QueryCancelled then,
   * and UserError for one query too many of the same person.
   */
  readonly run: <T>(
    by: Asker,
    options: { readonly signal: AbortSignal; readonly running: (state: QueryState) => void },
    work: (signal: AbortSignal, queued: (ahead: number) => void) => Promise<T>,
  ) => Promise<T>;
  readonly cancel: Queries['cancel'];
}

/** Seven letters and digits, so that nobody hits another's query by guessing. */
const mostIds = 36 ** 7;
/** So that nobody fills the queue alone. */
const mostOfOne = 3;
/** Nobody looks more often. */
const tellEveryMs = 2_000;

export function createRunningQueries({ clock, random, pause }: RunningNeeds): RunningQueries {
  const running = new Map<string, { readonly by: Asker; readonly cancel: (reason: QueryCancelled) => void; readonly since: number }>();

  const newId = (): string => {
    for (let number = Math.floor(random() * mostIds); ; number += 1) {
      const id = number.toString(36).padStart(7, '0');
      if (!running.has(id)) return id;
    }
  };

  const checkOthers = ({ actor }: Asker): void => {
    const own = [...running.values()].filter(({ by }) => by.actor.platform === actor.platform && by.actor.id === actor.id);
    if (own.length >= mostOfOne)
      throw new UserError(`${mostOfOne} of your queries are running or waiting already. Wait for one of them, or cancel it.`);
  };

  return {
    run: async (by, { signal, running: tell }, work) => {
      checkOthers(by);
      const id = newId();
      const since = clock.now();
      const stop = new AbortController();
      const over = new AbortController();
      let ahead = 0;
      const say = (): void => tell({ id, ahead, forMs: clock.now() - since });
      const keepSaying = async (): Promise<void> => {
        while (!over.signal.aborted) {
          say();
          await pause(tellEveryMs, over.signal);
        }
      };
      running.set(id, { by, cancel: (reason) => stop.abort(reason), since });
      // Ends by being aborted.
      keepSaying().catch(() => undefined);
      try {
        return await work(AbortSignal.any([signal, stop.signal]), (place) => {
          ahead = place;
          if (!over.signal.aborted) say();
        });
      } catch (error) {
        // However the source words that it was stopped.
        if (stop.signal.aborted) throw stop.signal.reason;
        throw error;
      } finally {
        over.abort();
        running.delete(id);
      }
    },
    cancel: (id, by) => {
      const found = running.get(id);
      if (found === undefined) return 'over';
      const asker = found.by.actor;
      const isOwn = isOwner(by.actor, { owner: `${asker.platform}:${asker.id}`, ownerEmail: asker.email?.toLowerCase() });
      if (!isOwn && mayRun(by.role, 'responder') === 'denied')
        throw denial(
          by.actor,
          'kql cancel',
          'responder',
          `That query is ${shorten(asker.name)}’s; only they or a responder may cancel it.`,
        );
      found.cancel(new QueryCancelled(by.actor, asker, clock.now() - found.since));
      return 'cancelled';
    },
  };
}
