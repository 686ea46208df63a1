import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channels, secrets, slackWorld, users } from '../../emulators/world.ts';
import { fromBot, type Message, type Platform } from '../harness/control.ts';
import { incidentsOn } from '../harness/incidents.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
let rooms: ReturnType<typeof incidentsOn>;
/** How many incidents there were: one demo is in all tests, and each has an incident of its own. */
let opened = 0;
/** The last message or change of each chat before the test: it looks only at what came after. */
let before: Readonly<Record<Platform, number>> = { slack: 0, teams: 0 };
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.stop());

/** Until the trouble of the test before is over, told, and too long ago for its incident to be opened again. */
beforeEach(async () => {
  if (opened > 0) await story.advance('75m');
  const lastOf = async (platform: Platform): Promise<number> => {
    const all = await Promise.all(['incidents', 'ops'].map((channel) => story.messages(platform, channel)));
    return Math.max(0, ...all.flat().map((one) => one.seq));
  };
  before = { slack: await lastOf('slack'), teams: await lastOf('teams') };
  rooms = incidentsOn({ ...story, messages: news });
});

const news: Story['messages'] = async (platform, channel) =>
  (await story.messages(platform, channel)).filter((one) => one.seq > before[platform]);

const posting: Readonly<Record<Platform, string>> = { slack: 'slack/api/chat.postMessage', teams: 'teams/v3/conversations' };
const sides = ['slack', 'teams'] as const;

const root = fromBot((one) => one.thread == null && one.text.startsWith(`INC-${opened} `));
const last = 'Alert joined: Timeouts of compliance';
/** Every line of the threads in its order, however many of them were one message. */
const allLines = async (platform: Platform): Promise<readonly string[]> => rooms.told(platform, '');
/** Waits for a line with these words in the thread of this test's incident. */
const line = (platform: Platform, words: string): Promise<Message> =>
  story.untilAfter(
    before[platform],
    platform,
    'incidents',
    words,
    (one) => one.user === 'tocsin' && one.thread != null && one.text.includes(words),
  );

/** Opened by a spike that Sentry was asked for, and joined by Azure's alert within 3 minutes; after 4, Sentry's joins too. */
async function openIncident(): Promise<void> {
  opened += 1;
  await story.startScenario('slow-database');
  await story.advance('3m');
}

describe.each(sides)('13 when %s is in trouble', (platform) => {
  it('429 to an answer: whoever asked gets it a moment later, once', async () => {
    await story.fault({ target: posting[platform], status: 429, retryAfter: 1, count: 1 });
    await story.say(platform, 'ops', 'ben', platform === 'slack' ? '/tocsin incidents' : '@Tocsin incidents');
    const isAnswer = (one: Message): boolean => one.user === 'tocsin' && one.text.includes('No incident is open');
    await story.untilAfter(before[platform], platform, 'ops', 'the answer', isAnswer);
    await story.say(platform, 'ops', 'ben', platform === 'slack' ? '/tocsin services' : '@Tocsin services');
    await story.untilAfter(before[platform], platform, 'ops', 'the next answer', (one) => one.text.includes('bps-website'));
    expect((await news(platform, 'ops')).filter(isAnswer)).toHaveLength(1);
  });
});

describe.each(sides)('13 when %s is in trouble', (platform) => {
  const other: Platform = platform === 'slack' ? 'teams' : 'slack';

  it('429: what Retry-After says is waited, nothing is lost, and the other chat does not wait', async () => {
    await story.fault({ target: posting[platform], status: 429, retryAfter: 240, count: 1 });
    await openIncident();
    await story.until(other, 'incidents', 'the incident', root);
    // Less than the 240 s, in which all of the alerts have joined.
    await story.advance('3m');
    await line(other, last);
    expect(await rooms.own(platform)).toEqual([]);
    await story.advance('2m');
    const posted = await story.until(platform, 'incidents', 'the incident', root);
    expect((await line(platform, last)).thread).toBe(posted.id);
    expect(await rooms.roots(platform)).toHaveLength(1);
    expect(await rooms.told(platform, last)).toHaveLength(1);
  });

  it('503: it is tried again until it works, in order and once', async () => {
    await story.fault({ target: posting[platform], status: 503, count: 4 });
    await openIncident();
    await story.until(other, 'incidents', 'the incident', root);
    await story.advance('10m');
    const posted = await story.until(platform, 'incidents', 'the incident', root);
    const entry = await line(platform, last);
    expect(entry.thread).toBe(posted.id);
    // A root that was redrawn since has a later number; its id is from when it was posted.
    expect(Number(entry.id)).toBeGreaterThan(Number(posted.id));
    expect(await rooms.roots(platform)).toHaveLength(1);
    await line(other, last);
    expect(await allLines(platform)).toEqual(await allLines(other));
  });
});

