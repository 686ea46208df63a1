import type { ConnectionState } from '../../src/core/chat.ts';
import type { Log } from '../../src/core/ports.ts';

export interface Link {
  readonly open: () => Promise<void>;
  readonly close: () => void;
  readonly state: () => ConnectionState;
}

const tryAgainMs = 30_000;

/** Teams calls the bot, so "connected" means: the bot has a token to answer with, and the keys to tell who calls. */
export function createLink(connect: () => Promise<void>, { log }: { readonly log: Log }): Link {
  let state: ConnectionState = { state: 'disconnected' };
  let timer: NodeJS.Timeout | undefined;
  let wanted: 'open' | 'closed' = 'closed';
  const attempt = async (): Promise<void> => {
    let found: ConnectionState = { state: 'connected' };
    try {
      await connect();
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      found = { state: 'failed', reason };
      log.error({ reason }, 'Teams cannot be used yet; trying again');
    }
    if (wanted === 'closed') return;
    state = found;
    if (found.state === 'failed') timer = setTimeout(() => void attempt(), tryAgainMs).unref();
  };
  return {
    state: () => state,
    open: async () => {
      wanted = 'open';
      state = { state: 'connecting' };
      await attempt();
    },
    close: () => {
      wanted = 'closed';
      clearTimeout(timer);
      state = { state: 'disconnected' };
    },
  };
}
