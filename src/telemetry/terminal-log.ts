import { ProviderError, sentenceOf } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import type { LogDestination } from './log.ts';
import { createRedactor } from './redact.ts';

/** For somebody who waits at a terminal: errors only, each as one line without stack, causes or data. Secrets are taken out. */
export function createTerminalLog(options: { readonly redact: readonly string[]; readonly destination: LogDestination }): Log {
  const redactor = createRedactor(options.redact);
  const nothing = (): void => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (data, words) => {
      const reason = 'error' in data ? `: ${reasonOf(data.error)}` : '';
      const line = redactor.cleanText(`${words}${reason}`).replaceAll(/\s+/gu, ' ');
      options.destination.write(`${line}\n`);
    },
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof ProviderError) return sentenceOf(error);
  return error instanceof Error ? error.message : String(error);
}
