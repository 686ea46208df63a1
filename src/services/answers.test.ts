import { describe, expect, it } from 'vitest';
import { createLogList } from '../../test/fakes/log.ts';
import { sentence } from '../core/document.ts';
import { type Invocation, type Origin, type Reply, replyToChannel } from '../core/invocation.ts';
import type { MessageRef } from '../core/model/person.ts';
import type { Delivery, Progress, RespondOptions } from '../core/ports.ts';
import { createAnswers } from './answers.ts';
import type { Pause } from './answers-progress.ts';

const invocation: Invocation = {
  id: 'slack:E1',
  actor: { platform: 'slack', id: 'U1', name: 'eva' },
  place: { platform: 'slack', channel: 'C1', kind: 'channel' },
  text: 'help',
  origin: { kind: 'typed' },
  receivedAt: 0,
  replyTo: {},
};
const hello = replyToChannel(sentence('hello'));
const sent: Delivery = { ok: true, ref: undefined };
const limited: Delivery = { ok: false, reason: 'too many', certain: 'not sent', retry: { when: 'later', afterMs: 3_000 } };

async function answer(...outcomes: readonly [Delivery, ...Delivery[]]) {
  const left = [...outcomes];
  const pauses: number[] = [];
  const log = createLogList();
  const answers = createAnswers({
    chats: new Map([['slack', { progress: undefined, respond: async () => left.shift() ?? outcomes[0] }]]),
    log,
    pause: async (ms) => pauses.push(ms),
  });
  await answers(invocation)(hello);
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
    await createAnswers({ chats: new Map(), log, pause: async () => undefined })(invocation)(hello);
    expect(log.entries).toHaveLength(1);
  });
});

/** A clock that is moved by hand: pauses end when their time has come. */
function createPauses() {
  const waiting: { readonly at: number; readonly end: () => void }[] = [];
  let now = 0;
  const pause: Pause = (ms, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      waiting.push({ at: now + ms, end: () => resolve(undefined) });
    });
  const advance = async (ms: number): Promise<void> => {
    now += ms;
    for (const one of waiting.filter(({ at }) => at <= now)) one.end();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { pause, advance };
}

describe('while an answer is being worked on', () => {
  const working: MessageRef = { platform: 'slack', channel: 'C1', id: '7' };
  const start = (progress: Pick<Progress, 'afterMs' | 'everyMs'>, asked: Invocation = invocation) => {
    let shows = 0;
    const insteads: (MessageRef | undefined)[] = [];
    const { pause, advance } = createPauses();
    const chat = {
      progress: {
        ...progress,
        show: async () => {
          shows += 1;
          return working;
        },
      },
      respond: async (_invocation: Invocation, _reply: Reply, { instead }: RespondOptions) => {
        insteads.push(instead);
        return sent;
      },
    };
    const deliver = createAnswers({ chats: new Map([['slack', chat]]), log: createLogList(), pause })(asked);
    return { deliver, advance, insteads, shows: () => shows };
  };

  it('nothing is shown when it is there in time', async () => {
    const { deliver, advance, shows, insteads } = start({ afterMs: 1_500, everyMs: undefined });
    await advance(1_499);
    await deliver(hello);
    await advance(10_000);
    expect([shows(), insteads]).toEqual([0, [undefined]]);
  });

  it('a message says so once it takes long, and becomes the answer', async () => {
    const { deliver, advance, shows, insteads } = start({ afterMs: 1_500, everyMs: undefined });
    await advance(1_500);
    await advance(60_000);
    await deliver(hello);
    expect([shows(), insteads]).toEqual([1, [working]]);
  });

  it('a sign that fades is given again until the answer is there', async () => {
    const { deliver, advance, shows } = start({ afterMs: 300, everyMs: 3_000 });
    await advance(300);
    await advance(3_000);
    await advance(3_000);
    await deliver(hello);
    await advance(3_000);
    expect(shows()).toBe(3);
  });

  it('a click shows nothing: its own message will change', async () => {
    const origin: Origin = { kind: 'clicked', message: { platform: 'slack', channel: 'C1', id: '1' } };
    const { advance, shows } = start({ afterMs: 1_500, everyMs: undefined }, { ...invocation, origin });
    await advance(60_000);
    expect(shows()).toBe(0);
  });
});
