import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startDemo } from '../../emulators/start-demo.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';
import { createControl, fromBot } from '../harness/control.ts';

const notAllowed = 77;
const script = fileURLToPath(new URL('./on-read-only-root.sh', import.meta.url));
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

it('45: where only the data folder can be written to, the bot starts, draws and keeps what it is told', async (test) => {
  const folder = await temporaryFolder();
  const demo = await startDemo({ port: 0, botPort: 0, folder, page: false, bot: 'none' });
  const bot = spawn('sh', [script, folder, process.execPath, main, 'start', '--config', demo.configured.configFile], {
    env: { PATH: process.env['PATH'] ?? '', ...demo.configured.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  bot.stdout.on('data', (chunk) => (said += String(chunk)));
  bot.stderr.on('data', (chunk) => (said += String(chunk)));
  const ended = new Promise<number | null>((resolve) => bot.once('exit', (code) => resolve(code)));
  try {
    const first = await Promise.race([ended, demo.slack.botConnected().then(() => 'connected' as const)]);
    if (first === notAllowed) test.skip('this machine does not let the test mount a read-only root');
    expect([first, first === 'connected' ? '' : said]).toEqual(['connected', '']);
    const control = createControl(demo.url);
    await control.say('slack', 'ops', 'ben', '/tocsin chart cpu of bps-website');
    const chart = await control.until(
      'slack',
      'ops',
      'the chart',
      fromBot((one) => one.images.length === 1),
    );
    expect(chart.images[0]?.alt).toContain('CPU of bps-website-sp');
    await control.say('slack', 'ops', 'ben', '/tocsin digest add daily at 09:00');
    await control.until(
      'slack',
      'ops',
      'the digest',
      fromBot((one) => one.text.includes('digest-1')),
    );
    expect(readFileSync(join(folder, 'data/settings.json'), 'utf8')).toContain('digest-1');
    expect(said).not.toMatch(/EROFS|EACCES|EPERM/u);
    expect(readdirSync(join(folder, 'data')).toSorted()).toEqual(expect.arrayContaining(['ledger.db', 'settings.json']));
  } finally {
    bot.kill('SIGTERM');
    await ended;
    await demo.stop();
  }
});
