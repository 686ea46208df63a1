import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBot, type Platform } from '../harness/control.ts';
import { type Story, startStory } from '../harness/story.ts';

let story: Story;
beforeEach(async () => {
  story = await startStory();
});
afterEach(() => story.stop());

describe.each<Platform>(['slack', 'teams'])('what was acknowledged in %s', (platform) => {
  it('is done although the bot was killed at the moment of the acknowledgement', async () => {
    const { pid } = (await story.state()).bot;
    // Settles when the platform has its acknowledgement.
    await story.say(
      platform,
      'ops',
      'ana',
      platform === 'slack' ? '/tocsin digest add daily at 06:00 in UTC here' : '@Tocsin digest add daily at 06:00 in UTC here',
    );
    await story.signalBot('SIGKILL');
    await story.botReady(pid);
    await story.say(platform, 'ops', 'ana', platform === 'slack' ? '/tocsin digest list' : '@Tocsin digest list');
    const list = await story.until(
      platform,
      'ops',
      'the list of digests',
      fromBot((one) => one.text.includes('06:00')),
    );
    expect(list.text.match(/daily at 06:00/gu)).toHaveLength(1);
  });
});
