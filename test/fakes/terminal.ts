import type { Terminal } from '../../src/cli/dependencies.ts';

/** A terminal that keeps what was written to it, and lets a test send signals. */
export function fakeTerminal(folder: string): Terminal & {
  readonly written: () => string;
  readonly errors: () => string;
  readonly send: (signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP') => void;
} {
  let written = '';
  let errors = '';
  const handlers = new Set<{ readonly signal: string; readonly handle: () => void }>();
  return {
    out: (text) => {
      written += text;
    },
    err: (text) => {
      errors += text;
    },
    width: 100,
    user: 'ana',
    folder,
    onSignal: (signal, handle) => {
      const handler = { signal, handle };
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    written: () => written,
    errors: () => errors,
    send: (signal) => {
      for (const handler of handlers) if (handler.signal === signal) handler.handle();
    },
  };
}
