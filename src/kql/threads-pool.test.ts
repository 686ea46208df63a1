import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { ProviderError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { createLateOnes, type LateOnes } from './threads-late.ts';
import { createThreadPool, type ThreadPool } from './threads-pool.ts';
import type { Order } from './threads-worker.fixture.ts';

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const { signal } = new AbortController();
const worker = new URL('./threads-worker.fixture.ts', import.meta.url);
/** Longer than any test takes: what waits for this has failed. */
const never = 60_000;
const made: ThreadPool<Order, string>[] = [];

interface Options {
  readonly deadlineMs?: number;
  readonly patienceMs?: number;
  readonly spareIdleMs?: number;
  readonly data?: string;
  readonly file?: URL;
  readonly keyOf?: (order: Order) => string;
  readonly lateAskers?: LateOnes;
}

function pool(options: Options = {}): ThreadPool<Order, string> {
  const { deadlineMs = never, patienceMs = never, spareIdleMs = never, data, file = worker } = options;
  let asked = 0;
  // Each question is another one unless the test says which are the same.
  const keyOf = options.keyOf ?? ((): string => `${(asked += 1)}`);
  const memory = { keyOf, lateTexts: createLateOnes(), lateAskers: options.lateAskers ?? createLateOnes() };
  const one = createThreadPool<Order, string>({ log: quiet, worker: file, data, deadlineMs, patienceMs, spareIdleMs, ...memory });
  made.push(one);
  return one;
}

/** Something that keeps a thread busy until it is opened. */
function gate(): { readonly order: Order; readonly open: () => void } {
  const memory = new SharedArrayBuffer(4);
  const cell = new Int32Array(memory);
  return {
    order: { gate: memory },
    open: () => {
      Atomics.store(cell, 0, 1);
      Atomics.notify(cell, 0);
    },
  };
}

/** The threads that are started from now on. */
function threadsStarted(): { readonly seen: readonly Worker[]; readonly stop: () => readonly Worker[] } {
  const seen: Worker[] = [];
  const see = (started: Worker): void => {
    seen.push(started);
  };
  process.on('worker', see);
  return {
    seen,
    stop: () => {
      process.off('worker', see);
      return seen;
    },
  };
}

afterEach(async () => {
  await Promise.all(made.splice(0).map((one) => one.stop()));
});

describe('the threads that read queries', () => {
  it('answer one question after the other', async () => {
    const threads = pool();
    const answers = await Promise.all([threads.run('echo', { signal }), threads.run('echo', { signal }), threads.run('echo', { signal })]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ kind: 'answer', answer: 'echo' })));
  });

  it('are ended at the deadline, and the spare takes over', async () => {
    const threads = pool({ deadlineMs: 150 });
    expect(await threads.run('hang', { signal })).toEqual({ kind: 'late' });
    expect(await threads.run('echo', { signal })).toEqual({ kind: 'answer', answer: 'echo' });
  });

  it('do not let a question wait for the deadline of another', async () => {
    const threads = pool();
    const busy = gate();
    const slow = threads.run(busy.order, { signal });
    expect(await threads.run('echo', { signal })).toEqual({ kind: 'answer', answer: 'echo' });
    expect(await threads.run('echo', { signal })).toEqual({ kind: 'answer', answer: 'echo' });
    busy.open();
    expect(await slow).toEqual({ kind: 'answer', answer: 'gate opened' });
  });

  it('are replaced when both hang, and those that waited are answered by the new ones', async () => {
    const threads = pool({ deadlineMs: 150 });
    const asked: readonly Order[] = ['hang', 'hang', 'hang', 'echo', 'echo'];
    const outcomes = await Promise.all(asked.map((order) => threads.run(order, { signal })));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['late', 'late', 'late', 'answer', 'answer']);
  });

  it('work on one question of an asker at a time, so that the others have the spare', async () => {
    const threads = pool();
    await threads.warmUp();
    const gates = [gate(), gate(), gate()];
    const answered: string[] = [];
    const greedy = gates.map(async ({ order }, at) => {
      await threads.run(order, { signal, by: 'greedy' });
      answered.push(`greedy ${at}`);
    });
    await threads.run('echo', { signal, by: 'other' });
    await threads.run('echo', { signal, by: 'other' });
    answered.push('other');
    for (const { open } of gates) open();
    await Promise.all(greedy);
    expect(answered).toEqual(['other', 'greedy 0', 'greedy 1', 'greedy 2']);
  });

  it('leave one thread to the others, whatever those ask whose questions were late', async () => {
    const lateAskers = createLateOnes();
    for (const by of ['ana', 'boris']) lateAskers.add(by);
    const threads = pool({ lateAskers });
    await threads.warmUp();
    const started = threadsStarted();
    const gates = [gate(), gate()];
    const again = ['ana', 'boris'].map((by, at) => threads.run(gates[at]?.order ?? 'echo', { signal, by }));
    expect(await threads.run('echo', { signal, by: 'eva' })).toEqual({ kind: 'answer', answer: 'echo' });
    expect(started.stop()).toEqual([]);
    for (const { open } of gates) open();
    expect((await Promise.all(again)).map(({ kind }) => kind)).toEqual(['answer', 'answer']);
  });

  it('tell an asker whose own question is in the way', async () => {
    const threads = pool({ patienceMs: 200 });
    await threads.warmUp();
    const busy = gate();
    const kept = Promise.allSettled([threads.run(busy.order, { signal, by: 'eva' })]);
    await expect(threads.run('echo', { signal, by: 'eva' })).rejects.toThrow(/an earlier query of yours/);
    busy.open();
    await kept;
  });

  it('answer the same question at once when it was late before, and those that wait to ask it', async () => {
    const threads = pool({ deadlineMs: 150, keyOf: (order) => JSON.stringify(order) });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => threads.run('hang', { signal })));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['late']));
    const started = threadsStarted();
    expect(await threads.run('hang', { signal })).toEqual({ kind: 'late' });
    expect(started.stop()).toEqual([]);
    expect(await threads.run('echo', { signal })).toEqual({ kind: 'answer', answer: 'echo' });
  });

  it('have the next one ready before those that will be late are ended', async () => {
    const threads = pool({ deadlineMs: 4_000 });
    await threads.warmUp();
    const gates = [gate(), gate()];
    const started = threadsStarted();
    const slow = gates.map(({ order }) => threads.run(order, { signal }));
    // Neither is late yet when this is answered.
    expect(await threads.run('echo', { signal })).toEqual({ kind: 'answer', answer: 'echo' });
    const [extra] = started.stop();
    for (const { open } of gates) open();
    expect((await Promise.all(slow)).map(({ kind }) => kind)).toEqual(['answer', 'answer']);
    expect(extra).toBeDefined();
  });

  it('do without the spare while nobody asks', async () => {
    const started = threadsStarted();
    const threads = pool({ spareIdleMs: 1 });
    await threads.run('echo', { signal });
    const [first, spare] = started.seen;
    if (spare === undefined) throw new Error('there was no spare');
    await once(spare, 'exit');
    expect(first?.threadId).toBeGreaterThan(0);
    expect(await threads.run('echo', { signal })).toEqual({ kind: 'answer', answer: 'echo' });
    expect(started.stop()).toHaveLength(3);
  });

  it.each(['exit', 'memory', 'throw'] as const)('survive a question that brings a thread down: %s', async (order) => {
    const threads = pool();
    const [broken, fine] = await Promise.all([threads.run(order, { signal }), threads.run('echo', { signal })]);
    expect(broken.kind).toBe('broken');
    expect(fine).toEqual({ kind: 'answer', answer: 'echo' });
    expect(await threads.run('echo', { signal })).toEqual({ kind: 'answer', answer: 'echo' });
  });

  it('tell a person who would have to wait too long that they are busy', async () => {
    const threads = pool({ patienceMs: 400 });
    await threads.run('echo', { signal });
    const gates = [gate(), gate()];
    const slow = gates.map(({ order }) => threads.run(order, { signal }));
    // Those whom the gates keep are answered as well, by a refusal.
    const kept = Promise.allSettled(slow);
    await expect(threads.run('echo', { signal })).rejects.toThrow(/busy with other queries/);
    for (const { open } of gates) open();
    expect((await kept).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await threads.run('echo', { signal })).toEqual({ kind: 'answer', answer: 'echo' });
  });

  it('let go of whoever gives up, and go on', async () => {
    const threads = pool();
    const busy = gate();
    const caller = new AbortController();
    const working = threads.run(busy.order, caller);
    const others = threads.run('echo', { signal });
    caller.abort(new Error('no longer wanted'));
    await expect(working).rejects.toThrow('no longer wanted');
    expect(await others).toEqual({ kind: 'answer', answer: 'echo' });
    busy.open();
    await expect(threads.run('echo', caller)).rejects.toThrow('no longer wanted');
  });

  it('say so when none starts', async () => {
    const failed = pool({ data: 'does not start' }).run('echo', { signal });
    await expect(failed).rejects.toBeInstanceOf(ProviderError);
    const missing = pool({ file: new URL('./no-such-file.ts', import.meta.url) }).run('echo', { signal });
    await expect(missing).rejects.toThrow(/could not be started/);
  });

  it('start with the first question and not before', async () => {
    const threads = pool({ file: new URL('./no-such-file.ts', import.meta.url) });
    await expect(threads.stop()).resolves.toBeUndefined();
  });

  it('leave nobody waiting when they are stopped', async () => {
    const threads = pool();
    const waiting = Promise.allSettled([threads.run(gate().order, { signal }), threads.run('echo', { signal })]);
    await threads.stop();
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(threads.run('echo', { signal })).rejects.toThrow(/stopped/);
  });
});
