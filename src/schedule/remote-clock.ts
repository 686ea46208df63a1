import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../core/errors.ts';
import type { Clock, Log } from '../core/ports.ts';
import { createSystemClock } from './system-clock.ts';

/** A clock that somebody else moves; between moves time runs at real speed. Signatures and tokens never use it. */
export interface RemoteClock extends Clock {
  /** Takes over the remote time once, so that nothing starts on the wrong day. Gives up after `patienceMs`. */
  readonly synchronise: (patienceMs?: number) => Promise<void>;
  /** After each move calls `onChange`, which runs all that is due and returns when the next work falls due; then reports both. */
  readonly follow: (onChange: (now: number) => Promise<number | undefined>) => void;
  /** Tells when the next work falls due, where that changed without a move of the clock. */
  readonly report: (nextDue: number | undefined) => void;
  readonly stop: () => Promise<void>;
}

interface Told {
  readonly now: number;
  readonly seq: number;
}

/** The remote holds a poll open for at most this long. */
const longestPollMs = 60_000;
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** `url` is asked as `url?settled=<seq>&nextDue=<ms, or empty>` and answers `{now, seq}`. Throws UserError unless it is on loopback. */
export function createRemoteClock(options: { readonly url: string; readonly log: Log }): RemoteClock {
  const url = readLoopbackUrl(options.url);
  const real = createSystemClock();
  const stopping = new AbortController();
  let offset = 0;
  let settled = 0;
  let nextDue: number | undefined;
  let following: Promise<void> | undefined;
  let interrupt = (): void => undefined;

  const now = (): number => real.now() + offset;

  const poll = async (signal: AbortSignal): Promise<Told> => {
    const asked = new URL(url);
    asked.searchParams.set('settled', String(settled));
    asked.searchParams.set('nextDue', nextDue === undefined ? '' : String(nextDue));
    const answer = await fetch(asked, { signal: AbortSignal.any([stopping.signal, signal, AbortSignal.timeout(longestPollMs)]) });
    if (!answer.ok) throw new Error(`the clock answered ${answer.status}`);
    const told = readTold(await answer.json());
    offset = Math.ceil(told.now - real.now());
    return told;
  };

  /** undefined: interrupted, because there is something new to report. */
  const nextMove = async (): Promise<Told | undefined> => {
    const interrupting = new AbortController();
    interrupt = () => interrupting.abort();
    try {
      return await poll(interrupting.signal);
    } catch (error) {
      if (interrupting.signal.aborted) return undefined;
      throw error;
    }
  };

  const loop = async (onChange: (now: number) => Promise<number | undefined>): Promise<void> => {
    let pauseMs = firstPauseMs;
    while (!stopping.signal.aborted) {
      try {
        const told = await nextMove();
        pauseMs = firstPauseMs;
        // A lower seq than before means that the remote was started anew: its moves count as well.
        if (told === undefined || told.seq === settled) continue;
        nextDue = await onChange(now());
        settled = told.seq;
      } catch (error) {
        if (stopping.signal.aborted) return;
        options.log.warn({ error, url: url.href }, 'the remote clock cannot be followed; trying again');
        await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
    }
  };

  return {
    now,
    synchronise: async (patienceMs = 5_000) => {
      await poll(AbortSignal.timeout(patienceMs));
    },
    follow: (onChange) => {
      following ??= loop(onChange);
    },
    report: (due) => {
      if (due === nextDue) return;
      nextDue = due;
      interrupt();
    },
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
}

/** Whoever sets the time decides what is due: nobody but this machine may. */
function readLoopbackUrl(words: string): URL {
  const url = URL.parse(words);
  const host = url?.hostname ?? '';
  const local = host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/u.test(host);
  if (url === null || !url.protocol.startsWith('http') || !local)
    throw new UserError('TOCSIN_CLOCK_URL must be an http address on this machine (127.0.0.1, [::1] or localhost).');
  return url;
}

function readTold(answer: unknown): Told {
  const isTold =
    typeof answer === 'object' &&
    answer !== null &&
    'now' in answer &&
    'seq' in answer &&
    typeof answer.now === 'number' &&
    typeof answer.seq === 'number';
  if (!isTold) throw new Error('the clock answered without now and seq');
  return { now: Number(answer.now), seq: Number(answer.seq) };
}
