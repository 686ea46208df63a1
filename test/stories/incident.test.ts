import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBot, type Message, type Platform } from '../harness/control.ts';
import { incidentsOn } from '../harness/incidents.ts';
import { type Story, startStory } from '../harness/story.ts';

const sides = ['slack', 'teams'] as const;
const typed = (platform: Platform, words: string): string => (platform === 'slack' ? `/tocsin ${words}` : `@Tocsin ${words}`);

/** One incident lives through all of these, in their order. */
describe('a slow database, on both chats', () => {
  let story: Story;
  let rooms: ReturnType<typeof incidentsOn>;
  const cards = new Map<Platform, Message>();
  beforeAll(async () => {
    story = await startStory();
    rooms = incidentsOn(story);
  });
  afterAll(() => story.stop());

  const cardOf = (platform: Platform): Message => {
    const card = cards.get(platform);
    if (card === undefined) throw new Error('there was no card');
    return card;
  };
  const seen = async (platform: Platform, what: string, wanted: (card: Message) => boolean): Promise<Message> =>
    story.until(
      platform,
      'incidents',
      what,
      fromBot((one) => one.id === cardOf(platform).id && wanted(one)),
    );
  /** Says it in #ops and gives back the answer in which all of these words are. */
  async function ask(platform: Platform, words: string, user: string, ...wanted: readonly string[]): Promise<Message> {
    const before = Math.max(0, ...(await story.messages(platform, 'ops')).map((one) => one.seq));
    await story.say(platform, 'ops', user, typed(platform, words));
    const isAnswer = (one: Message): boolean => one.user === 'tocsin' && wanted.every((part) => one.text.includes(part));
    return story.untilAfter(before, platform, 'ops', `${words}: ${wanted.join(', ')}`, isAnswer);
  }

  it('becomes one incident with a thread: what joins, and why, and how bad it is', async () => {
    await story.startScenario('slow-database');
    await story.advance('5m');
    for (const platform of sides) {
      const card = await rooms.card(platform, 'INC-1', 'Timeouts of compliance');
      cards.set(platform, card);
      expect(card.buttons).toEqual(expect.arrayContaining(['Acknowledge', 'Resolve', 'Open JIRA']));
      expect(card.text).toContain('P1');
      const line = await rooms.line(platform, 'Alert joined: Timeouts of compliance; same service, ');
      expect(line.thread).toBe(card.id);
      await rooms.line(platform, 'Severity raised from P2 to P1: P1 is the worst of its 3 alerts');
      expect(await rooms.roots(platform)).toHaveLength(1);
    }
  });

  it.each(sides)('is told to whoever asks in %s: incidents, incident, alerts, why', async (platform) => {
    await ask(platform, 'incidents', 'eva', '1 incident is open', 'INC-1', 'compliance');
    const shown = await ask(platform, 'incident 1', 'eva', 'INC-1 · P1 · Compliance API');
    expect(shown.buttons).toEqual(expect.arrayContaining(['Acknowledge', 'Timeline', 'Why']));
    const alerts = await ask(platform, 'alerts of compliance', 'eva', '3 alerts of compliance fire', 'Sentry: Timeouts of compliance');
    const [button = ''] = alerts.buttons;
    await story.click(platform, alerts.id, 'eva', button);
    const why = fromBot(
      (one) => one.text.includes('It fires and is announced in INC-1') && one.text.includes('silence: no silence matches'),
    );
    await story.until(platform, 'ops', 'why', why);
    await ask(
      platform,
      'why INC-1',
      'eva',
      'Opened an incident (INC-1)',
      'First message to slack:#incidents arrived',
      'First message to teams:',
    );
  });

  it('is acknowledged by one of three people who press at the same moment: both chats name that one, and the others are told', async () => {
    const people = [
      { platform: 'slack', user: 'eva' },
      { platform: 'teams', user: 'ben' },
      { platform: 'teams', user: 'ana' },
    ] as const;
    await Promise.all(people.map(({ platform, user }) => story.click(platform, cardOf(platform).id, user, 'Acknowledge')));
    const [one, other] = await Promise.all(
      sides.map((platform) => seen(platform, 'who has it', (card) => card.text.includes('Acknowledged by'))),
    );
    const whoHasIt = (card: Message | undefined): string | undefined => /Acknowledged by\W+(Eva|Ben|Ana)/u.exec(card?.text ?? '')?.[1];
    expect(whoHasIt(one)).toMatch(/Eva|Ben|Ana/u);
    expect(whoHasIt(other)).toBe(whoHasIt(one));
    for (const platform of sides) {
      expect((await seen(platform, 'the card', () => true)).buttons).not.toContain('Acknowledge');
      await rooms.line(platform, 'acknowledged the incident');
      expect(await rooms.told(platform, 'acknowledged the incident')).toHaveLength(1);
    }
    const others = people.filter(({ user }) => user !== whoHasIt(one)?.toLowerCase());
    expect(others).toHaveLength(2);
    for (const { platform, user } of others)
      await story.until(
        platform,
        'incidents',
        `what ${user} is told`,
        toldAlone(user, `INC-1 was acknowledged already by ${whoHasIt(one)}`),
      );
  });

  it('is not resolved by a viewer: each is told so kindly, and it is audited', async () => {
    await story.click('slack', cardOf('slack').id, 'eva', 'Resolve');
    const refusal = 'Only a responder may use resolve; you are a viewer.';
    const refused = fromBot((one) => one.text.includes(refusal));
    const told = await story.until('slack', 'incidents', 'the refusal', refused);
    expect(told.ephemeralTo).toBe('eva');
    await ask('teams', 'resolve INC-1', 'eva', refusal);
    for (const platform of sides) expect((await seen(platform, 'the card', () => true)).buttons).toContain('Resolve');
    expect(audited(story.folder, 'resolve INC-1')).toEqual(['denied', 'denied']);
  });

  it('gets its JIRA issue, which both cards show', async () => {
    await story.click('teams', cardOf('teams').id, 'ben', 'Open JIRA');
    for (const platform of sides) {
      const card = await seen(platform, 'the key', (one) => /COMP-\d+/u.test(one.text));
      expect(JSON.stringify(card.payload)).toContain('/browse/COMP-');
      expect(card.buttons).not.toContain('Open JIRA');
    }
  });

  it('resolves by itself when all of its alerts have been quiet for 5 minutes, not before', async () => {
    await story.advance('20m');
    await story.advance('5m');
    // The last of them, the spike, is over after 29 minutes.
    for (const platform of sides) {
      await rooms.line(platform, 'Alert resolved: Error spike in compliance');
      expect((await seen(platform, 'the card', () => true)).buttons).toContain('Resolve');
    }
    await story.advance('5m');
    for (const platform of sides) {
      await seen(platform, 'the resolved card', (one) => /State\W+Resolved/u.test(one.text) && !one.buttons.includes('Resolve'));
      await rooms.line(platform, 'Resolved: all alerts have been quiet for 5 minutes');
    }
  });

  it('is kept quiet by a silence and a maintenance window, and what still fires at their end opens it again', async () => {
    const before = await Promise.all(sides.map((platform) => story.messages(platform, 'incidents')));
    await ask('slack', 'silence of compliance for 6m because "deploying 4.2"', 'ben', 'service compliance is silent from');
    const next = new Date(Date.parse((await story.state()).clock) + 60_000).toISOString().slice(11, 16);
    await ask(
      'teams',
      `silence of compliance every "daily ${next}" for 12m in UTC because "nightly copy"`,
      'ben',
      'service compliance is silent',
    );
    await ask('teams', 'silences', 'eva', '2 silences', 'deploying 4.2', 'nightly copy');
    await story.startScenario('slow-database');
    await story.advance('5m');
    // Of the two, the one that holds longer.
    for (const platform of sides)
      await ask(platform, 'why not Timeouts', 'eva', 'It fires and is not announced: silenced by S-', '(nightly copy)');
    await story.advance('4m');
    await ask('slack', 'alerts', 'eva', '3 alerts fire', 'silenced by S-');
    expect(await Promise.all(sides.map((platform) => story.messages(platform, 'incidents')))).toEqual(before);
    await story.advance('6m');
    for (const platform of sides) {
      const line = await rooms.line(platform, 'Opened again: ');
      expect(line.thread).toBe(cardOf(platform).id);
      await seen(platform, 'the card, open again', (one) => one.text.includes('Opened again') && one.buttons.includes('Resolve'));
      expect(await rooms.roots(platform)).toHaveLength(1);
    }
    await ask('slack', 'why Timeouts', 'eva', 'it still fires at the end of the silence S-', 'announced in INC-1');
  });

  it('is resolved once, by whoever was first, although another presses on a card that could not be redrawn yet', async () => {
    await story.fault({ target: 'slack/api/chat.update', status: 503 });
    await story.say('teams', 'incidents', 'ben', '@Tocsin resolve', cardOf('teams').id);
    await seen('teams', 'the resolved card', (one) => /State\W+Resolved/u.test(one.text));
    const outdated = await seen('slack', 'the card', () => true);
    expect(outdated.buttons).toContain('Resolve');
    await story.click('slack', outdated.id, 'ana', 'Resolve');
    await story.until('slack', 'incidents', 'what Ana is told', toldAlone('ana', 'INC-1 was resolved already by Ben'));
    await story.fault({ target: 'slack/api/chat.update', clear: true });
    await story.advance('1m');
    await seen('slack', 'the card as it is', (one) => /Resolved\W.*by @?Ben/u.test(one.text) && !one.buttons.includes('Resolve'));
    for (const platform of sides) expect(await rooms.told(platform, 'resolved the incident')).toHaveLength(1);
  });
});

const toldAlone = (user: string, words: string) => fromBot((one) => one.ephemeralTo === user && one.text.includes(words));

/** What the bot's ledger says came of it, each time these words were said. */
function audited(folder: string, words: string): readonly string[] {
  const database = new DatabaseSync(join(folder, 'data/ledger.db'), { readOnly: true });
  try {
    return database
      .prepare('SELECT result FROM audit WHERE what = ?')
      .all(words)
      .map((row) => String(row['result']));
  } finally {
    database.close();
  }
}
