import { failureOfStatus, SlackFailure, toFailure } from './errors.ts';
import { pause as realPause } from './pause.ts';
import type { SlackWeb } from './web.ts';

export interface PacingNeeds {
  /** Milliseconds from any beginning. */
  readonly now: () => number;
  /** Settles after so many milliseconds of real time, or as soon as the signal is aborted; default: a timer. */
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** Slack takes one post a second in each channel, and short bursts whose size it does not tell. */
const spacingMs = 1_100;
/** Whoever would wait longer is told so instead, and may come back. */
const longestWaitMs = 20_000;
/** After so long without a post to wait for, a burst may pass again. */
const quietMs = 60_000;

const stepMs = 1_000;

interface Line {
  nextAt: number;
  waiting: number;
  last: Promise<void>;
}

/**
 * Lets posts pass as they come until Slack limits a channel; from then on those to this channel stand in line, spaced as Slack
 * wants them. Without that, all that were refused together would come back together, and most of them be refused again.
 */
export function pacePosts(web: SlackWeb, needs: PacingNeeds): SlackWeb {
  const lines = new Map<string, Line>();

  const lineOf = (channel: string): Line | undefined => {
    const line = lines.get(channel);
    if (line === undefined || line.waiting > 0 || needs.now() < line.nextAt + quietMs) return line;
    lines.delete(channel);
    return undefined;
  };
  const holdBack = (channel: string, ms: number): void => {
    const line = lines.get(channel) ?? { nextAt: 0, waiting: 0, last: Promise.resolve() };
    line.nextAt = Math.max(line.nextAt, needs.now() + ms);
    lines.set(channel, line);
  };
  return {
    ...web,
    call: async (method, args, schema, signal) => {
      if (method !== 'chat.postMessage') return web.call(method, args, schema, signal);
      const channel = String(args['channel']);
      const line = lineOf(channel);
      if (line !== undefined) await turnIn(line, needs, signal);
      try {
        return await web.call(method, args, schema, signal);
      } catch (error) {
        const { code, retry } = toFailure(error);
        if (code === 'ratelimited' && retry.when === 'later') holdBack(channel, retry.afterMs);
        throw error;
      }
    },
  };
}

/** Settles when it is this one's turn. Throws SlackFailure when that takes too long; nobody else loses a turn by that. */
async function turnIn(line: Line, { now, pause = realPause }: PacingNeeds, signal: AbortSignal): Promise<void> {
  const waitMs = Math.max(0, line.nextAt - now()) + line.waiting * spacingMs;
  if (waitMs > longestWaitMs) throw failureOfStatus(429, waitMs / 1_000);
  const before = line.last;
  const mine = Promise.withResolvers<void>();
  line.last = mine.promise;
  line.waiting += 1;
  try {
    await before;
    // In steps: it may be put off meanwhile, and a clock may be moved.
    while (now() < line.nextAt && !signal.aborted) await pause(Math.min(line.nextAt - now(), stepMs), signal);
    if (signal.aborted) throw new SlackFailure('timeout', 'not sent', { when: 'later', afterMs: 5_000 }, signal.reason);
    line.nextAt = now() + spacingMs;
  } finally {
    line.waiting -= 1;
    mine.resolve();
  }
}
