import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type QueryStory, startQueryStory } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());
beforeEach(() => story.advance('2m'));

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
