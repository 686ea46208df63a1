import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBot, type Message, type Platform } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeEach(async () => {
  story = await startStory();
});
afterEach(() => story.stop());

const platforms: readonly Platform[] = ['slack', 'teams'];
const card = (messages: readonly Message[]): Message | undefined =>
  fromBot((one) => one.text.includes('INC-1') && one.thread == null)(messages);
const roots = async (platform: Platform): Promise<readonly Message[]> =>
  (await story.messages(platform, 'incidents')).filter((one) => one.user === 'tocsin' && one.thread == null);

describe('a slow database', () => {
  it('becomes one incident with a thread on both chats, is acknowledged, gets a JIRA issue, and resolves 5 minutes after both alerts', async () => {
    await story.startScenario('slow-database');
    await story.advance('3m');
    const opened = await Promise.all(platforms.map((platform) => story.until(platform, 'incidents', 'the incident', card)));
    for (const root of opened) expect(root.buttons).toEqual(expect.arrayContaining(['Acknowledge', 'Open JIRA']));

    await story.advance('90s');
    for (const platform of platforms) {
      const joined = await story.until(
        platform,
        'incidents',
        'the joined alert in the thread',
        fromBot((one) => one.thread != null && one.text.includes('joined')),
      );
      expect(joined.text).toContain('open incident of the same service');
      expect(await roots(platform)).toHaveLength(1);
    }

    await story.click('slack', opened[0]?.id ?? '', 'eva', 'Acknowledge');
    for (const platform of platforms) {
      const acknowledged = await story.until(
        platform,
        'incidents',
        'the acknowledged card',
        fromBot((one) => one.thread == null && /acknowledged/iu.test(one.text) && one.text.includes('Eva')),
      );
      expect(acknowledged.edited).toBe(true);
      expect(acknowledged.buttons).not.toContain('Acknowledge');
    }

    await story.click('teams', opened[1]?.id ?? '', 'ben', 'Open JIRA');
    for (const platform of platforms) {
      await story.until(
        platform,
        'incidents',
        'the JIRA key on the card',
        fromBot(
          (one) =>
            one.thread == null && /[A-Z]+-\d+/u.test(one.text.replaceAll('INC-1', '')) && JSON.stringify(one.payload).includes('/browse/'),
        ),
      );
    }

    await story.advance('22m');
    await story.advance('4m');
    // All is quiet since minute 26: at minute 30 it is still open.
    for (const platform of platforms) for (const root of await roots(platform)) expect(root.buttons).toContain('Resolve');
    await story.advance('2m');
    for (const platform of platforms) {
      await story.until(
        platform,
        'incidents',
        'the resolved card',
        fromBot((one) => one.thread == null && /resolved/iu.test(one.text) && !one.buttons.includes('Resolve')),
      );
      await story.until(
        platform,
        'incidents',
        'the end in the thread',
        fromBot((one) => one.thread != null && /resolved/iu.test(one.text)),
      );
      expect(await roots(platform)).toHaveLength(1);
    }
  });

  it('is there once, although the bot was killed between the answer to the webhook and the post', async () => {
    await story.fault({ target: 'slack/api/chat.postMessage', status: 503 });
    await story.fault({ target: 'teams/v3', status: 503 });
    await story.startScenario('slow-database');
    await story.advance('3m');
    const before = (await story.state()).bot.pid;
    await story.signalBot('SIGKILL');
    await story.fault({ target: 'slack/api/chat.postMessage', clear: true });
    await story.fault({ target: 'teams/v3', clear: true });
    await story.botReady(before);
    await story.advance('1m');
    for (const platform of platforms) {
      await story.until(platform, 'incidents', 'the incident', card);
      expect(await roots(platform)).toHaveLength(1);
    }
  });
});

describe.each(platforms)('incident commands in %s', (platform) => {
  const typed = (words: string): string => (platform === 'slack' ? `/tocsin ${words}` : `@Tocsin ${words}`);

  it('list, acknowledge and resolve; a viewer may not resolve', async () => {
    await story.startScenario('slow-database');
    await story.advance('4m');
    const root = await story.until(platform, 'incidents', 'the incident', card);

    await story.say(platform, 'ops', 'eva', typed('incidents'));
    await story.until(
      platform,
      'ops',
      'the list',
      fromBot((one) => one.text.includes('INC-1')),
    );

    await story.say(platform, 'ops', 'eva', typed('resolve INC-1'));
    await story.until(
      platform,
      'ops',
      'the refusal',
      fromBot((one) => one.text.includes('Only a responder may use resolve')),
    );

    await story.say(platform, 'incidents', 'ben', '@Tocsin ack', root.id);
    await story.until(
      platform,
      'incidents',
      'the acknowledged card',
      fromBot((one) => one.id === root.id && one.text.includes('Ben')),
    );

    await story.say(platform, 'incidents', 'ben', '@Tocsin resolve', root.id);
    await story.until(
      platform,
      'incidents',
      'the resolved card',
      fromBot((one) => one.id === root.id && /resolved/iu.test(one.text)),
    );
  });
});
