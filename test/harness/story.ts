import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from '../../emulators/start-demo.ts';
import { type Control, createControl } from './control.ts';

/** The whole product in a folder of its own: the emulators in this process, the real bot as a process beside it. */
export interface Story extends Control {
  readonly folder: string;
  readonly botUrl: string;
  /** Settles when another bot than the one with this pid is ready. */
  readonly botReady: (notPid: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startStory(options: { readonly clockStart?: number; readonly database?: string | undefined } = {}): Promise<Story> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-story-'));
  const demo = await startDemo({ port: 0, botPort: 0, folder, page: false, ...options });
  return {
    ...createControl(demo.url),
    folder,
    botUrl: demo.botUrl,
    botReady: async (notPid) => {
      const end = performance.now() + 20_000;
      while (demo.bot?.pid() === undefined || demo.bot.pid() === notPid || !(await isReady(demo.botUrl))) {
        if (performance.now() > end) throw new Error('the bot did not come back');
        await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all([demo.slack.botConnected(), demo.teams.botConnected()]);
    },
    stop: async () => {
      await demo.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
