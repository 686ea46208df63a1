import type { LogQuery, QueryTable } from '../core/model/query.ts';
import type { Clock } from '../core/ports.ts';
import type { QueryReads } from './query-services.ts';

type Read = Awaited<ReturnType<QueryReads['read']>>;

export interface RecentRules {
  readonly clock: Clock;
  readonly keptMs: number;
  readonly keptBytes: number;
}

export interface RecentResults {
  readonly keep: (key: string, read: Read) => void;
  /** What was read for that question of late, not before `notBefore`, and of a range that ends so many milliseconds apart at most. */
  readonly find: (
    key: string,
    query: LogQuery,
    wanted: { readonly notBefore: number | undefined; readonly apartMs: number },
  ) => Read | undefined;
}

/** Results of the last minute, as many as memory may hold; the oldest go first. */
export function createRecentResults({ clock, keptMs, keptBytes }: RecentRules): RecentResults {
  const kept = new Map<string, { readonly read: Read; readonly bytes: number }>();
  let held = 0;
  const drop = (key: string): void => {
    held -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  const tidy = (): void => {
    for (const [key, { read }] of kept) if (clock.now() - read.readAt >= keptMs || held > keptBytes) drop(key);
  };
  return {
    keep: (key, read) => {
      drop(key);
      // A part of an answer is not what the next one should get.
      if (read.result.partial === undefined) {
        const bytes = sizeOf(read.result.table) + key.length * 2;
        kept.set(key, { read, bytes });
        held += bytes;
      }
      tidy();
    },
    find: (key, query, { notBefore, apartMs }) => {
      tidy();
      const read = kept.get(key)?.read;
      if (read === undefined || (notBefore !== undefined && read.readAt < notBefore)) return undefined;
      return Math.abs(read.query.to - query.to) <= apartMs ? read : undefined;
    },
  };
}

/** About what a table takes in memory: a slot for each cell, and two bytes for each character. */
function sizeOf({ rows }: QueryTable): number {
  let bytes = 0;
  for (const row of rows) for (const cell of row) bytes += 16 + (typeof cell === 'string' ? cell.length * 2 : 0);
  return bytes;
}
