import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotProcess, startBotProcess } from './process.ts';
import { freePort } from './server.ts';

/** A bot of one route. */
const program = `
const http = require('node:http');
http.createServer((request, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
`;

let folder = '';
let bot: BotProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-process-'));
});
afterEach(async () => {
  await bot?.stop();
  await rm(folder, { recursive: true });
});

async function start(text: string, onRestart: (how: string) => void = () => undefined): Promise<BotProcess> {
  const file = join(folder, 'bot.cjs');
  await writeFile(file, text);
  const port = await freePort(0, 'TOCSIN_PORT');
  bot = startBotProcess({
    command: [file],
    folder,
    env: { PORT: String(port) },
    logFile: join(folder, 'bot.log'),
    url: `http://127.0.0.1:${port}`,
    onRestart,
  });
  return bot;
}

describe('the bot’s process', () => {
  it('is ready when its /readyz says so', async () => {
    const one = await start(program);
    await one.ready();
    expect(one.pid()).toBeGreaterThan(0);
  });

  it('is started again when it dies', async () => {
    const died = Promise.withResolvers<string>();
    const one = await start(program, died.resolve);
    await one.ready();
    const before = one.pid();

    expect(one.signal('SIGKILL')).toBe('sent');

    expect(await died.promise).toBe('SIGKILL');
    await one.ready();
    expect(one.pid()).not.toBe(before);
  });

  it('shows the end of its log when it dies before it is ready', async () => {
    const one = await start('console.error("services.checkout: is no service"); process.exit(2);');
    await expect(one.ready()).rejects.toThrow(/exit code 2[^]*services.checkout: is no service/u);
  });

  it('stays away once it was stopped', async () => {
    const one = await start(program);
    await one.ready();
    await one.stop();
    expect(one.pid()).toBeUndefined();
    expect(one.signal('SIGKILL')).toBe('not running');
  });
});
