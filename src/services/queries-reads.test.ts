import { describe, expect, it } from 'vitest';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createFakeLogs, resultOf, settle } from '../../test/fakes/logs.ts';
import { ProviderError } from '../core/errors.ts';
import type { LogQuery } from '../core/model/query.ts';
import { createQueryReads } from './queries-reads.ts';
import type { QueryReadOptions } from './query-services.ts';

const day = 86_400_000;

function build() {
  const clock = createHandClock();
  const source = createFakeLogs();
  const timeouts: AbortController[] = [];
  const timeout = (): AbortSignal => {
    const controller = new AbortController();
    timeouts.push(controller);
    return controller.signal;
  };
  const reads = createQueryReads({ source, clock, timeout });
  const queryOf = (text: string, over: Partial<LogQuery> = {}): LogQuery => ({
    place: { kind: 'workspace', id: 'w1', title: 'logs' },
    text,
    from: clock.now() - day,
    to: clock.now(),
    waitMs: 60_000,
    ...over,
  });
  const read = (text: string, options: Partial<QueryReadOptions> = {}, over: Partial<LogQuery> = {}) =>
    reads.read(queryOf(text, over), { signal: new AbortController().signal, ...options });
  return { clock, source, timeouts, read };
}

describe('reading logs', () => {
  it('asks five at once, and tells the others where they stand', async () => {
    const { source, read } = build();
    const told: number[][] = [];
    const all = Array.from({ length: 8 }, (_one, index) => {
      const heard: number[] = [];
      told.push(heard);
      return read(`q${index}`, { queued: (ahead) => heard.push(ahead) });
    });
    await settle();
    expect(source.asked.map(({ query }) => query.text)).toEqual(['q0', 'q1', 'q2', 'q3', 'q4']);
    expect([told[4]?.at(-1), told[5]?.at(-1), told[7]?.at(-1)]).toEqual([0, 1, 3]);
    source.asked[2]?.answer(resultOf(2));
    await settle();
    expect(source.asked.at(-1)?.query.text).toBe('q5');
    expect([told[5]?.at(-1), told[6]?.at(-1), told[7]?.at(-1)]).toEqual([0, 1, 2]);
    for (let index = 0; index < 8; index += 1) {
      source.asked[index]?.answer(resultOf(index));
      await settle();
    }
    expect((await Promise.all(all)).map(({ result }) => result.table.rows.length)).toEqual(Array.from({ length: 8 }, () => 1));
  });

  it('asks the same query once for everybody who wants it meanwhile', async () => {
    const { source, read, clock } = build();
    const first = read('same');
    clock.move(5_000);
    const second = read('same');
    const other = read('same', {}, { place: { kind: 'workspace', id: 'w2', title: 'other' } });
    await settle();
    expect(source.asked).toHaveLength(2);
    source.asked[0]?.answer(resultOf(1));
    source.asked[1]?.answer(resultOf(2));
    expect((await second).result).toBe((await first).result);
    expect((await other).result).toEqual(resultOf(2));
  });

  it('keeps an answer for a minute, and says when it was asked', async () => {
    const { source, read, clock } = build();
    const askedAt = clock.now();
    const first = read('kept');
    await settle();
    clock.move(2_000);
    source.asked[0]?.answer(resultOf(1));
    expect(await first).toMatchObject({ readAt: askedAt, ms: 2_000 });
    clock.move(57_000);
    const again = await read('kept');
    expect(again).toMatchObject({ readAt: askedAt, query: { to: askedAt } });
    clock.move(1_000);
    const later = read('kept');
    await settle();
    expect(source.asked).toHaveLength(2);
    source.asked[1]?.answer(resultOf(2));
    expect((await later).result).toEqual(resultOf(2));
  });

  it('reads again what was read before the wanted moment, and what was asked over another range', async () => {
    const { source, read, clock } = build();
    const first = read('q');
    await settle();
    source.asked[0]?.answer(resultOf(1));
    await first;
    clock.move(1_000);
    void read('q', { notBefore: clock.now() });
    void read('q', {}, { from: clock.now() - 2 * day });
    await settle();
    expect(source.asked).toHaveLength(3);
  });

  it('keeps neither what failed nor a part', async () => {
    const { source, read } = build();
    const failed = read('q');
    await settle();
    source.asked[0]?.fail(new ProviderError('Azure', 'is busy.', { retry: { when: 'never' } }));
    await expect(failed).rejects.toThrow('is busy.');
    const part = read('q');
    await settle();
    source.asked[1]?.answer({ ...resultOf(1), partial: { code: 'PartialError', message: 'Too much.' } });
    await part;
    void read('q');
    await settle();
    expect(source.asked).toHaveLength(3);
  });

  it('ends a query only when nobody waits for it any more', async () => {
    const { source, read } = build();
    const ana = new AbortController();
    const ben = new AbortController();
    const first = read('q', { signal: ana.signal });
    const second = read('q', { signal: ben.signal });
    await settle();
    ana.abort(new Error('Ana left'));
    await expect(first).rejects.toThrow('Ana left');
    expect(source.asked[0]?.signal.aborted).toBe(false);
    ben.abort(new Error('Ben left'));
    await expect(second).rejects.toThrow('Ben left');
    expect(source.asked[0]?.signal.aborted).toBe(true);
  });

  it('is asked anew by whoever comes just when the last one leaves', async () => {
    const { source, read } = build();
    const leaving = new AbortController();
    const left = read('q', { signal: leaving.signal });
    await settle();
    const coming = left.catch(() => read('q'));
    leaving.abort(new Error('left'));
    await settle();
    source.asked[1]?.answer(resultOf(1));
    expect((await coming).result).toEqual(resultOf(1));
  });

  it('lets the next one in at once when one is given up, and never asks what was given up in the queue', async () => {
    const { source, read } = build();
    const leaving = new AbortController();
    const gone = new AbortController();
    const given = read('q0', { signal: leaving.signal });
    for (let index = 1; index < 5; index += 1) void read(`q${index}`);
    const queued = read('never', { signal: gone.signal });
    void read('next');
    await settle();
    gone.abort(new Error('gone'));
    await expect(queued).rejects.toThrow('gone');
    leaving.abort(new Error('left'));
    await expect(given).rejects.toThrow('left');
    await settle();
    expect(source.asked.map(({ query }) => query.text)).toEqual(['q0', 'q1', 'q2', 'q3', 'q4', 'next']);
  });

  it('gives up on a service that does not answer', async () => {
    const { timeouts, read } = build();
    const reading = read('q');
    await settle();
    timeouts[0]?.abort();
    await expect(reading).rejects.toThrow('has not answered within 60 s');
  });

  it('says so when too many wait already', async () => {
    const { read } = build();
    for (let index = 0; index < 45; index += 1) void read(`q${index}`).catch(() => undefined);
    await settle();
    await expect(read('one more')).rejects.toThrow('40 queries are waiting already');
  });

  it('forgets the oldest answers when they are too large to be kept', async () => {
    const { source, read } = build();
    const large = { ...resultOf(), table: { columns: [], rows: [['x'.repeat(6 * 1_024 * 1_024)]] } };
    for (let index = 0; index < 4; index += 1) {
      const reading = read(`q${index}`);
      await settle();
      source.asked[index]?.answer(large);
      await reading;
    }
    await read('q3');
    await read('q2');
    expect(source.asked).toHaveLength(4);
    void read('q0');
    await settle();
    expect(source.asked).toHaveLength(5);
  });
});
