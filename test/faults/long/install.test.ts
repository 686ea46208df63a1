import { spawnSync } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Of each kind one: words, native pictures and workers, SQLite, both chats against their emulators, and the whole bot in a story. */
const representative = [
  'src/core',
  'src/render/index.test.ts',
  'test/contract',
  'adapters/slack/index.test.ts',
  'adapters/teams/adapter.test.ts',
  'test/stories/chart.test.ts',
];

it('45: installed from the lock file without any install script, on Node 24, the tests pass', async () => {
  expect(process.versions.node).toMatch(/^24\./u);
  const folder = await temporaryFolder();
  for (const name of await readdir(root)) {
    // Hidden folders hold a demo's data, the history and the like.
    if (name !== 'node_modules' && !name.startsWith('.')) await cp(join(root, name), join(folder, name), { recursive: true });
  }
  // Also checks the integrity of everything that is unpacked.
  const install = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, encoding: 'utf8' });
  expect([install.status, install.status === 0 ? '' : install.stderr]).toEqual([0, '']);
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const tests = spawnSync(process.execPath, [vitest, 'run', '--reporter=dot', ...representative], { cwd: folder, encoding: 'utf8' });
  expect([tests.status, tests.status === 0 ? '' : tests.stdout.slice(-4_000)]).toEqual([0, '']);
});
