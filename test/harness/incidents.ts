import { fromBot, type Message, type Platform } from './control.ts';
import type { Story } from './story.ts';

/** What is told of incidents in #incidents of each chat. News that wait are one message, so lines are what is looked for. */
export function incidentsOn(story: Pick<Story, 'messages' | 'until'>) {
  const own = async (platform: Platform): Promise<readonly Message[]> =>
    (await story.messages(platform, 'incidents')).filter((one) => one.user === 'tocsin');
  const inThreads = async (platform: Platform): Promise<readonly Message[]> => (await own(platform)).filter((one) => one.thread != null);
  return {
    own,
    /** The first messages of incidents, oldest first. */
    roots: async (platform: Platform): Promise<readonly Message[]> =>
      (await own(platform)).filter((one) => one.thread == null && one.ephemeralTo == null),
    inThreads,
    /** Waits for the incident's first message to hold all of these words. */
    card: (platform: Platform, id: string, ...words: readonly string[]): Promise<Message> =>
      story.until(
        platform,
        'incidents',
        `the card of ${id}`,
        fromBot((one) => one.thread == null && one.text.startsWith(`${id} `) && words.every((part) => one.text.includes(part))),
      ),
    /** Waits for a line with these words in a thread. */
    line: (platform: Platform, words: string): Promise<Message> =>
      story.until(
        platform,
        'incidents',
        words,
        fromBot((one) => one.thread != null && one.text.includes(words)),
      ),
    /** The lines of all threads in which these words are. */
    told: async (platform: Platform, words: string): Promise<readonly string[]> =>
      (await inThreads(platform)).flatMap((one) => one.text.split('\n')).filter((line) => line.includes(words)),
  };
}
