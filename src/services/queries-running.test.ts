import { describe, expect, it } from 'vitest';
import { resultOf, settle } from '../../test/fakes/logs.ts';
import { ana, buildQueries as build, by, day } from '../../test/fakes/queries-harness.ts';
import { QueryRejected } from '../core/errors.ts';

describe('a running query', () => {
  it('tells how it stands: at once, on every change, and every few seconds', async () => {
    const { ask, states, clock, pauses } = build();
    void ask().catch(() => undefined);
    await settle();
    expect(states.at(-1)).toEqual({ id: states[0]?.id, ahead: 0, forMs: 0 });
    clock.move(12_000);
    pauses[0]?.();
    await settle();
    expect(states.at(-1)).toMatchObject({ ahead: 0, forMs: 12_000 });
  });

  it('is cancelled by its asker, who is told after how long', async () => {
    const { ask, states, clock, queries, source } = build();
    const asking = ask();
    await settle();
    clock.move(12_000);
    const id = states[0]?.id ?? '';
    expect(queries.cancel(id, ana)).toBe('cancelled');
    await expect(asking).rejects.toThrow('The query was cancelled after 12s.');
    expect(source.asked[0]?.signal.aborted).toBe(true);
    expect(queries.cancel(id, ana)).toBe('over');
  });

  it('is cancelled by a responder, whom the asker is told; by no other viewer', async () => {
    const { ask, states, queries } = build();
    const asking = ask();
    await settle();
    const id = states[0]?.id ?? '';
    expect(() => queries.cancel(id, by('viewer', 'U2', 'Eva'))).toThrow('That query is Ana’s; only they or a responder may cancel it.');
    expect(queries.cancel(id, by('responder', 'U3', 'Ben'))).toBe('cancelled');
    await expect(asking).rejects.toThrow('The query was cancelled by Ben after 0s.');
  });

  it('that two people wait for goes on when one cancels', async () => {
    const { ask, states, queries, source, clock } = build();
    const first = ask();
    await settle();
    const id = states[0]?.id ?? '';
    clock.move(1);
    const second = queries.ask(
      { text: 'requests', in: undefined, overMs: undefined, anyway: false, notBefore: undefined },
      by('viewer', 'U2', 'Eva'),
      {
        signal: new AbortController().signal,
        running: () => undefined,
      },
    );
    await settle();
    queries.cancel(id, ana);
    await expect(first).rejects.toThrow('cancelled');
    source.asked[0]?.answer(resultOf(7));
    expect(await second).toMatchObject({ kind: 'answer', result: resultOf(7) });
  });
});

describe('one person', () => {
  it('has three queries under way at most, and leaves room for the others', async () => {
    const { ask, source, queries, states } = build();
    const asking = [1, 2, 3].map((rows) => ask({ text: `requests | take ${rows}` }));
    await settle();
    const tooMany = '3 of your queries are running or waiting already. Wait for one of them, or cancel it.';
    await expect(ask({ text: 'requests | take 4' })).rejects.toThrow(tooMany);
    const wish = { text: 'requests', in: undefined, overMs: undefined, anyway: false, notBefore: undefined };
    await expect(queries.explain(wish, ana, new AbortController().signal)).rejects.toThrow(tooMany);

    const others = ask({ text: 'requests | take 5' }, by('viewer', 'U2', 'Eva'));
    await settle();
    expect(source.asked.map(({ query }) => query.text.split('\n')[0])).toContain('requests | take 5');
    queries.cancel(states[0]?.id ?? '', ana);
    await expect(asking[0]).rejects.toThrow('cancelled');
    const fourth = ask({ text: 'requests | take 4' });
    await settle();
    for (const one of source.asked) one.answer(resultOf(1));
    for (const one of [...asking.slice(1), others, fourth]) expect((await one).kind).toBe('answer');
  });
});

describe('explaining', () => {
  it('sends nothing but a question about volume', async () => {
    const { queries, source } = build(() => ({ tables: ['requests', 'Heart"beat'], lookBackMs: 2 * day }));
    const explaining = queries.explain(
      { text: 'requests', in: 'shop', overMs: undefined, anyway: false, notBefore: undefined },
      ana,
      new AbortController().signal,
    );
    await settle();
    expect(source.asked.map(({ query }) => query.text)).toEqual([
      'Usage | where DataType in ("AppRequests", "Heart\\"beat") | summarize Megabytes = sum(Quantity) by DataType',
    ]);
    source.asked[0]?.answer({ ...resultOf(), table: { columns: [], rows: [['AppRequests', 12.5]] } });
    const explained = await explaining;
    expect(explained.volume).toEqual([{ table: 'requests', megabytes: 12.5 }]);
    expect(explained.to - explained.from).toBe(2 * day);
  });

  it('does without the volume when it cannot be read', async () => {
    const { queries, source } = build();
    const explaining = queries.explain(
      { text: 'requests', in: 'shop', overMs: undefined, anyway: false, notBefore: undefined },
      ana,
      new AbortController().signal,
    );
    await settle();
    source.asked[0]?.fail(new QueryRejected({ code: 'SEM0100', message: 'No Usage here.' }));
    expect((await explaining).volume).toBeUndefined();
  });
});

describe('a query that is kept', () => {
  it('has the same id for the same words, another one for others, and is found again', async () => {
    const { queries } = build();
    const id = await queries.keep('requests');
    expect(await queries.keep('requests')).toBe(id);
    expect(await queries.keep('traces')).not.toBe(id);
    expect(await queries.kept(id.toUpperCase())).toBe('requests');
    expect(await queries.kept('00000000000000000000000000000000')).toBeUndefined();
  });

  it('has an id that nobody finds other words for: 128 bits of a SHA-256', async () => {
    const { queries } = build();
    // printf 'requests' | sha256sum
    expect(await queries.keep('requests')).toBe('ec72420df5dfbdce4111f715c96338df');
  });

  it('goes when 500 newer ones are there', async () => {
    const { queries, clock } = build();
    const oldest = await queries.keep('oldest');
    for (let index = 0; index < 500; index += 1) {
      clock.move(1);
      await queries.keep(`q${index}`);
    }
    expect(await queries.kept(oldest)).toBeUndefined();
  });
});
