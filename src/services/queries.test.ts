import { describe, expect, it } from 'vitest';
import { createMemorySettings } from '../../test/fakes/catalogue-settings.ts';
import { createHandClock } from '../../test/fakes/hand-clock.ts';
import { createFakeLogs, createFakeParser, resultOf, settle } from '../../test/fakes/logs.ts';
import { ProviderError, QueryRejected, UserError } from '../core/errors.ts';
import type { Role } from '../core/model/person.ts';
import type { QueryAnalysis } from '../core/model/query.ts';
import { shortId } from '../core/short-id.ts';
import { createSuggest } from '../text/suggest.ts';
import { createQueries } from './queries.ts';
import { createQueryReads } from './queries-reads.ts';
import { createRedaction } from './redaction.ts';
import type { Asker, FoundPlace, LogTables, QueryAnswer, QueryState, QueryWish } from './services.ts';

const day = 86_400_000;
const ana: Asker = {
  actor: { platform: 'slack', id: 'U1', name: 'Ana' },
  role: 'viewer',
  place: { platform: 'slack', channel: 'C1', kind: 'channel' },
};
const by = (role: Role, id: string, name: string): Asker => ({ ...ana, role, actor: { platform: 'slack', id, name } });

function build(found: (text: string) => Partial<QueryAnalysis> = () => ({})) {
  const clock = createHandClock();
  const source = createFakeLogs();
  const wanted: [string | undefined, LogTables][] = [];
  const pauses: (() => void)[] = [];
  const queries = createQueries({
    parser: createFakeParser(found),
    places: {
      find: async (name, tables): Promise<FoundPlace> => {
        wanted.push([name, tables]);
        if (name === 'nowhere') throw new UserError('No service called “nowhere”.');
        const has = tables === 'either' ? 'workspace' : tables;
        return { place: { kind: 'workspace', id: `w-${has}`, title: 'logs' }, tables: has, service: undefined, name: name ?? 'default' };
      },
      names: async () => [],
    },
    reads: createQueryReads({ source, clock, timeout: () => new AbortController().signal }),
    source,
    redaction: createRedaction({ builtIn: ['emails'], patterns: {} }),
    longest: { viewer: 7 * day, responder: 30 * day, admin: 90 * day },
    tables: [
      { name: 'requests', columns: [{ name: 'duration' }, { name: 'resultCode' }] },
      { name: 'AppRequests', columns: [{ name: 'DurationMs' }] },
    ],
    settings: createMemorySettings(),
    suggest: createSuggest(),
    clock,
    random: () => 0.5,
    pause: () => new Promise<void>((resolve) => pauses.push(resolve)),
  });
  const states: QueryState[] = [];
  const ask = (over: Partial<QueryWish> = {}, asker: Asker = ana, signal = new AbortController().signal) => {
    const wish: QueryWish = { text: 'requests', in: undefined, overMs: undefined, anyway: false, notBefore: undefined, ...over };
    return queries.ask(wish, asker, { signal, running: (state) => states.push(state) });
  };
  const answered = async (over: Partial<QueryWish> = {}, result = resultOf(1), asker: Asker = ana): Promise<QueryAnswer> => {
    const asking = ask(over, asker);
    await settle();
    source.asked.at(-1)?.answer(result);
    const answer = await asking;
    if (answer.kind !== 'answer') throw new Error(answer.kind);
    return answer;
  };
  return { clock, source, queries, ask, answered, states, wanted, pauses };
}

describe('asking', () => {
  it('sends the query with its row cap, a range, and 60 s', async () => {
    const { source, answered, clock } = build();
    const answer = await answered({ in: 'shop' });
    expect(source.asked[0]?.query).toEqual({
      place: { kind: 'workspace', id: 'w-classic', title: 'logs' },
      text: 'requests\n| take 1000',
      from: clock.now() - day,
      to: clock.now(),
      waitMs: 60_000,
    });
    expect(answer).toMatchObject({
      text: 'requests',
      ageMs: undefined,
      redactions: 0,
      notes: [],
      portal: 'https://portal.example/#requests',
    });
  });

  it.each([
    ['what was said', { overMs: day / 4 }, undefined, 'viewer', day / 4, 0],
    ['as far as the query’s own filters look', {}, 3 * day, 'viewer', 3 * day, 0],
    ['a day at least', {}, 1_000, 'viewer', day, 0],
    ['no further than the role may', {}, 40 * day, 'viewer', 7 * day, 1],
    ['no further, though it was said', { overMs: 40 * day }, undefined, 'responder', 30 * day, 1],
  ] as const)('looks back %s', async (_what, over, lookBackMs, role, ms, notes) => {
    const { answered } = build(() => ({ lookBackMs }));
    const answer = await answered(over, resultOf(1), by(role, 'U1', 'Ana'));
    expect(answer.to - answer.from).toBe(ms);
    expect(answer.notes).toHaveLength(notes);
    if (notes > 0)
      expect(answer.notes[0]).toBe(`Only the last ${ms / day === 7 ? '1w' : '30d'} were looked at: a ${role} can look back no further.`);
  });

  it('asks where such tables are, and of two texts the one that fits', async () => {
    const { answered, wanted, source } = build((text) => ({
      tables: text.includes('AppRequests') ? ['AppRequests'] : text === 'print 1' ? [] : ['requests'],
    }));
    await answered();
    await answered({ text: 'AppRequests' });
    await answered({ text: 'print 1' });
    await answered({ text: { classic: 'requests', workspace: 'AppRequests' } });
    await answered({ text: { workspace: 'Heartbeat' } });
    expect(wanted.map(([, tables]) => tables)).toEqual(['classic', 'workspace', 'either', 'either', 'workspace']);
    expect(source.asked.map(({ query }) => query.text.split('\n')[0])).toEqual(
      ['requests', 'AppRequests', 'print 1', 'AppRequests', 'Heartbeat'].filter((one, index, all) => all.indexOf(one) === index),
    );
  });

  it('hides what must not leave, and counts it', async () => {
    const { answered } = build();
    const result = { ...resultOf(), table: { columns: [{ name: 'user', type: 'string' as const }], rows: [['ana@example.com'], ['x']] } };
    const answer = await answered({}, result);
    expect(answer.result.table.rows).toEqual([['‹e-mail›'], ['x']]);
    expect(answer.redactions).toBe(1);
  });

  it('says how old an answer is that was kept, and reads it again when that is wanted', async () => {
    const { ask, answered, clock, source } = build();
    await answered();
    clock.move(30_000);
    const again = await ask();
    expect(again).toMatchObject({ ageMs: 30_000, to: clock.now() - 30_000 });
    await answered({ notBefore: clock.now() - 10_000 });
    expect(source.asked).toHaveLength(2);
  });
});

