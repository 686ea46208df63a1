import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channels, secrets, slackWorld, users } from '../../emulators/world.ts';
import { fromBot, type Message, type Platform } from '../harness/control.ts';
import { incidentsOn } from '../harness/incidents.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
let rooms: ReturnType<typeof incidentsOn>;
beforeEach(async () => {
  story = await startStory();
  rooms = incidentsOn(story);
});
afterEach(() => story.stop());

const posting: Readonly<Record<Platform, string>> = { slack: 'slack/api/chat.postMessage', teams: 'teams/v3/conversations' };
const sides = ['slack', 'teams'] as const;

const root = fromBot((one) => one.thread == null && one.text.includes('INC-1'));
const last = 'Alert joined: Timeouts of compliance';
/** Every line of the threads in its order, however many of them were one message. */
const allLines = async (platform: Platform): Promise<readonly string[]> => rooms.told(platform, '');

/** Opened by a spike that Sentry was asked for, and joined by Azure's alert within 3 minutes; after 4, Sentry's joins too. */
async function openIncident(): Promise<void> {
  await story.startScenario('slow-database');
  await story.advance('3m');
}

describe.each(sides)('13 when %s is in trouble', (platform) => {
  const other: Platform = platform === 'slack' ? 'teams' : 'slack';

  it('429: what Retry-After says is waited, nothing is lost, and the other chat does not wait', async () => {
    await story.fault({ target: posting[platform], status: 429, retryAfter: 240, count: 1 });
    await openIncident();
    await story.until(other, 'incidents', 'the incident', root);
    // Less than the 240 s, in which all of the alerts have joined.
    await story.advance('3m');
    await rooms.line(other, last);
    expect(await rooms.own(platform)).toEqual([]);
    await story.advance('2m');
    const posted = await story.until(platform, 'incidents', 'the incident', root);
    expect((await rooms.line(platform, last)).thread).toBe(posted.id);
    expect(await rooms.roots(platform)).toHaveLength(1);
    expect(await rooms.told(platform, last)).toHaveLength(1);
  });

  it('503: it is tried again until it works, in order and once', async () => {
    await story.fault({ target: posting[platform], status: 503, count: 4 });
    await openIncident();
    await story.until(other, 'incidents', 'the incident', root);
    await story.advance('10m');
    const posted = await story.until(platform, 'incidents', 'the incident', root);
    const entry = await rooms.line(platform, last);
    expect(entry.thread).toBe(posted.id);
    // A root that was redrawn since has a later number; its id is from when it was posted.
    expect(Number(entry.id)).toBeGreaterThan(Number(posted.id));
    expect(await rooms.roots(platform)).toHaveLength(1);
    await rooms.line(other, last);
    expect(await allLines(platform)).toEqual(await allLines(other));
  });

  it('a post that arrived although nobody answered: it is not lost and at most doubled where the platform cannot be asked', async () => {
    await story.fault({ target: posting[platform], timeout: true, after: true, count: 1 });
    await openIncident();
    await story.until(other, 'incidents', 'the incident', root);
    await story.until(platform, 'incidents', 'the incident', root);
    await story.advance('10m');
    await rooms.line(platform, last);
    const all = await rooms.roots(platform);
    // Slack is asked for the mark before anything is posted again; Teams cannot be asked.
    if (platform === 'slack') expect(all).toHaveLength(1);
    else expect(all.length).toBeLessThanOrEqual(2);
    expect(await rooms.told(platform, last)).toHaveLength(1);
  });

  it('429 to an answer: whoever asked gets it a moment later, once', async () => {
    await story.fault({ target: posting[platform], status: 429, retryAfter: 1, count: 1 });
    await story.say(platform, 'ops', 'ben', platform === 'slack' ? '/tocsin incidents' : '@Tocsin incidents');
    const isAnswer = (one: Message): boolean => one.user === 'tocsin' && one.text.includes('No incident is open');
    await story.until(platform, 'ops', 'the answer', (all) => all.find(isAnswer));
    await story.say(platform, 'ops', 'ben', platform === 'slack' ? '/tocsin services' : '@Tocsin services');
    await story.until(platform, 'ops', 'the next answer', (all) => all.find((one) => one.text.includes('bps-website')));
    expect((await story.messages(platform, 'ops')).filter(isAnswer)).toHaveLength(1);
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

  it('is answered once', async () => {
    const event = `Ev${randomUUID()}`;
    expect(await deliver('services', undefined, [0, 1, 2, 3], event)).toEqual([200, 200, 200, 200]);
    const isAnswer = (one: Message): boolean => one.user === 'tocsin' && one.text.includes('services');
    await story.until('slack', 'incidents', 'the answer', (all) => all.find(isAnswer));
    expect(await deliver('incidents', undefined, [0], `Ev${randomUUID()}`)).toEqual([200]);
    await story.until(
      'slack',
      'incidents',
      'the next answer',
      fromBot((one) => one.text.includes('No incident is open')),
    );
    expect((await story.messages('slack', 'incidents')).filter(isAnswer)).toHaveLength(1);
  });
});
