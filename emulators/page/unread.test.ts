import { describe, expect, it } from 'vitest';
import { liveMessage } from './test-message.ts';
import { unreadIn } from './unread.ts';

const ana = { user: 'ana', direct: false, readUpTo: 5 };

describe('what is unread', () => {
  it('is what others said since', () => {
    const messages = [liveMessage({ arrived: 5 }), liveMessage({ arrived: 6 }), liveMessage({ arrived: 7, user: 'ana' })];
    expect(unreadIn(messages, ana)).toEqual({ count: 1, mentions: 0 });
  });

  it('names the person by id in Slack, and by name in Teams', () => {
    const slack = liveMessage({ arrived: 6, text: 'look, <@U0ANA00001>' });
    const teams = liveMessage({ arrived: 6, platform: 'teams', text: 'look, @Ana Duarte' });
    expect(unreadIn([slack], ana).mentions).toBe(1);
    expect(unreadIn([teams], ana).mentions).toBe(1);
    expect(unreadIn([slack, teams], { ...ana, user: 'eva' }).mentions).toBe(0);
  });

  it('does not count a reply in Slack, which marks its thread; in Teams it does', () => {
    const reply = { arrived: 6, thread: 'm0' };
    expect(unreadIn([liveMessage(reply)], ana).count).toBe(0);
    expect(unreadIn([liveMessage({ ...reply, platform: 'teams' })], ana).count).toBe(1);
  });

  it('does not count what is for somebody else alone, nor a modal', () => {
    const hidden = [liveMessage({ arrived: 6, ephemeralTo: 'eva' }), liveMessage({ arrived: 6, surface: 'modal', ephemeralTo: 'ana' })];
    expect(unreadIn(hidden, ana).count).toBe(0);
  });

  it('is all for the person in a conversation of their own', () => {
    expect(unreadIn([liveMessage({ arrived: 6 })], { ...ana, direct: true })).toEqual({ count: 1, mentions: 1 });
  });
});
