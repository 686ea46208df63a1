import { afterEach, describe, expect, it } from 'vitest';
import { startHook } from '../../test/fakes/webhook.ts';
import { EmulatorClock } from '../clock.ts';
import { Faults } from '../faults.ts';
import { createAlertSender } from './alert-sender.ts';

const start = Date.UTC(2026, 10, 20, 12);
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A sender to a webhook that answers each request with the next status, and then with 202. */
async function startSender(statuses: readonly number[]) {
  const hook = await startHook(statuses);
  closers.push(hook.stop);
  const clock = new EmulatorClock({ start, patienceMs: 0 });
  const faults = new Faults(clock.now);
  const sender = createAlertSender({ clock, faults, url: () => `${hook.url}/webhooks/azure/secret` });
  const seconds = (): readonly number[] => sender.attempts.map((one) => Math.round((one.at - start) / 1000));
  return { clock, faults, sender, bodies: () => hook.got.map((one) => one.body), seconds };
}

describe('Azure’s webhook', () => {
  it('posts once when it is accepted', async () => {
    const { sender, bodies } = await startSender([]);
    expect(await sender.send('{"a":1}')).toMatchObject({ status: 202 });
    expect(bodies()).toEqual(['{"a":1}']);
  });

  it.each([400, 401, 500, 502])('does not repeat after %i', async (status) => {
    const { clock, sender, bodies } = await startSender([status]);
    expect(await sender.send('{}')).toMatchObject({ status });
    await clock.advance(20 * 60_000);
    expect(bodies()).toHaveLength(1);
  });

  it.each([408, 429, 503, 504])('repeats after %i', async (status) => {
    const { clock, sender, bodies } = await startSender([status]);
    await sender.send('{"a":1}');
    await clock.advance(6000);
    expect(bodies()).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('gives up after five repetitions and stays silent for 15 minutes', async () => {
    const { clock, sender, seconds } = await startSender([503, 503, 503, 503, 503, 503]);
    await sender.send('{}');
    await clock.advance(5 * 60_000);
    expect(seconds()).toEqual([0, 5, 25, 30, 70, 75]);
    expect(await sender.send('{}')).toMatchObject({ status: undefined });
    await clock.advance(12 * 60_000);
    expect(await sender.send('{}')).toMatchObject({ status: 202 });
    expect(seconds()).toHaveLength(7);
  });

  it('repeats when nobody answers', async () => {
    const clock = new EmulatorClock({ start, patienceMs: 0 });
    const sender = createAlertSender({ clock, faults: new Faults(clock.now), url: () => 'http://127.0.0.1:9/' });
    expect(await sender.send('{}')).toMatchObject({ status: undefined });
    await clock.advance(6000);
    expect(sender.attempts).toHaveLength(2);
  });

  it('is lost on its way by a fault that Azure does not repeat', async () => {
    const { clock, faults, sender, bodies } = await startSender([]);
    faults.add({ target: 'azure-webhook', status: 500, count: 1 });
    expect(await sender.send('{"a":1}')).toMatchObject({ status: 500 });
    await clock.advance(20 * 60_000);
    expect(bodies()).toEqual([]);
    expect(await sender.send('{"a":2}')).toMatchObject({ status: 202 });
  });

  it('comes twice when its answer is lost', async () => {
    const { clock, faults, sender, bodies } = await startSender([]);
    faults.add({ target: 'azure-webhook', timeout: 'after', count: 1 });
    expect(await sender.send('{"a":1}')).toMatchObject({ status: undefined });
    await clock.advance(6000);
    expect(bodies()).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('is not met by a fault of Azure’s APIs', async () => {
    const { faults, sender } = await startSender([]);
    faults.add({ target: 'azure', status: 503 });
    expect(await sender.send('{}')).toMatchObject({ status: 202 });
  });
});
