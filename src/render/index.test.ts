import { afterEach, describe, expect, it } from 'vitest';
import { sampleChart } from '../../test/fakes/chart-samples.ts';
import { ProviderError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { createChartRenderer, type WarmChartRenderer } from './index.ts';

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const faulty = new URL('./faulty-worker.fixture.ts', import.meta.url);
const running: WarmChartRenderer[] = [];
const signal = new AbortController().signal;

function renderer(options: { timeoutMs?: number; worker?: URL; workers?: number } = {}): WarmChartRenderer {
  const made = createChartRenderer({
    log: quiet,
    workers: options.workers ?? 1,
    timeoutMs: options.timeoutMs ?? 20_000,
    worker: options.worker,
  });
  running.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

describe('the renderer', () => {
  it('draws in a worker thread', async () => {
    const image = await renderer().render(sampleChart(), { signal });
    expect(Buffer.from(image.png).subarray(1, 4).toString()).toBe('PNG');
    expect([image.width, image.height]).toEqual([1_600, 800]);
  });

  it('can be stopped without ever having drawn', async () => {
    await expect(renderer().stop()).resolves.toBeUndefined();
  });

  it('gives up when its caller does', async () => {
    const caller = new AbortController();
    const drawing = renderer({ worker: faulty }).render(sampleChart({ title: 'hang' }), { signal: caller.signal });
    caller.abort(new Error('nobody waits any more'));
    await expect(drawing).rejects.toThrow('nobody waits any more');
  });
});

describe('scenario 30: a worker that fails', () => {
  /** What the bot waits for a picture at most, unless a test is about waiting. */
  const patienceMs = 8_000;

  it.each(['hang', 'exit', 'throw', 'memory'])('is replaced within 10 s after “%s”, and the next picture works', async (fault) => {
    const charts = renderer({ worker: faulty, timeoutMs: fault === 'hang' ? 1_000 : patienceMs });
    const start = performance.now();
    await expect(charts.render(sampleChart({ title: fault }), { signal })).rejects.toThrow(ProviderError);
    await expect(charts.render(sampleChart(), { signal })).resolves.toMatchObject({ width: 1 });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('is replaced as often as it fails', async () => {
    const charts = renderer({ worker: faulty });
    for (let time = 0; time < 5; time += 1) {
      await expect(charts.render(sampleChart({ title: 'exit' }), { signal })).rejects.toThrow(ProviderError);
    }
    await expect(charts.render(sampleChart(), { signal })).resolves.toMatchObject({ width: 1 });
  });

  it('tells what to try again and when, in words a person can read', async () => {
    const drawing = renderer({ worker: faulty }).render(sampleChart({ title: 'throw' }), { signal });
    await expect(drawing).rejects.toMatchObject({
      provider: 'Chart',
      message: expect.stringContaining('the picture could not be drawn'),
      retry: { when: 'later' },
    });
  });

  it('does not take the pictures of its neighbour with it', async () => {
    const charts = renderer({ worker: faulty, workers: 2 });
    const [bad, good] = await Promise.allSettled([
      charts.render(sampleChart({ title: 'exit' }), { signal }),
      charts.render(sampleChart(), { signal }),
    ]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });
});
