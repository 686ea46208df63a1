import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBot, type Platform } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.stop());

describe.each<Platform>(['slack', 'teams'])('what was acknowledged in %s', (platform) => {
  it('is done although the bot was killed at the moment of the acknowledgement', async () => {
    // Each chat has a digest of its own in the one demo.
    const at = platform === 'slack' ? '06:00' : '06:30';
    const add = `digest add daily at ${at} in UTC here`;
    const { pid } = (await story.state()).bot;
    // Settles when the platform has its acknowledgement.
    await story.say(platform, 'ops', 'ana', platform === 'slack' ? `/tocsin ${add}` : `@Tocsin ${add}`);
    await story.signalBot('SIGKILL');
    await story.botReady(pid);
    await story.say(platform, 'ops', 'ana', platform === 'slack' ? '/tocsin digest list' : '@Tocsin digest list');
    const list = await story.until(
      platform,
      'ops',
      'the list of digests',
      fromBot((one) => one.text.includes(`daily at ${at}`)),
    );
    expect(list.text.split(`daily at ${at}`)).toHaveLength(2);
  });
});
