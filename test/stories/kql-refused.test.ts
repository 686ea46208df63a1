import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type QueryStory, startQueryStory } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());
beforeEach(() => story.advance('2m'));

describe.each(['slack', 'teams'] as const)('what stands in the way of a query in %s', (platform) => {
  it.each([
    ['a command', '.drop table requests', 'management-command'],
    ['a second query', 'requests | take 1; traces | take 1', 'several-statements'],
    ['an address to fetch', 'externaldata (x: string) ["https://example.com/x.csv"]', 'externaldata'],
    ['a plug-in that sends requests', 'evaluate http_request("https://example.com/")', 'request-plugin'],
    ['another workspace', 'workspace("elsewhere").requests | take 1', 'other-workspace'],
    ['another database', 'cluster("help").database("Samples").StormEvents | take 1', 'other-database'],
    ['more than 10,000 characters', `print 1 // ${'x'.repeat(10_000)}`, 'too-long'],
    ['100 levels', `print ${'abs('.repeat(101)}1${')'.repeat(101)}`, 'too-deep'],
    ['what is no query', 'requests | where | take 1', 'syntax'],
  ])('%s is refused, with the name of the rule, and never sent', async (_what, query, rule) => {
    const told = await story.ask(platform, `kql in compliance ${query}`);
    expect(told.text).toContain('I do not send this query.');
    expect(told.text).toContain(`(rule ${rule})`);
    if (platform === 'slack') expect(told.ephemeralTo).toBe('ana');
    expect(told.buttons).not.toContain('Run anyway');
    expect(story.audit('kql').at(-1)).toMatchObject({ result: 'refused', detail: { asked: 'no', rules: expect.stringContaining(rule) } });
  });

  it('what looks wrong is sent on “Run anyway”; then the service says it, at its place, with what was perhaps meant', async () => {
    const held = await story.ask(platform, 'kql in compliance requests\n| where durration > 5\n| take 3');
    expect(held.text).toContain('(rule semantic)');
    expect(held.text).toContain('Did you mean “duration”?');
    expect(story.audit('kql').at(-1)).toMatchObject({ result: 'refused', detail: { asked: 'no', rules: 'semantic' } });
    const rejected = await story.press(platform, held, 'Run anyway', { user: 'ana' });
    expect(rejected.text).toContain('Azure does not take this query (compliance).');
    expect(rejected.text).toContain("'where' operator: Failed to resolve column or scalar expression named 'durration'");
    expect(rejected.text).toContain('Did you mean duration?');
    const lines = JSON.stringify(rejected.payload).replaceAll('\u00a0', ' ');
    expect(lines).toMatch(/\| where durration > 5(?:\\n|"[^^]*") {11}\^{9}/u);
    expect(story.audit('kql').at(-1)).toMatchObject({
      result: 'refused',
      detail: { outcome: 'rejected', code: expect.stringMatching(/^SEM/u), text: 'requests\n| where durration > 5\n| take 3' },
    });
  });

  it('a part of the rows is shown as a part, beside what the service says', async () => {
    await story.fault({ target: 'azure-logs', partial: true, count: 1 });
    const shown = await story.ask(platform, 'kql in compliance requests | take 40');
    expect(shown.text).toContain('Only a part of the rows came. Azure says: ');
    expect(shown.text).toMatch(/· 2\d rows ·/u);
  });

  it.each([
    [{ status: 429, retryAfter: 60 }, 'it had too many requests. Try again in 60 s.'],
    [{ status: 504 }, 'within the time it may take'],
    [{ status: 401 }, 'did not accept the token'],
    [{ status: 403 }, 'role'],
  ])('%o of the service is told in a sentence', async (fault, words) => {
    await story.fault({ target: 'azure-logs', ...fault });
    const told = await story.ask(platform, `kql in compliance requests | where itemCount < ${fault.status} | take 4`);
    await story.fault({ target: 'azure-logs', clear: true });
    expect(told.text).toMatch(/^Azure /u);
    expect(told.text).toContain(words);
    expect(told.text).not.toMatch(/undefined|\[object|\{"/u);
    expect(story.audit('kql').at(-1)).toMatchObject({
      result: 'failed',
      detail: { outcome: 'failed', text: `requests | where itemCount < ${fault.status} | take 4`, from: expect.any(String) },
    });
  });
});

describe.each(['slack', 'teams'] as const)('where a query may be asked, in %s', (platform) => {
  it('a channel is bound to a service, which is then asked without being named', async () => {
    expect((await story.ask(platform, 'bind pixcrawler', { user: 'eva' })).text).toContain('Only a responder may bind a channel');
    expect((await story.ask(platform, 'bind pixcrawler', { user: 'ben' })).text).toContain('about pixcrawler from now on');
    expect((await story.ask(platform, 'kql requests | take 2')).text).toContain('requests in pixcrawler · 2 rows ·');
    expect((await story.ask(platform, 'kql in compliance requests | take 2')).text).toContain('requests in compliance');
    expect((await story.ask(platform, 'bind')).text).toContain('pixcrawler');
    await story.ask(platform, 'bind none', { user: 'ben' });
    expect((await story.ask(platform, 'kql requests | take 2')).text).toContain('requests in default · 2 rows ·');
  });

  it('nobody looks back further than their role may, and is told', async () => {
    const eva = await story.ask(platform, 'kql in compliance over 20d requests | count', { user: 'eva' });
    expect(eva.text).toContain(' · 1w to 2026-11-20');
    expect(eva.text).toMatch(/viewer/u);
    expect((await story.ask(platform, 'kql in compliance over 20d requests | count')).text).toContain(' · 20d to 2026-11-20');
  });

  it('explain says what a query would do, and sends nothing', async () => {
    const said = await story.ask(platform, 'kql explain in compliance over 6h requests | join kind=inner dependencies on operation_Id');
    for (const line of ['appi-compliance', 'requests, dependencies', '6h', 'inner with', '1,000 at most'])
      expect(said.text).toContain(line);
    expect(said.text).toMatch(/Reads about\W*[\d.,]+ [KMG]iB/u);
    expect(said.buttons).toEqual([]);
  });
});