describe('13 when both chats are in trouble', () => {
  it('a post that arrived although nobody answered: it is not lost and at most doubled where the platform cannot be asked', async () => {
    // What nobody answers is waited for in real time: for both at once.
    for (const platform of sides) await story.fault({ target: posting[platform], timeout: true, after: true, count: 1 });
    await openIncident();
    for (const platform of sides) await story.until(platform, 'incidents', 'the incident', root);
    await story.advance('10m');
    for (const platform of sides) await line(platform, last);
    // Slack is asked for the mark before anything is posted again; Teams cannot be asked.
    expect(await rooms.roots('slack')).toHaveLength(1);
    expect((await rooms.roots('teams')).length).toBeLessThanOrEqual(2);
    for (const platform of sides) expect(await rooms.told(platform, last)).toHaveLength(1);
  });
});

describe('16 Slack sends an event again, three times', () => {
  /** As Slack does: the same body, signed anew each time, with the number of the attempt. Settles with the statuses. */
  async function deliver(
    text: string,
    thread: string | undefined,
    attempts: readonly number[],
    eventId: string,
  ): Promise<readonly number[]> {
    const ben = users.find((one) => one.name === 'ben');
    const incidents = channels.find((one) => one.name === 'incidents');
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: slackWorld.teamId,
      api_app_id: slackWorld.appId,
      event_id: eventId,
      event_time: 1_795_000_000,
      authorizations: [{ team_id: slackWorld.teamId, user_id: slackWorld.botUserId, is_bot: true }],
      event: {
        type: 'app_mention',
        user: ben?.slackId,
        text: `<@${slackWorld.botUserId}> ${text}`,
        ts: '1795000000.000100',
        channel: incidents?.slackId,
        event_ts: '1795000000.000100',
        ...(thread === undefined ? {} : { thread_ts: thread }),
      },
    });
    const sent = attempts.map(async (attempt) => {
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const signature = createHmac('sha256', secrets.slackSigning).update(`v0:${timestamp}:${body}`).digest('hex');
      const answer = await fetch(`${story.botUrl}/slack/events`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...(attempt === 0 ? {} : { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_timeout' }),
        },
      });
      await answer.arrayBuffer();
      return answer.status;
    });
    return Promise.all(sent);
  }

  it('is answered once', async () => {
    const event = `Ev${randomUUID()}`;
    expect(await deliver('services', undefined, [0, 1, 2, 3], event)).toEqual([200, 200, 200, 200]);
    const isAnswer = (one: Message): boolean => one.user === 'tocsin' && one.text.includes('services');
    await story.untilAfter(before.slack, 'slack', 'incidents', 'the answer', isAnswer);
    expect(await deliver('incidents', undefined, [0], `Ev${randomUUID()}`)).toEqual([200]);
    await story.untilAfter(before.slack, 'slack', 'incidents', 'the next answer', (one) => one.text.includes('No incident is open'));
    expect((await news('slack', 'incidents')).filter(isAnswer)).toHaveLength(1);
  });

  it('has one effect: at once, one after the other, and after a restart of the bot', async () => {
    await openIncident();
    const card = await story.until('slack', 'incidents', 'the incident', root);
    const event = `Ev${randomUUID()}`;
    expect(await deliver('timeline add rolled back', card.id, [0, 1], event)).toEqual([200, 200]);
    const told = fromBot((one) => one.thread === card.id && one.text.includes('rolled back'));
    await story.until('slack', 'incidents', 'the note', told);
    expect(await deliver('timeline add rolled back', card.id, [2], event)).toEqual([200]);
    const before = (await story.state()).bot.pid;
    await story.signalBot('SIGKILL');
    await story.botReady(before);
    expect(await deliver('timeline add rolled back', card.id, [3], event)).toEqual([200]);

    // A second event is a second effect: the bot has worked on everything before it once this one is answered.
    expect(await deliver('timeline add all is well', card.id, [0], `Ev${randomUUID()}`)).toEqual([200]);
    await story.until(
      'slack',
      'incidents',
      'the second note',
      fromBot((one) => one.thread === card.id && one.text.includes('all is well')),
    );
    await story.until(
      'teams',
      'incidents',
      'the second note',
      fromBot((one) => one.thread != null && one.text.includes('all is well')),
    );
    for (const platform of sides) {
      expect(await rooms.told(platform, ': rolled back')).toHaveLength(1);
    }
  });
});
