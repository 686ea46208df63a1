import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { groupChat } from '../../emulators/teams/rooms.ts';
import { fromBot, type Message, type Platform } from '../harness/control.ts';
import { incidentsOn } from '../harness/incidents.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.stop());
/** What was asked a moment ago would be answered from what is kept of it. */
beforeEach(() => story.advance('2m'));

const sides = ['slack', 'teams'] as const;
const typed = (platform: Platform, words: string): string => (platform === 'slack' ? `/tocsin ${words}` : `@Tocsin ${words}`);
const hasChart = (one: Message): boolean => one.user === 'tocsin' && one.images.length > 0;

/** The number of the last message or change: one demo is in all tests, and each looks only at what came after it began. */
const last = async (platform: Platform, channel: string): Promise<number> =>
  Math.max(0, ...(await story.messages(platform, channel)).map((one) => one.seq));

/** Has a chart drawn and gives back its message. */
async function draw(platform: Platform, words = 'chart cpu of bps-website', user = 'ben'): Promise<Message> {
  const before = await last(platform, 'ops');
  await story.say(platform, 'ops', user, typed(platform, words));
  return story.untilAfter(before, platform, 'ops', words, hasChart);
}

/** Clicks, as somebody who only may look, and gives back the same message redrawn. */
async function clickOn(platform: Platform, chart: Message, button: string, option?: string): Promise<Message> {
  await story.click(platform, chart.id, 'eva', button, option);
  return story.untilAfter(chart.seq, platform, 'ops', `the chart after ${button}`, (one) => one.id === chart.id && hasChart(one));
}

