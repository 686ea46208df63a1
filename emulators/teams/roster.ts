import type { Room } from './rooms.ts';

/** Where the bot is not any more, and where it is writing. */
export interface Roster {
  readonly stateOf: (room: Room) => 'member' | 'removed' | 'deleted';
  readonly change: (room: Room, state: 'member' | 'removed' | 'deleted') => void;
  /** The bot is writing; a message of its, or some seconds, end that. */
  readonly type: (room: Room, root: string | undefined) => void;
  readonly wrote: (room: Room) => void;
  readonly typing: () => readonly { readonly channel: string; readonly thread: string | undefined }[];
}

/** For so long Teams shows that somebody writes. */
const typingMs = 5_000;

export function createRoster(now: () => number): Roster {
  const gone = new Map<string, 'removed' | 'deleted'>();
  const typing = new Map<string, { readonly thread: string | undefined; readonly until: number }>();
  return {
    stateOf: ({ id }) => gone.get(id) ?? 'member',
    change: ({ id }, state) => {
      if (state === 'member') gone.delete(id);
      else gone.set(id, state);
    },
    type: ({ id }, thread) => void typing.set(id, { thread, until: now() + typingMs }),
    wrote: ({ id }) => void typing.delete(id),
    typing: () => [...typing].flatMap(([channel, { thread, until }]) => (now() < until ? [{ channel, thread }] : [])),
  };
}
