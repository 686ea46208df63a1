import type { LiveMessage } from './use-messages.ts';

/** A message for tests: of ben, to everybody in a Slack channel, unless said otherwise. */
export function liveMessage(given: Partial<LiveMessage>): LiveMessage {
  return {
    id: 'm1',
    seq: 1,
    arrived: 1,
    platform: 'slack',
    channel: 'C1',
    thread: null,
    user: 'ben',
    ephemeralTo: null,
    text: 'words',
    payload: {},
    images: [],
    files: [],
    edited: false,
    at: '2026-11-20T10:00:00.000Z',
    surface: 'message',
    reactions: [],
    pinned: false,
    deleted: false,
    ...given,
  };
}