describe.each(sides)('charts in %s', (platform) => {
  it('a form with searchable fields becomes a chart; what is wrong in it is shown beside it', async () => {
    const before = await last(platform, 'ops');
    await story.say(platform, 'ops', 'ben', typed(platform, 'chart'));
    const open = await story.untilAfter(before, platform, 'ops', 'the form', (one) => one.form != null);
    const id = open.form?.id ?? '';
    expect(await story.search(platform, id, 'ben', 'Metric', 'cp')).toEqual(expect.arrayContaining([expect.stringMatching(/cpu/iu)]));
    const [target = ''] = await story.search(platform, id, 'ben', 'Service, resource or kind', 'bps-web');
    const [metric = ''] = await story.search(platform, id, 'ben', 'Metric', 'cpu');
    expect(target).toContain('bps-website');
    const wanted = { Metric: metric, 'Service, resource or kind': target, 'Over the last': '1h' };
    await story.submit(platform, id, 'ben', { ...wanted, 'Split by dimension': 'nonsense' });
    await story.until(platform, 'ops', 'what is wrong', (all) =>
      all.find((one) => one.user === 'tocsin' && JSON.stringify([one.text, one.form]).includes('“nonsense”')),
    );
    await story.submit(platform, id, 'ben', { ...wanted, 'Split by dimension': '' });
    const chart = await story.untilAfter(before, platform, 'ops', 'the chart', hasChart);
    expect(chart.images[0]?.alt).toMatch(/^CPU of bps-website/u);
  });

  it('zoom, comparison, split and CSV change the same message, for everybody, also after a restart of the bot', async () => {
    const begun = await last(platform, 'ops');
    let chart = await draw(platform, 'chart requests of compliance');
    const pictures = new Set([chart.images[0]?.url]);
    for (const button of ['24 h', '‹ Earlier', 'Later ›', 'vs last week']) {
      chart = await clickOn(platform, chart, button);
      pictures.add(chart.images[0]?.url);
    }
    const before = (await story.state()).bot.pid;
    await story.signalBot('SIGKILL');
    await story.botReady(before);
    chart = await clickOn(platform, chart, 'vs last week');
    chart = await clickOn(platform, chart, 'Split by…', 'request/resultCode');
    pictures.add(chart.images[0]?.url);
    // What is later than the range before is the range that was shown, so its picture may be the same.
    expect(pictures.size).toBeGreaterThanOrEqual(5);
    expect(chart.images[0]?.alt).toMatch(/200/u);

    await story.click(platform, chart.id, 'eva', 'CSV');
    // In Teams the chart is itself an answer in the thread of who asked.
    const under = (one: Message): boolean => one.id !== chart.id && one.thread === (chart.thread ?? chart.id);
    await story.until(platform, 'ops', 'the file', (all) =>
      all.find((one) => under(one) && (one.files.some((file) => file.name.endsWith('.csv')) || one.text.includes('.csv'))),
    );
    expect((await story.messages(platform, 'ops')).filter((one) => one.seq > begun && hasChart(one))).toHaveLength(1);
  });

  it('a saved chart is drawn by its name, by anybody, and is on the home of who saved it alone', async () => {
    const name = `website-${platform}`;
    await draw(platform, 'chart cpu of bps-website over 2h');
    await story.say(platform, 'ops', 'ben', typed(platform, `chart save ${name}`));
    await story.until(
      platform,
      'ops',
      'the confirmation',
      fromBot((one) => one.text.includes(`chart ${name}`)),
    );
    const again = await draw(platform, `chart ${name}`, 'eva');
    expect(again.images[0]?.alt).toMatch(/^CPU of bps-website-sp/u);
    // Where Teams has no note for one person, it is shown in their own chat.
    const where = platform === 'slack' ? 'ops' : 'direct';
    await story.say(platform, 'ops', 'ben', typed(platform, 'home'));
    const home = await story.until(
      platform,
      where,
      'the home',
      fromBot((one) => one.buttons.includes(`Draw ${name}`)),
    );
    if (platform === 'slack') expect(home.ephemeralTo).toBe('ben');
    else expect((await story.messages('teams', 'ops')).some((one) => one.buttons.includes(`Draw ${name}`))).toBe(false);
    await story.say(platform, 'ops', 'eva', typed(platform, 'home'));
    const other = await story.until(
      platform,
      where,
      'the other home',
      fromBot((one) => one.seq > home.seq && one.buttons.includes('New chart')),
    );
    expect(other.buttons).not.toContain(`Draw ${name}`);
  });

  it('an answer that takes a while is announced, and takes the place of the announcement', async () => {
    const before = await last(platform, 'ops');
    await story.fault({ target: 'azure-metrics', delayMs: 4_000, count: 1 });
    await story.say(platform, 'ops', 'ben', typed(platform, 'chart cpu of bps-website'));
    if (platform === 'teams') {
      const ops = (await story.state()).channels.find((one) => one.platform === 'teams' && one.name === 'ops');
      const end = performance.now() + 3_500;
      while (!(await story.state()).typing.some((one) => one.channel === ops?.id)) {
        if (performance.now() > end) throw new Error('nobody saw that the bot is writing');
      }
    } else {
      const announced = (one: Message): boolean => one.user === 'tocsin' && one.text.includes('Working on it');
      const working = await story.untilAfter(before, platform, 'ops', 'the announcement', announced);
      expect(working.images).toEqual([]);
      const answer = await story.untilAfter(before, platform, 'ops', 'the chart', hasChart);
      expect(answer.id).toBe(working.id);
    }
    await story.untilAfter(before, platform, 'ops', 'the chart', hasChart);
    expect((await story.messages(platform, 'ops')).filter((one) => one.seq > before && one.user === 'tocsin')).toHaveLength(1);
  });
});

