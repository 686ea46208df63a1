import { EmulatorClock } from '../../../emulators/clock.ts';
import type { EmulatedMessage } from '../../../emulators/emulator.ts';
import { Faults } from '../../../emulators/faults.ts';
import { createDemoServer } from '../../../emulators/server.ts';
import { createSlackEmulator } from '../../../emulators/slack/index.ts';
import { createTeamsEmulator } from '../../../emulators/teams/index.ts';

const longestPollMs = 20_000;

export type Chats = Awaited<ReturnType<typeof startChats>>;

/** The emulated chats on one port, with a clock that the test moves. `botUrl`: the process that Teams speaks to. */
export async function startChats(botUrl: () => string) {
  const clock = new EmulatorClock();
  const faults = new Faults(clock.now);
  let url = '';
  const world = { clock, faults, baseUrl: () => url, botUrl };
  const slack = createSlackEmulator(world);
  const limits = { perSecond: Number.POSITIVE_INFINITY, perThreadAndHour: Number.POSITIVE_INFINITY };
  const teams = createTeamsEmulator({ ...world, limits });
  const server = createDemoServer([slack, teams], faults);
  // As the bot's own clock is told, in a test that runs the real bot.
  server.get<{ Querystring: { settled: string; nextDue: string } }>('/bot-clock', ({ query: { settled, nextDue } }) =>
    clock.poll({ settled: Number(settled), nextDue: nextDue === '' ? undefined : Number(nextDue) }, longestPollMs),
  );
  url = await server.listen({ host: '127.0.0.1', port: 0 });
  const posted = (platform: 'slack' | 'teams'): readonly EmulatedMessage[] =>
    (platform === 'slack' ? slack : teams).messages.list({}).filter((one) => one.user === 'tocsin');
  return {
    url,
    clock,
    faults,
    slack,
    teams,
    posted,
    stop: async () => {
      await slack.stop();
      await teams.stop();
      await server.close();
    },
  };
}