describe('what the safety belt finds', () => {
  const finding = (verdict: 'refuse' | 'confirm' | 'warn') => ({ rule: 'some-rule', verdict, message: 'A reason.' });

  it('is refused without being sent, wherever it would have been asked', async () => {
    const { ask, source, wanted } = build(() => ({ findings: [finding('refuse'), finding('warn')] }));
    expect(await ask({ in: 'nowhere', anyway: true })).toEqual({
      kind: 'held',
      verdict: 'refuse',
      findings: [finding('refuse')],
      text: 'requests',
    });
    expect([source.asked, wanted]).toEqual([[], []]);
  });

  it('is confirmed first, and sent on “run anyway”', async () => {
    const { ask, answered, source } = build(() => ({ findings: [finding('confirm')] }));
    expect(await ask()).toMatchObject({ kind: 'held', verdict: 'confirm' });
    expect(source.asked).toEqual([]);
    expect((await answered({ anyway: true })).analysis.findings).toHaveLength(1);
  });

  it('is not held against a query that ships, but for rows that may be missing', async () => {
    const cap = { rule: 'row-cap', verdict: 'warn', message: 'At most 1,000.' } as const;
    const { answered } = build(() => ({ findings: [finding('warn'), cap] }));
    expect((await answered({ text: { workspace: 'Heartbeat' } })).analysis.findings).toEqual([cap]);
  });

  it('is told with the answer when it is only a warning', async () => {
    const { answered } = build(() => ({ findings: [finding('warn')] }));
    expect((await answered()).analysis.findings).toEqual([finding('warn')]);
  });
});

describe('what the service rejects', () => {
  const rejectedWith = async (message: string, at?: { start: number; length: number }, tables = ['requests']) => {
    const { ask, source } = build(() => ({ tables }));
    const asking = ask();
    await settle();
    source.asked[0]?.fail(new QueryRejected({ code: 'SEM0100', message, at }));
    return asking;
  };

  it('comes with the service’s words, the place, and the nearest name of the schema', async () => {
    expect(await rejectedWith("Failed to resolve scalar expression named 'resultcode'", { start: 3, length: 4 })).toMatchObject({
      kind: 'rejected',
      text: 'requests',
      problem: { code: 'SEM0100', at: { start: 3, length: 4 }, nearest: 'resultCode' },
    });
    expect(await rejectedWith("Failed to resolve table or column expression named 'AppReqests'", undefined, [])).toMatchObject({
      problem: { nearest: 'AppRequests' },
    });
  });

  it('shows no place that is only in what was added, and nothing that has to be hidden', async () => {
    const rejected = await rejectedWith("Cannot convert 'ana@example.com'", { start: 12, length: 4 });
    expect(rejected).toMatchObject({ problem: { message: "Cannot convert '‹e-mail›'", at: undefined, nearest: undefined } });
  });

  it('is no answer when the service itself fails', async () => {
    const { ask, source } = build();
    const asking = ask();
    await settle();
    source.asked[0]?.fail(new ProviderError('Azure', 'is busy.', { retry: { when: 'never' } }));
    await expect(asking).rejects.toThrow('is busy.');
  });
});

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
    expect(await queries.kept('00000000')).toBeUndefined();
  });

  it('never gives way to other words with the same short id', async () => {
    const { queries } = build();
    const [one, other] = ['requests | take 968038', 'requests | take 1642162'] as const;
    expect(shortId(one)).toBe(shortId(other));
    const [first, second] = [await queries.keep(one), await queries.keep(other)];
    expect(first).not.toBe(second);
    expect([await queries.kept(first), await queries.kept(second)]).toEqual([one, other]);
    expect(await queries.keep(other)).toBe(second);
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
