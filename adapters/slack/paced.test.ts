import { describe, expect, it } from 'vitest';
import { failureOfStatus } from './errors.ts';
import { pacePosts } from './paced.ts';
import { nothing } from './schema.ts';
import type { SlackWeb } from './web.ts';

const never = new AbortController().signal;

/** Slack that takes `burst` posts per channel and then one a second, by a clock that pauses move. */
function limited(burst: number) {
  let now = 0;
  const left = new Map<string, { tokens: number; at: number }>();
  const taken: { readonly channel: string; readonly at: number }[] = [];
  const web: SlackWeb = {
    answer: () => Promise.resolve(),
    upload: () => Promise.resolve(),
    call: async (_method, args, schema) => {
      const channel = String(args['channel']);
      const bucket = left.get(channel) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / 1_000);
      left.set(channel, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      if (tokens < 1) throw failureOfStatus(429, 1);
      taken.push({ channel, at: now });
      return schema.parse({});
    },
  };
  const paced = pacePosts(web, {
    now: () => now,
    pause: async (ms) => {
      now += ms;
    },
  });
  return {
    taken,
    move: (ms: number) => {
      now += ms;
    },
    post: (channel: string, signal = never) =>
      paced.call('chat.postMessage', { channel }, nothing, signal).then(
        () => 'posted' as const,
        (error: unknown) => error,
      ),
    update: (channel: string) => paced.call('chat.update', { channel }, nothing, never),
  };
}

describe('posts to one channel', () => {
  it('pass as they come while Slack takes them', async () => {
    const { post, taken } = limited(20);
    await Promise.all(Array.from({ length: 20 }, () => post('C1')));
    expect(taken.map((one) => one.at)).toEqual(Array.from({ length: 20 }, () => 0));
  });

  it('stand in line once Slack has limited the channel, and are all taken', async () => {
    const { post, taken } = limited(5);
    const first = await Promise.all(Array.from({ length: 20 }, () => post('C1')));
    expect(first.filter((one) => one === 'posted')).toHaveLength(5);
    const again = await Promise.all(Array.from({ length: 15 }, () => post('C1')));
    expect(again).toEqual(Array.from({ length: 15 }, () => 'posted'));
    expect(taken).toHaveLength(20);
  });

  it('do not hold up those to another channel, nor what is no post', async () => {
    const { post, update, taken } = limited(1);
    await post('C1');
    await post('C1');
    await post('C2');
    await update('C3');
    expect(taken.map((one) => [one.channel, one.at])).toEqual([
      ['C1', 0],
      ['C2', 0],
      ['C3', 0],
    ]);
  });

  it('are told when to come back where the line is too long', async () => {
    const { post } = limited(1);
    await post('C1');
    await post('C1');
    const many = await Promise.all(Array.from({ length: 30 }, () => post('C1')));
    const refused = many.filter((one) => one !== 'posted');
    expect(refused.length).toBeGreaterThan(5);
    for (const one of refused) expect(one).toMatchObject({ code: 'ratelimited', certain: 'not sent', retry: { when: 'later' } });
  });

  it('lose no turn to one that is no longer wanted', async () => {
    const { post, taken } = limited(1);
    await post('C1');
    await post('C1');
    const given = new AbortController();
    given.abort();
    expect(await post('C1', given.signal)).toMatchObject({ code: 'timeout', certain: 'not sent' });
    expect(await post('C1')).toBe('posted');
    expect(taken.at(-1)?.at).toBe(1_000);
  });

  it('may come in a burst again after a quiet minute', async () => {
    const { post, move, taken } = limited(3);
    for (let count = 0; count < 4; count += 1) await post('C1');
    move(120_000);
    await Promise.all([post('C1'), post('C1'), post('C1')]);
    expect(new Set(taken.slice(3).map((one) => one.at)).size).toBe(1);
  });
});
