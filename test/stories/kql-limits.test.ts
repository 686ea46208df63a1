import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channels } from '../../emulators/world.ts';
import { type QueryStory, startQueryStory } from '../harness/query-story.ts';

const incidents = channels.find((one) => one.name === 'incidents');
/** The demo's workspace “default”, which is of no service. */
const workspace = '10c5ce27-0000-4000-8000-0000000000c1';

let story: QueryStory;
beforeAll(async () => {
  story = await startQueryStory();
  await story.reconfigure(String.raw`queries:
  channels:
    slack:${incidents?.slackId}: [compliance]
    teams:${incidents?.teamsId}: [compliance]
  redact:
    builtIn: [emails]
    patterns:
      operation: '\b[0-9a-f]{16}\b'`);
}, 90_000);
afterAll(() => story.stop());
beforeEach(() => story.advance('2m'));

const there = { channel: 'incidents' };
const elsewhere = `workspace("${workspace}").Heartbeat | take 2`;

describe.each(['slack', 'teams'] as const)('a channel with a list of services, in %s', (platform) => {
  it('answers about these services alone, by whatever name', async () => {
    expect((await story.ask(platform, 'kql in compliance requests | take 2', there)).text).toContain('· 2 rows ·');
    expect((await story.ask(platform, 'kql requests | take 3', there)).text).toContain('requests in compliance · 3 rows ·');
    for (const place of ['packamal', 'pixcrawler', 'default', 'packamal-logs', workspace]) {
      const refused = await story.ask(platform, `kql in ${place} requests | take 2`, there);
      expect(refused.text).toContain('may not be asked about in this channel; compliance may.');
    }
    const named = await story.ask(platform, 'query slow-operations in packamal', there);
    expect(named.text).toContain('may not be asked about in this channel');
    expect((await story.ask(platform, 'kql in packamal requests | take 2')).text).toContain('requests in packamal · 2 rows ·');
  });

  it('does not ask about others from inside a query either, however the query is named', async () => {
    for (const query of [
      elsewhere,
      `union (requests | take 1), ${elsewhere}`,
      `let T = workspace("${workspace}").Heartbeat; requests | take 1`,
    ]) {
      const refused = await story.ask(platform, `kql in compliance anyway ${query}`, there);
      expect(refused.text).toContain('may not be asked about in this channel; compliance may. (rule other-workspace)');
      expect(story.audit('kql').at(-1)).toMatchObject({
        result: 'refused',
        detail: { asked: 'no', rules: 'other-workspace', text: query },
      });
    }
    const explained = await story.ask(platform, `kql explain in compliance ${elsewhere}`, there);
    expect(explained.text).toContain('This query would not be sent.');

    // Where everything may be asked about, it is sent; and saved there, it is asked in the other channel.
    await story.ask(platform, `kql in compliance ${elsewhere}`);
    expect(story.audit('kql').at(-1)?.detail).toMatchObject({ text: elsewhere, from: expect.any(String) });
    await story.ask(platform, `query save elsewhere-${platform}`);
    const named = await story.ask(platform, `query elsewhere-${platform}`, there);
    expect(named.text).toContain('may not be asked about in this channel');
  });

  it('has its charts from logs limited too', async () => {
    expect((await story.ask(platform, 'chart p95 latency of compliance', there)).images).toHaveLength(1);
    expect((await story.ask(platform, 'chart p95 latency of packamal', there)).text).toContain('may not be asked about in this channel');
  });

  it('is told the id of a workspace that it names by our own name for it', async () => {
    const told = await story.ask(platform, 'kql in compliance workspace("default").Heartbeat | take 2');
    expect(told.text).toContain(`“default” is my own name for a workspace, which Azure does not know: write its id, ${workspace}.`);
  });
});

describe.each(['slack', 'teams'] as const)('patterns of one’s own, in %s', (platform) => {
  it('hide what they find in the message, its chart and its file; what the list of usual ones leaves out is shown', async () => {
    const before = await story.last(platform);
    const query = 'requests | take 6 | project id, who = strcat("10.1.2.", 3), mail = "ana@example.com"';
    const shown = await story.ask(platform, `kql in compliance ${query}`);
    expect(shown.text).toContain('10.1.2.3');
    const rows = await story.csv(platform, shown);
    expect(rows.slice(1)).toHaveLength(6);
    for (const [id, who, mail] of rows.slice(1))
      expect([id, who, mail]).toEqual([
        expect.stringMatching(/^‹operation[^›]*›$/u),
        '10.1.2.3',
        expect.stringMatching(/^‹e-mail[^›]*›$/u),
      ]);
    const chart = await story.ask(platform, 'kql in compliance requests | take 5 | summarize count() by id | render piechart');
    expect(chart.images).toHaveLength(1);
    const left = (await story.messages(platform, 'ops')).filter((one) => one.seq > before && one.user === 'tocsin');
    expect(JSON.stringify(left.map((one) => [one.text, one.payload]))).not.toMatch(/[^-\w/][0-9a-f]{16}[^-\w/]/u);
    expect(story.audit('kql').at(-1)?.detail).toMatchObject({ rows: 5, redactions: 5 });
  });
});

describe.each(['slack', 'teams'] as const)('the audit log, in %s', (platform) => {
  it('has the whole text of a query that has a name, with its parameters', async () => {
    await story.ask(platform, 'query slow-operations slowerThan=500 in compliance over 6h', { user: 'eva' });
    const entry = story.audit('query').at(-1);
    expect(entry).toMatchObject({ result: 'done', detail: { asked: expect.stringContaining('appi-compliance'), redactions: 0 } });
    expect(entry?.detail['text']).toMatch(/^let slowerThan = real\(500\);\nlet most = long\(20\);\nrequests\n/u);
    expect(Date.parse(String(entry?.detail['to'])) - Date.parse(String(entry?.detail['from']))).toBe(6 * 3_600_000);
  });

  it('has the whole text of one that only an id stands for', async () => {
    const long = `requests //${'y'.repeat(1_600)}\n| take 3`;
    const shown = await story.ask(platform, `kql in compliance ${long}`);
    await story.press(platform, shown, 'Run again', { user: 'ana' });
    const again = story.audit('kql').at(-1);
    expect(again?.what).toMatch(/ kept [0-9a-f]{32}$/u);
    expect(again?.detail).toMatchObject({ text: long, rows: 3 });
  });

  it('has what a chart asks of logs, also when that fails', async () => {
    await story.ask(platform, 'chart p95 latency of compliance over 3h');
    const { result, detail } = story.audit('chart').at(-1) ?? {};
    expect([result, detail?.['asked']]).toEqual(['done', expect.stringContaining('appi-compliance')]);
    expect(detail?.['text']).toMatch(/^requests\n[\s\S]*percentile/u);
    await story.fault({ target: 'azure-logs', status: 504 });
    await story.ask(platform, 'chart p99 latency of compliance over 3h');
    await story.fault({ target: 'azure-logs', clear: true });
    expect(story.audit('chart').at(-1)).toMatchObject({
      result: 'failed',
      detail: { outcome: 'failed', text: expect.stringContaining('percentile') },
    });
  });
});
