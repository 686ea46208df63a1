import pg from 'pg';
import type { WorkSignal } from '../ledger/dialect.ts';
import { createWorkSignal } from '../ledger/work-signal.ts';
import { breakOff, clientOptions, patience, type Server } from './connections.ts';

export const channel = 'tocsin_work';

/** How a listener finds out that nobody is at the other end; milliseconds. */
export interface Heartbeat {
  /** Between two questions. */
  readonly every: number;
  /** For an answer. */
  readonly answer: number;
  /** Until the next attempt after the connection was lost; doubled at each attempt, up to `longestWait`. */
  readonly firstWait: number;
  readonly longestWait: number;
}

/** A connection that is dead at one end only is noticed after 15 s at most. */
const heartbeat: Heartbeat = { every: 10_000, answer: 5_000, firstWait: 100, longestWait: 5_000 };

/**
 * Hears over a connection of its own what any process stored. It is made when somebody first listens, and made again whenever it
 * is lost; each time the listeners are told once, because what was stored until it hears was told to nobody.
 */
export function createListener(server: Server, beat: Heartbeat = heartbeat): WorkSignal {
  const signal = createWorkSignal();
  const ending = new AbortController();
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    for (let failures = 0; !ending.signal.aborted; failures += 1) {
      const ended = await listen(server, beat, {
        heard: () => signal.told('either'),
        begun: () => {
          failures = 0;
          signal.told('either');
        },
        signal: ending.signal,
      });
      if (ending.signal.aborted) return;
      server.log.warn({ reason: ended }, 'PostgreSQL tells us no news; listening again');
      await pause(Math.min(beat.firstWait * 2 ** failures, beat.longestWait), ending.signal);
    }
  };

  return {
    onWork: (listener) => {
      running ??= run();
      return signal.onWork(listener);
    },
    // The server tells every process, this one too.
    told: () => undefined,
    close: async () => {
      ending.abort();
      await running;
      await signal.close();
    },
  };
}

/** Listens until the connection is lost or the signal ends it; settles with the reason. */
async function listen(
  server: Server,
  beat: Heartbeat,
  options: { readonly heard: () => void; readonly begun: () => void; readonly signal: AbortSignal },
): Promise<string> {
  const client = new pg.Client(clientOptions(server));
  const lost = new Promise<string>((resolve) => {
    client.on('error', (error) => resolve(error.message));
    client.on('end', () => resolve('the connection was closed'));
    options.signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  client.on('notification', options.heard);
  const ask = (words: string, ms: number): Promise<string | undefined> =>
    Promise.race([client.query(words).then(() => undefined, reasonOf), lost, pause(ms, options.signal).then(() => 'it does not answer')]);
  const beats = async (): Promise<string> => {
    const refused = await Promise.race([client.connect().then(() => undefined, reasonOf), lost]);
    if (refused !== undefined) return refused;
    const deaf = await ask(`listen ${channel}`, (server.patience ?? patience).answer);
    if (deaf !== undefined) return deaf;
    options.begun();
    for (;;) {
      await Promise.race([pause(beat.every, options.signal), lost]);
      const silent = await ask('select 1', beat.answer);
      if (silent !== undefined) return silent;
    }
  };
  const reason = await beats();
  breakOff(client);
  return reason;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');

/** Waits in real time: a moved clock does not make a network faster. It keeps no process alive. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms).unref();
    signal.addEventListener('abort', end, { once: true });
  });
}
