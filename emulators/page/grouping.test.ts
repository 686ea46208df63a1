import { describe, expect, it } from 'vitest';
import { groupMessages } from './grouping.ts';
import { liveMessage } from './test-message.ts';

/** What a list shows, in short: "day 2026-11-20", "new", "+" for a message that continues, otherwise its author. */
function shown(...given: Parameters<typeof groupMessages>): readonly string[] {
  return groupMessages(...given).map((item) => {
    switch (item.kind) {
      case 'day':
        return `day ${item.day}`;
      case 'new':
        return 'new';
      case 'message':
        return item.follows ? '+' : item.message.user;
    }
  });
}

describe('the messages of a list', () => {
  it('are grouped by author, until somebody else speaks or a while has passed', () => {
    const at = (time: string, user: string) => liveMessage({ at: `2026-11-20T${time}:00.000Z`, user });
    const messages = [at('10:00', 'ana'), at('10:01', 'ana'), at('10:02', 'ben'), at('10:03', 'ana'), at('10:30', 'ana')];
    expect(shown(messages, 'ana', undefined)).toEqual(['day 2026-11-20', 'ana', '+', 'ben', 'ana', 'ana']);
  });

  it('have a line for each day of the page’s zone', () => {
    const messages = [liveMessage({ at: '2026-11-20T22:59:00.000Z' }), liveMessage({ at: '2026-11-20T23:01:00.000Z' })];
    expect(shown(messages, 'ana', undefined)).toEqual(['day 2026-11-20', 'ben', 'day 2026-11-21', 'ben']);
  });

  it('keep a note for one person apart from what everybody sees', () => {
    const messages = [liveMessage({ user: 'tocsin' }), liveMessage({ user: 'tocsin', ephemeralTo: 'ana' })];
    expect(shown(messages, 'ana', undefined)).toEqual(['day 2026-11-20', 'tocsin', 'tocsin']);
  });

  it('have one line above what was unread, and none above one’s own words or what came later', () => {
    const messages = [
      liveMessage({ arrived: 1, user: 'ben' }),
      liveMessage({ arrived: 2, user: 'ana' }),
      liveMessage({ arrived: 3, user: 'ben' }),
      liveMessage({ arrived: 4, user: 'eva' }),
    ];
    expect(shown(messages, 'ana', { after: 1, upTo: 4 })).toEqual(['day 2026-11-20', 'ben', 'ana', 'new', 'ben', 'eva']);
    expect(shown(messages, 'ana', { after: 4, upTo: 4 })).not.toContain('new');
    expect(shown(messages, 'ana', { after: 1, upTo: 2 })).not.toContain('new');
  });
});
