import { describe, expect, it } from 'vitest';
import { createSignedSource, sign, startWebhooks } from '../../test/fakes/webhook-harness.ts';
import type { AlertSource } from '../core/alert-ports.ts';

const two = [createSignedSource('sentry'), createSignedSource('azure')];
const genuine = (body: string) => ({ 'x-signature': sign(body) });

describe('a source that sends too much', () => {
  it('44 is refused with 429 above its limit, its owner told once, and others are not affected', async () => {
    const { send, sendTo, stopwatch, told, counted, log } = await startWebhooks({ sources: two, needs: { limitPerMinute: 60 } });
    const first = await Promise.all(Array.from({ length: 70 }, (_, index) => send(`["${index}"]`)));
    expect(first.filter((reply) => reply.status === 202)).toHaveLength(60);
    expect(first.filter((reply) => reply.status === 429)).toHaveLength(10);
    expect(first.find((reply) => reply.status === 429)).toMatchObject({
      retryAfter: '1',
      body: { error: expect.stringContaining('60 events') },
    });
    expect(told).toEqual(['Sentry sends more than 60 events a minute; what is above is refused with 429 until it calms down.']);
    expect(log.entries.filter((entry) => entry.level === 'warn')).toHaveLength(1);
    expect(await sendTo('/webhooks/azure', '["a"]', genuine('["a"]'))).toMatchObject({ status: 202 });
    expect(counted.filter((one) => one === 'sentry limited')).toHaveLength(10);

    stopwatch.move(1_000);
    expect(await send('["later"]')).toMatchObject({ status: 202 });
    expect(await send('["too many"]')).toMatchObject({ status: 429 });
    expect(told).toHaveLength(1);
  });

  it('44 is told of again once it had calmed down in between', async () => {
    const { send, stopwatch, told } = await startWebhooks({ needs: { limitPerMinute: 4 } });
    const flood = async (name: string) => {
      for (let index = 0; index < 6; index += 1) await send(`["${name} ${index}"]`);
    };
    await flood('first');
    stopwatch.move(15_000);
    await flood('pausing');
    expect(told).toHaveLength(1);
    stopwatch.move(30_000);
    await flood('second');
    expect(told).toHaveLength(2);
  });

  it('44 has one limit for all its doors', async () => {
    const { send, sendTo } = await startWebhooks({ needs: { limitPerMinute: 2 } });
    await send('["a"]');
    await sendTo('/webhooks/sentry/by-token', '["b"]', { authorization: 'token' });
    expect(await send('["c"]')).toMatchObject({ status: 429 });
  });

  it('44 is refused all the same when nobody can be told', async () => {
    const tell = () => Promise.reject(new Error('no ledger'));
    const { send, log } = await startWebhooks({ needs: { limitPerMinute: 1, tell } });
    await send('["a"]');
    expect(await send('["b"]')).toMatchObject({ status: 429 });
    await expect.poll(() => log.entries.filter((entry) => entry.level === 'error')).toHaveLength(1);
  });
});

describe('a flood of forgeries', () => {
  it('44 uses nothing up of what the genuine sender may send', async () => {
    const { send, told, counted } = await startWebhooks({ needs: { limitPerMinute: 5 } });
    const forged = await Promise.all(Array.from({ length: 50 }, () => send('["x"]', { 'x-signature': 'wrong' })));
    expect(new Set(forged.map((reply) => reply.status))).toEqual(new Set([403]));
    for (let index = 0; index < 5; index += 1) expect(await send(`["${index}"]`)).toMatchObject({ status: 202 });
    expect(told).toEqual([]);
    expect(counted.filter((one) => one === 'sentry refused')).toHaveLength(50);
  });

  it('44 is answered slowly and logged seldom, while genuine ones are answered at once', async () => {
    const held: (() => void)[] = [];
    const pause = () => new Promise<void>((resolve) => void held.push(resolve));
    const { send, log, stopwatch, counted } = await startWebhooks({ needs: { pause } });
    const forge = () => send('["x"]', { 'x-signature': 'wrong' });
    await Promise.all(Array.from({ length: 120 }, forge));
    const slow = Array.from({ length: 30 }, forge);
    await expect.poll(() => held.length).toBe(30);
    expect(await send('["a"]')).toMatchObject({ status: 202 });
    expect(counted.filter((one) => one === 'sentry refused')).toHaveLength(150);
    for (const release of held) release();
    expect(new Set((await Promise.all(slow)).map((reply) => reply.status))).toEqual(new Set([403]));

    const lines = () => log.entries.filter((entry) => entry.level === 'warn').map((entry) => entry.data);
    expect(lines()).toHaveLength(120);
    stopwatch.move(11_000);
    await Promise.all(Array.from({ length: 22 }, forge));
    expect(lines().at(120)).toMatchObject({ refusedSinceTheLastLine: 30 });
  });

  it('44 has no more of its proofs checked at once than a few; the rest is asked to come again', async () => {
    const checks: (() => void)[] = [];
    const slow: AlertSource = {
      ...createSignedSource('sentry'),
      doors: [
        {
          path: '/webhooks/sentry',
          secretParams: [],
          verify: () => new Promise((resolve) => void checks.push(() => resolve({ genuine: false, status: 401, reason: 'forged' }))),
        },
      ],
    };
    const { send } = await startWebhooks({ sources: [slow] });
    const first = Array.from({ length: 256 }, () => send('["x"]'));
    await expect.poll(() => checks.length).toBe(256);
    expect(await send('["x"]')).toMatchObject({ status: 503, retryAfter: '1' });
    for (const end of checks) end();
    expect(new Set((await Promise.all(first)).map((reply) => reply.status))).toEqual(new Set([401]));
  });
});
