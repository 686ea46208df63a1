import { describe, expect, it } from 'vitest';
import { createLogList } from '../../test/fakes/log.ts';
import { sentence } from '../core/document.ts';
import { type Invocation, replyToChannel } from '../core/invocation.ts';
import type { Delivery } from '../core/ports.ts';
import { createAnswers } from './answers.ts';

const invocation: Invocation = {
  id: 'slack:E1',
  actor: { platform: 'slack', id: 'U1', name: 'eva' },
  place: { platform: 'slack', channel: 'C1', kind: 'channel' },
  text: 'help',
  origin: { kind: 'typed' },
  receivedAt: 0,
  replyTo: {},
};
const sent: Delivery = { ok: true, ref: undefined };
const limited: Delivery = { ok: false, reason: 'too many', certain: 'not sent', retry: { when: 'later', afterMs: 3_000 } };

async function answer(...outcomes: readonly [Delivery, ...Delivery[]]) {
  const left = [...outcomes];
  const pauses: number[] = [];
  const log = createLogList();
  const answers = createAnswers({
    chats: new Map([['slack', { respond: async () => left.shift() ?? outcomes[0] }]]),
    log,
    pause: async (ms) => pauses.push(ms),
  });
  await answers(invocation, replyToChannel(sentence('hello')));
  return { used: outcomes.length - left.length, pauses, log };
}

describe('an answer', () => {
  it('that was not sent for a rate limit goes out after the pause that was asked for', async () => {
    expect(await answer(limited, limited, sent)).toMatchObject({ used: 3, pauses: [3_000, 3_000] });
  });

  it.each<[string, Delivery]>([
    ['may have arrived', { ok: false, reason: 'timeout', certain: 'unknown', retry: { when: 'later', afterMs: 1_000 } }],
    ['can never arrive', { ok: false, reason: 'archived', certain: 'not sent', retry: { when: 'never' } }],
    ['would come too late', { ok: false, reason: 'too many', certain: 'not sent', retry: { when: 'later', afterMs: 60_000 } }],
  ])('that %s is not sent again', async (_name, outcome) => {
    expect(await answer(outcome, sent)).toMatchObject({ used: 1, pauses: [] });
  });

  it('is given up after four attempts', async () => {
    expect((await answer(limited, limited, limited, limited, sent)).used).toBe(4);
  });

  it('to a platform that is not connected any more is logged', async () => {
    const log = createLogList();
    await createAnswers({ chats: new Map(), log, pause: async () => undefined })(invocation, replyToChannel(sentence('hello')));
    expect(log.entries).toHaveLength(1);
  });
});
