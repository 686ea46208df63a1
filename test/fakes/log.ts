import type { Log } from '../../src/core/ports.ts';

export interface LogEntry {
  readonly level: keyof Log;
  readonly data: object;
  readonly words: string;
}

/** Keeps what is logged, for tests to look at. */
export function createLogList(): Log & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = [];
  const keep =
    (level: keyof Log) =>
    (data: object, words: string): void => {
      entries.push({ level, data, words });
    };
  return { entries, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
}
