import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type QueryStory, startQueryStory, typed } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());
beforeEach(() => story.advance('2m'));

describe.each(['slack', 'teams'] as const)('queries that have a name, in %s', (platform) => {
  it('are listed, or those with a text in them, and asked from the list', async () => {
    const list = await story.ask(platform, 'queries slow');
    expect(list.text).toMatch(/^2 of \d+ queries have “slow” in them/u);
    for (const one of ['slow-operations', 'slow-dependencies', 'slowerThan, most']) expect(list.text).toContain(one);
    expect(list.buttons.length).toBeGreaterThan(0);
    expect((await story.ask(platform, 'queries nothing-like-this')).text).toMatch(/no/iu);
  });

  it('take parameters of their types, and say what is wrong with one', async () => {
    const slow = await story.ask(platform, 'query slow-operations slowerThan=2500.5 most=5 in compliance over 1d');
    expect(slow.text).toContain('Slowest operations in compliance · 5 rows · 1d to');
    const [titles = [], ...rows] = await story.csv(platform, slow);
    const durations = rows.map((row) => Number(row[titles.indexOf('duration')]));
    expect(durations.every((one) => one > 2_500.5)).toBe(true);
    expect(durations).toEqual(durations.toSorted((one, other) => other - one));
    const wrong = await story.ask(platform, 'query slow-operations slowerThan=fast in compliance');
    expect(wrong.text).toContain('slowerThan');
    const unknown = await story.ask(platform, 'query slow-operations slowerThen=5 in compliance');
    expect(unknown.text).toContain('Did you mean slowerThan?');
  });

  it.each([
    ['a quote', 'x""y'],
    ['the end of a statement', 'x; .drop table requests'],
    ['a pipe', 'x | union AppTraces'],
    ['a comment', 'x // | take 0'],
    ['a backslash', String.raw`x\"" or 1==1 or message has \""`],
    ['what is not Latin', '“日本” ☃ مرحبا'],
  ])('39 a parameter with %s stays a text to search for', async (_what, value) => {
    const shown = await story.ask(platform, `query recent-errors holds="${value}" in compliance`);
    expect(shown.text).toContain('Nothing was found in');
    expect(story.audit('query recent-errors').at(-1)).toMatchObject({ result: 'done', detail: { rows: 0 } });
  });

  it('are saved, asked by anybody, over another range too, replaced and deleted by who saved them', async () => {
    await story.ask(platform, 'kql in compliance over 6h requests | summarize n = count() by name | order by n desc');
    expect((await story.ask(platform, 'query save morning')).text).toMatch(
      /^(?:Saved|Replaced): query morning now asks kql in compliance over 6h requests/u,
    );
    const asked = await story.ask(platform, 'query morning', { user: 'eva' });
    expect(asked.text).toContain('morning in compliance');
    expect(asked.text).toContain(' · 6h to 2026-11-20');
    expect((await story.ask(platform, 'query morning over 2h', { user: 'eva' })).text).toContain(' · 2h to 2026-11-20');
    await story.ask(platform, 'kql in compliance requests | count', { user: 'ben' });
    expect((await story.ask(platform, 'query save morning', { user: 'ben' })).text).toContain('Ana Duarte');
    expect((await story.ask(platform, 'query delete morning', { user: 'ben' })).text).toContain('only they or an admin may delete it');
    expect((await story.ask(platform, 'query save delete')).text).toMatch(/delete/u);
    expect((await story.ask(platform, 'query delete morning')).text).toContain('The saved query morning is deleted.');
    expect((await story.ask(platform, 'query morning')).text).toMatch(/^(?:There is no|No) query/u);
  });

  it('are saved from below an answer, under a name that a form asks for', async () => {
    const shown = await story.ask(platform, 'kql in compliance exceptions | summarize n = count() by type');
    const before = await story.last(platform);
    await story.click(platform, shown.id, 'ana', 'Save…');
    const form = await story.untilAfter(before, platform, 'ops', 'the form', (one) => one.form != null);
    await story.submit(platform, form.form?.id ?? '', 'ana', { 'Name, one word': `faults-${platform}` });
    await story.untilAfter(before, platform, 'ops', 'that it is saved', (one) => one.text.startsWith(`Saved: query faults-${platform}`));
    expect((await story.ask(platform, `query faults-${platform}`, { user: 'ben' })).text).toContain(`faults-${platform} in compliance`);
  });

  it('are offered by a form', async () => {
    const before = await story.last(platform);
    await story.say(platform, 'ops', 'ana', typed(platform, 'query'));
    const open = await story.untilAfter(before, platform, 'ops', 'the form', (one) => one.form != null);
    const id = open.form?.id ?? '';
    const [query = ''] = await story.search(platform, id, 'ana', 'Query', 'slow-op');
    const [place = ''] = await story.search(platform, id, 'ana', 'Service or workspace', 'compl');
    await story.submit(platform, id, 'ana', {
      Query: query,
      'Service or workspace': place,
      'Over the last': '6h',
      'Parameters (name=value …)': 'most=3',
    });
    const shown = await story.untilAfter(open.seq, platform, 'ops', 'the rows', (one) => one.text.includes('Slowest operations in'));
    expect(shown.text).toContain('Slowest operations in compliance · 3 rows · 6h to');
  });
});

describe.each(['slack', 'teams'] as const)('the form of a query in %s', (platform) => {
  it('is opened by “kql” alone, and takes a query of several lines as it is written', async () => {
    const before = await story.last(platform);
    await story.say(platform, 'ops', 'ana', typed(platform, 'kql'));
    const open = await story.untilAfter(before, platform, 'ops', 'the form', (one) => one.form != null);
    const id = open.form?.id ?? '';
    const [place = ''] = await story.search(platform, id, 'ana', 'Service or workspace', 'compl');
    const wanted = { 'Service or workspace': place, 'Over the last': '6h' };
    const query =
      'requests\n| where name in ("GET /health", "GET /api/compliance/jobs") // two\n| summarize n = count() by name\n| order by name asc';
    await story.submit(platform, id, 'ana', { ...wanted, 'Query (KQL)': query });
    const shown = await story.untilAfter(open.seq, platform, 'ops', 'the rows', (one) => one.text.includes('requests in '));
    expect(shown.text).toContain('requests in compliance · 2 rows · 6h to');
    expect(story.audit('kql').at(-1)?.what).toContain(query);
  });

  it('says what is wrong and keeps what was written', async () => {
    const before = await story.last(platform);
    await story.say(platform, 'ops', 'ana', typed(platform, 'kql in compliance'));
    const open = await story.untilAfter(before, platform, 'ops', 'the form', (one) => one.form != null);
    await story.submit(platform, open.form?.id ?? '', 'ana', { 'Query (KQL)': 'requests | where | take 1' });
    const told = await story.untilAfter(open.seq, platform, 'ops', 'what is wrong', (one) =>
      JSON.stringify([one.text, one.form]).includes('I do not send this query.'),
    );
    expect(JSON.stringify([told.text, told.form])).toContain('syntax');
  });
});
