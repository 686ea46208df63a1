import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { users } from '../../emulators/world.ts';
import type { Message, Platform } from '../harness/control.ts';
import { type QueryStory, startQueryStory } from '../harness/query-story.ts';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
}, 60_000);
afterAll(() => story.stop());
// The chats let so many messages through a minute, and an answer is kept for one.
beforeEach(() => story.advance('2m'));

/** The cells of a shown table, its titles first. */
function tableOf(platform: Platform, { text }: Message): readonly (readonly string[])[] {
  const between = platform === 'slack' ? '\t' : ' | ';
  return text
    .split('\n')
    .map((line) => line.split(between))
    .filter((cells) => cells.length > 1);
}

/** Which columns of the message's table stand at the right, from 0. */
function rightAligned({ payload }: Message): readonly number[] {
  const columns = /"(?:column_settings|columns)":(\[\{.*?\}\])/u.exec(JSON.stringify(payload))?.[1] ?? '[]';
  return [...columns.matchAll(/\{[^}]*\}/gu)].flatMap(([column], index) => (/"right"/iu.test(column) ? [index] : []));
}

/** Where the last query that began so was sent, and for which time. */
function sentAs(story: QueryStory, what: string): { readonly of: string; readonly timespan: string } {
  const { asked, from, to } = story.audit(what).at(-1)?.detail ?? {};
  return { of: String(asked), timespan: `${from}/${to}` };
}

const columnOf = (rows: readonly (readonly unknown[])[], index: number): readonly unknown[] => rows.map((row) => row[index]);

