import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { EmulatorClock } from '../clock.ts';
import { createAlertSender } from './alert-sender.ts';

const start = Date.UTC(2026, 10, 20, 12);
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A webhook that answers each request with the next status, and then with 202. */
async function startHook(statuses: readonly number[]) {
  const bodies: string[] = [];
  const left = [...statuses];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(left.shift() ?? 202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const clock = new EmulatorClock({ start, patienceMs: 0 });
  const sender = createAlertSender({ clock, url: () => `http://127.0.0.1:${address.port}/webhooks/azure/secret` });
  const seconds = (): readonly number[] => sender.attempts.map((one) => Math.round((one.at - start) / 1000));
  return { clock, sender, bodies, seconds };
}

describe('Azure’s webhook', () => {
  it('posts once when it is accepted', async () => {
    const { sender, bodies } = await startHook([]);
    expect(await sender.send({ a: 1 })).toMatchObject({ status: 202 });
    expect(bodies).toEqual(['{"a":1}']);
  });

  it.each([400, 401, 500, 502])('does not repeat after %i', async (status) => {
    const { clock, sender, bodies } = await startHook([status]);
    expect(await sender.send({})).toMatchObject({ status });
    await clock.advance(20 * 60_000);
    expect(bodies).toHaveLength(1);
  });

  it.each([408, 429, 503, 504])('repeats after %i', async (status) => {
    const { clock, sender, bodies } = await startHook([status]);
    await sender.send({ a: 1 });
    await clock.advance(6000);
    expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('gives up after five repetitions and stays silent for 15 minutes', async () => {
    const { clock, sender, seconds } = await startHook([503, 503, 503, 503, 503, 503]);
    await sender.send({});
    await clock.advance(5 * 60_000);
    expect(seconds()).toEqual([0, 5, 25, 30, 70, 75]);
    expect(await sender.send({})).toMatchObject({ status: undefined });
    await clock.advance(12 * 60_000);
    expect(await sender.send({})).toMatchObject({ status: 202 });
    expect(seconds()).toHaveLength(7);
  });

  it('repeats when nobody answers', async () => {
    const clock = new EmulatorClock({ start, patienceMs: 0 });
    const sender = createAlertSender({ clock, url: () => 'http://127.0.0.1:9/' });
    expect(await sender.send({})).toMatchObject({ status: undefined });
    await clock.advance(6000);
    expect(sender.attempts).toHaveLength(2);
  });
});
