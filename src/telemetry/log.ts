import { pino } from 'pino';
import type { Log } from '../core/ports.ts';
import { describeError } from './describe-error.ts';
import { createRedactor } from './redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Takes finished lines: process.stdout, a file's stream, a test's list. */
export interface LogDestination {
  readonly write: (line: string) => unknown;
}

export interface AppLog extends Log {
  /** Secrets that became known later (a reloaded configuration). */
  readonly redactAlso: (secrets: readonly string[]) => void;
}

/**
 * One JSON object a line. `redact` holds the values of all secrets: each is replaced wherever it occurs in a line, errors
 * with their stacks and causes included, so that no caller has to remember to.
 */
export function createLog(options: {
  readonly level: LogLevel;
  readonly redact: readonly string[];
  readonly destination?: LogDestination | undefined;
}): AppLog {
  const redactor = createRedactor(options.redact);
  const destination = options.destination ?? process.stdout;
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (data) => Object.fromEntries(Object.entries(data).map(([key, value]) => [key, describeError(value)])),
      },
    },
    { write: (line) => destination.write(redactor.clean(line)) },
  );
  return {
    debug: (data, words) => logger.debug(data, words),
    info: (data, words) => logger.info(data, words),
    warn: (data, words) => logger.warn(data, words),
    error: (data, words) => logger.error(data, words),
    redactAlso: redactor.add,
  };
}