describe.each(['slack', 'teams'] as const)('KQL in %s', (platform) => {
  it('answers with a table: numbers at the right, 15 rows and the count of all, times in the zone of who reads', async () => {
    const query = 'kql in compliance requests | project timestamp, name, duration, resultCode | take 40';
    const ana = await story.ask(platform, query);
    expect(ana.text).toContain('requests in compliance · 40 rows · 1d to 2026-11-20');
    expect(ana.text).toContain('Rows 1–15 of 40.');
    const [titles, ...rows] = tableOf(platform, ana);
    expect(titles).toEqual(['timestamp (CET)', 'name', 'duration', 'resultCode']);
    expect(rows).toHaveLength(15);
    expect(rightAligned(ana)).toEqual([2]);
    const ben = tableOf(platform, await story.ask(platform, query, { user: 'ben' }));
    expect(ben[0]?.[0]).toBe('timestamp (SAST)');
    const hours = (row: readonly string[] | undefined): number => Date.parse(`${row?.[0]?.replace(' ', 'T')}Z`) / 3_600_000;
    expect(hours(ben[1]) - hours(rows[0])).toBeCloseTo(1, 6);
  });

  it('draws what the query renders, split by its text column, and changes it into a table and back in its place', async () => {
    const drawn = await story.ask(
      platform,
      'kql in compliance over 6h requests | summarize count() by bin(timestamp, 15m), resultCode | render timechart',
    );
    expect(drawn.images).toHaveLength(1);
    expect(drawn.images[0]?.alt).toMatch(/^count_ of requests in compliance by resultCode: .*\b200 highest \d+ at /u);
    const table = await story.press(platform, drawn, 'Table');
    expect([table.id, table.images.length]).toEqual([drawn.id, 0]);
    expect(tableOf(platform, table)[0]).toEqual([expect.stringMatching(/^timestamp/u), 'resultCode', 'count_']);
    const again = await story.press(platform, table, 'Chart');
    expect([again.id, again.images[0]?.alt]).toEqual([drawn.id, drawn.images[0]?.alt]);
  });

  it('shows a single number large, and it is the number that the service counted', async () => {
    const words = 'kql in compliance requests | count';
    const shown = await story.ask(platform, words);
    const { of, timespan } = sentAs(story, words);
    const [[count] = []] = (await story.askApi(of, 'requests | count', timespan)).rows;
    const figure = Number(count).toLocaleString('en-US');
    expect(Number(count)).toBeGreaterThan(1_000);
    const large =
      platform === 'slack'
        ? /"type":"header","text":\{"type":"plain_text","text":"([\d,]+)"/u
        : /"text":"([\d,]+)"[^}]*"size":"ExtraLarge"/u;
    expect(large.exec(JSON.stringify(shown.payload))?.[1]).toBe(figure);
  });

  it('says when nothing was found', async () => {
    const shown = await story.ask(platform, 'kql in compliance requests | where timestamp > ago(1h) and name == "GET /nowhere"');
    expect(shown.text).toContain('requests in compliance · 0 rows');
    expect(shown.text).toContain('Nothing was found in the last 1d (to 2026-11-20');
    expect(shown.buttons).not.toContain('CSV');
  });

  it('gives a file with the very rows that the service has', async () => {
    const query = 'requests | project timestamp, name, duration, resultCode, success, itemCount, customDimensions | take 60';
    const shown = await story.ask(platform, `kql in compliance ${query}`);
    const [titles, ...rows] = await story.csv(platform, shown);
    const { of, timespan } = sentAs(story, 'kql in compliance');
    const api = await story.askApi(of, query, timespan);
    expect(titles).toEqual(api.columns.map((one) => one.name));
    expect(rows).toHaveLength(60);
    expect(rows).toEqual(api.rows.map((row) => row.map((cell) => String(cell ?? ''))));
  });

  it('turns pages in place, for everybody', async () => {
    const first = await story.ask(platform, 'kql in compliance requests | project timestamp, id | take 40');
    const second = await story.press(platform, first, 'Next ›');
    expect(second.text).toContain('Rows 16–30 of 40.');
    const third = await story.press(platform, second, 'Next ›', { user: 'ben' });
    expect(third.text).toContain('Rows 31–40 of 40.');
    expect(third.buttons).not.toContain('Next ›');
    const back = await story.press(platform, third, '‹ Previous');
    expect(columnOf(tableOf(platform, back), 1)).toEqual(columnOf(tableOf(platform, second), 1));
    expect(new Set([first, second, third, back].map((one) => one.id)).size).toBe(1);
    const ids = [first, second, third].flatMap((one) => columnOf(tableOf(platform, one).slice(1), 1));
    expect(new Set(ids).size).toBe(40);
  });

  it('says how old an answer is, reads it again, and widens and narrows the time', async () => {
    const count = 'kql in compliance requests | summarize n = count() by resultCode';
    expect((await story.ask(platform, count)).text).toMatch(/Took \d/u);
    await story.advance('30s');
    const kept = await story.ask(platform, count, { user: 'ben' });
    expect(kept.text).toMatch(/Read (?:29|3\d)s ago\./u);
    const fresh = await story.press(platform, kept, 'Run again');
    expect(fresh.text).toMatch(/Took \d/u);
    const narrow = await story.press(platform, fresh, 'Last 6h');
    expect(narrow.text).toContain(' · 6h to 2026-11-20');
    const wide = await story.press(platform, await story.press(platform, narrow, 'Last 1d'), 'Last 3d');
    expect(wide.text).toContain(' · 3d to 2026-11-20');
    expect(wide.id).toBe(kept.id);
  });

  it('takes several lines, and a block of code', async () => {
    const lines = await story.ask(
      platform,
      'kql in compliance requests\n| where name == “GET /health” // is it well?\n| summarize n = count() by name',
    );
    expect(tableOf(platform, lines)[1]?.[0]).toBe('GET /health');
    const block = await story.ask(
      platform,
      'kql in compliance over 6h\n```kusto\nrequests\n| summarize n = count() by name\n| top 1 by n\n```',
    );
    expect(block.text).toContain('requests in compliance · 1 row · 6h to');
  });

  it('hides addresses and secrets in everything that leaves the process, and says in how many cells', async () => {
    const query = 'traces | where message has "@" or message has "Password=" | project timestamp, message | take 30';
    const before = await story.last(platform);
    const shown = await story.ask(platform, `kql in compliance ${query}`);
    const { of, timespan } = sentAs(story, 'kql in compliance');
    const written = columnOf((await story.askApi(of, query, timespan)).rows, 1).map(String);
    const secrets = written.flatMap((text) => text.match(/[\w.]+@[\w.]+|Password=[^;\s]+/gu) ?? []);
    expect(secrets.length).toBeGreaterThan(10);
    const rows = await story.csv(platform, shown);
    expect(rows.slice(1).every((row) => /‹(?:e-mail|connection string|secret|token)(?: \d+)?›/u.test(row[1] ?? ''))).toBe(true);
    const left = (await story.messages(platform, 'ops')).filter((one) => one.seq > before && one.user === 'tocsin');
    const everything = JSON.stringify([left.map((one) => [one.payload, one.text, one.images]), rows]);
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
    expect(shown.text).toContain(`Something is hidden in ${written.length} cells.`);
  });

  it('writes into the audit log who asked what where, how long it took and how many rows came', async () => {
    const query = `kql in compliance requests\n| where resultCode == "500"\n| take 7 // ${platform}`;
    await story.ask(platform, query, { user: 'eva' });
    const entry = story.audit('kql').find((one) => one.what.endsWith(`// ${platform}`));
    const eva = users.find((one) => one.name === 'eva');
    const ops = (await story.state()).channels.find((one) => one.platform === platform && one.name === 'ops');
    expect(entry).toMatchObject({ what: query, result: 'done', detail: { rows: 7, redactions: 0, cached: 'no' } });
    expect(entry?.who).toContain(platform === 'slack' ? eva?.slackId : eva?.aadObjectId);
    expect(entry?.place).toContain(ops?.id);
    expect(entry?.ms).toBeGreaterThan(0);
  });
});
