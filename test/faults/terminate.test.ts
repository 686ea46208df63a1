import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startBotProcess } from '../../emulators/process.ts';
import { freePort } from '../harness/postgres.ts';
import { variables, wayText } from './way/configuration.ts';
import { openWay } from './way/way.ts';

/** Several processes are started one after the other, and a busy machine takes its time. */
const patience = { timeout: 120_000 };

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

it('2 a bot that is told to end in the middle of a storm ends within 10 s; nothing is lost and nothing doubled', patience, async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const way = await openWay({ botUrl: url });
  const { chats, folder } = way;
  await writeFile(join(folder, 'tocsin.yaml'), wayText(chats.url));
  const ended = Promise.withResolvers<{ readonly how: string; readonly at: number }>();
  const bot = startBotProcess({
    command: [main, 'start', '--config', join(folder, 'tocsin.yaml')],
    folder,
    env: { PATH: process.env['PATH'] ?? '', ...variables, TOCSIN_PORT: String(port), TOCSIN_CLOCK_URL: `${chats.url}/bot-clock` },
    logFile: join(folder, 'bot.log'),
    url,
    onRestart: (how) => ended.resolve({ how, at: performance.now() }),
  });
  onTestFinished(bot.stop);
  await bot.ready();
  await chats.teams.install();

  const storm = Array.from({ length: 10 }, (_, service) => way.alerts(8, service).filter(({ path }) => !path.includes('azure'))).flat();
  const [before, after] = [storm.slice(0, 40), storm.slice(40)];
  await way.post([{ url }], before);
  const late = way.post([{ url }], after);
  const told = performance.now();
  bot.signal('SIGTERM');
  await late;
  const { how, at } = await ended.promise;
  expect([how, at - told < 10_000]).toEqual(['exit code 0', true]);

  await bot.ready();
  await way.repeat([{ url }]);
  expect(way.unanswered()).toBe(0);
  // In steps: when something new falls due is only known once it is told.
  for (let step = 0; step < 12; step += 1) await chats.clock.advance(5_000);
  await bot.stop();
  expect(await way.account()).toMatchObject({ lost: [], twice: [], missing: [], undone: [], doubled: { slack: [], teams: [] } });
});