describe('what only Slack has', () => {
  beforeAll(openIncident);

  it('the home page shows services, incidents with buttons and own charts, and is drawn anew after a click', async () => {
    await draw('slack', 'chart cpu of bps-website save website');
    await story.openHome('slack', 'ben');
    const mine = (one: Message): boolean => one.surface === 'home' && one.ephemeralTo === 'ben';
    const page = await story.until('slack', 'home', 'the home page', (all) => all.find(mine));
    expect(page.text).toMatch(/Compliance API: (?:in trouble|needs attention)/u);
    expect(page.text).toContain('INC-1');
    expect(page.buttons).toEqual(expect.arrayContaining(['New chart', 'Acknowledge INC-1', 'Resolve INC-1', 'Draw website']));
    await story.click('slack', page.id, 'ben', 'Acknowledge INC-1');
    const after = await story.until('slack', 'home', 'the page after the click', (all) =>
      all.find((one) => mine(one) && one.text.includes('Acknowledged by')),
    );
    expect(after.buttons).not.toContain('Acknowledge INC-1');
    await story.click('slack', page.id, 'ben', 'Draw website');
    await story.until('slack', 'direct', 'the chart', (all) => all.find(hasChart));
  });

  it('a message becomes a line of the incident’s story by its menu, on both chats', async () => {
    const root = await card('slack');
    await incidentsOn(story).line('slack', 'joined');
    await story.say('slack', 'incidents', 'eva', 'It was the "index" on orders, it’s rebuilt now', root.id);
    const said = await story.until('slack', 'incidents', 'what Eva said', (all) => all.find((one) => one.user === 'eva'));
    await story.shortcut('slack', said.id, 'ben', 'Add to timeline');
    for (const platform of sides) {
      const told = await story.until(
        platform,
        'incidents',
        'the note',
        fromBot((one) => one.thread != null && one.text.includes('rebuilt now')),
      );
      expect(told.text).toMatch(/Eva[^:]*: It was the "index" on orders, it’s rebuilt now \(added by @?Ben/u);
    }
    await story.say('slack', 'ops', 'eva', '/tocsin timeline INC-1');
    const tale = await story.until(
      'slack',
      'ops',
      'the story',
      fromBot((one) => one.text.includes('rebuilt now')),
    );
    expect(tale.text.indexOf('joined')).toBeLessThan(tale.text.indexOf('rebuilt now'));
  });
});

describe('41 what may not be done is refused in both chats, wherever it is asked', () => {
  beforeAll(openIncident);

  it.each([
    ['slack', 'a channel, a thread and private'],
    ['teams', 'a channel, a thread, a group chat and private'],
  ] as const)('in %s: typed in %s, and clicked', async (platform, _where) => {
    const root = await card(platform);
    const noted = audited().length;
    const refused = (channel: string, times: number) =>
      story.until(platform, channel, `refusal ${times}`, (all) => {
        const found = all.filter(
          (one) => one.user === 'tocsin' && one.text.includes('Only a responder may use resolve; you are a viewer.'),
        );
        return found.length >= times ? found : undefined;
      });
    await story.say(platform, 'ops', 'eva', typed(platform, 'resolve INC-1'));
    await refused('ops', 1);
    await story.say(platform, 'incidents', 'eva', '@Tocsin resolve', root.id);
    await refused('incidents', 1);
    await story.click(platform, root.id, 'eva', 'Resolve');
    await refused('incidents', 2);
    if (platform === 'teams') {
      await story.say(platform, groupChat.name, 'eva', '@Tocsin resolve INC-1');
      await refused(groupChat.name, 1);
    }
    const direct = await directOf(platform, 'eva');
    await story.say(platform, direct, 'eva', 'resolve INC-1');
    await refused(direct, 1);
    const after = await story.until(platform, 'incidents', 'the incident', (all) => all.find((one) => one.id === root.id));
    expect(after.buttons).toContain('Resolve');
    expect(audited().slice(noted)).toEqual(Array.from({ length: platform === 'teams' ? 5 : 4 }, () => 'resolve INC-1 denied'));
  });
});

const card = (platform: Platform): Promise<Message> => incidentsOn(story).card(platform, 'INC-1');

/** INC-1, which then is open for all that follows. */
async function openIncident(): Promise<void> {
  if ((await story.messages('slack', 'incidents')).some((one) => one.text.includes('INC-1'))) return;
  await story.startScenario('slow-database');
  await story.advance('5m');
}

/** What the bot's ledger says of commands that resolve, without regard to how they were typed. */
function audited(): readonly string[] {
  const database = new DatabaseSync(join(story.folder, 'data/ledger.db'), { readOnly: true });
  try {
    const rows = database.prepare("SELECT what, result FROM audit WHERE what LIKE 'resolve%'").all();
    return rows.map((row) => `${String(row['what'])} ${String(row['result'])}`.replace(/^resolve denied/u, 'resolve INC-1 denied'));
  } finally {
    database.close();
  }
}

/** The conversation that somebody has with the bot alone. */
async function directOf(platform: Platform, user: string): Promise<string> {
  const found = (await story.state()).directs.find((one) => one.platform === platform && one.user === user);
  if (found === undefined) throw new Error(`${user} has no conversation with the bot`);
  return found.id;
}
