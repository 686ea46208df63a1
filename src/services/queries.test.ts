import { describe, expect, it } from 'vitest';
import { resultOf, settle } from '../../test/fakes/logs.ts';
import { ana, buildQueries as build, by, day } from '../../test/fakes/queries-harness.ts';
import { ProviderError, QueryRejected } from '../core/errors.ts';

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
    ['a day where the filters tell no number', {}, Number.NaN, 'viewer', day, 0],
    ['no further than the role may', {}, 40 * day, 'viewer', 7 * day, 1],
    ['no further, though it was said', { overMs: 40 * day }, undefined, 'responder', 30 * day, 1],
  ] as const)('looks back %s', async (_what, over, lookBackMs, role, ms, notes) => {
    const { answered } = build(() => ({ lookBackMs }));
    const answer = await answered(over, resultOf(1), by(role, 'U1', 'Ana'));
    expect(answer.to - answer.from).toBe(ms);
    expect(answer.notes).toHaveLength(notes);
    if (notes > 0) expect(answer.notes[0]).toBe(`Only the last ${ms / day} days were read: a ${role} can look back no further.`);
  });

  it.each([
    [{}, { reach: 'as far as it goes' }, 7, 'The filter on the time has no beginning: the last 7 days were read'],
    [{}, { reach: 'unclear' }, 1, 'may reach beyond the range of 24 hours that was sent; I cannot tell. Say how far: “over 7d”.'],
    [{}, { namedMs: 2 * day }, 1, 'speaks of times 2 days ago, beyond the range of 24 hours that was sent. Say how far: “over 7d”.'],
    [{ overMs: day }, { lookBackMs: 3 * day }, 1, 'looks back 3 days, further than the 24 hours that were read.'],
  ] as const)('tells what a filter may mean beyond the range (%j, %j)', async (over, analysis, days, words) => {
    const answer = await build(() => analysis).answered(over);
    expect(answer.to - answer.from).toBe(days * day);
    expect(answer.notes.join()).toContain(words);
  });

  it('says nothing about a range that was said, though the filter is unclear', async () => {
    expect((await build(() => ({ reach: 'unclear' })).answered({ overMs: day })).notes).toEqual([]);
  });

  it('asks a fixed range as it is, of what was kept or anew', async () => {
    const { ask, answered, clock, source } = build();
    const { from, to } = await answered();
    clock.move(30_000);
    expect(await ask({ range: { from, to } })).toMatchObject({ from, to, ageMs: 30_000 });
    // Another answer of the same question has taken its place.
    await answered({ notBefore: clock.now() });
    expect(await answered({ range: { from, to } })).toMatchObject({ from, to });
    clock.move(3 * day);
    expect(await answered({ range: { from, to } })).toMatchObject({ from, to, notes: [] });
    expect(source.asked).toHaveLength(4);
  });

  it('shows no more of a fixed range than the role may see', async () => {
    const { answered, ask, clock } = build();
    const now = clock.now();
    const answer = await answered({ range: { from: now - 9 * day, to: now - 5 * day } });
    expect(answer.notes).toEqual(['Only the last 7 days were read: a viewer can look back no further.']);
    expect(answer.from).toBeGreaterThanOrEqual(now - 7 * day - 3_600_000);
    await expect(ask({ range: { from: now - 20 * day, to: now - 19 * day } })).rejects.toThrow('further back than a viewer can look');
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
    expect(answer.result.table.rows).toEqual([['‹e-mail 1›'], ['x']]);
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

  it('is refused where it names a place that is not open to the channel, whatever named the query', async () => {
    const { ask, queries, source } = build(() => ({ places: ['open', 'nowhere'] }));
    const barred = { rule: 'other-workspace', verdict: 'refuse', message: 'No service called “nowhere”.' };
    for (const text of ['requests', { classic: 'requests' }])
      expect(await ask({ text, anyway: true })).toMatchObject({ kind: 'held', verdict: 'refuse', findings: [barred] });
    const wish = { text: 'requests', in: undefined, overMs: undefined, anyway: false, notBefore: undefined };
    const explaining = queries.explain(wish, ana, new AbortController().signal);
    await settle();
    source.asked[0]?.answer(resultOf());
    expect((await explaining).analysis.findings).toEqual([barred]);
    expect(source.asked.map(({ query }) => query.text)).toEqual([expect.stringMatching(/^Usage /u)]);
  });

  it('is sent where all that it names is open to the channel', async () => {
    const { answered, wanted } = build(() => ({ places: ['one', 'other'] }));
    expect((await answered()).kind).toBe('answer');
    expect(wanted).toEqual([
      ['one', 'either'],
      ['other', 'either'],
      [undefined, 'classic'],
    ]);
  });

  it('does not ask for a range that was said', async () => {
    const timeless = { rule: 'no-time-filter', verdict: 'warn', message: 'Say “over 6h”.' } as const;
    const { answered } = build(() => ({ findings: [timeless, finding('warn')] }));
    expect((await answered()).analysis.findings).toEqual([timeless, finding('warn')]);
    expect((await answered({ overMs: day / 4 })).analysis.findings).toEqual([finding('warn')]);
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
    expect(
      await rejectedWith("'where' operator: Failed to resolve scalar expression named 'resultcode'", { start: 3, length: 4 }),
    ).toMatchObject({
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
