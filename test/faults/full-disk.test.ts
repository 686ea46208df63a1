import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const notAllowed = 77;
const onSmallDisk = fileURLToPath(new URL('./on-small-disk.sh', import.meta.url));
const program = fileURLToPath(new URL('./fill-disk.ts', import.meta.url));

it('5: on a disk that is really full nothing is lost, the reason is said, and all goes on once there is room', async (test) => {
  const folder = await temporaryFolder();
  const run = spawnSync('sh', [onSmallDisk, folder, process.execPath, program, folder], { encoding: 'utf8' });
  if (run.status === notAllowed) test.skip('this machine does not let the test mount a small file system');
  expect(run.stderr).toBe('');
  const reason = 'cannot be used now: the disk is full.';
  expect(JSON.parse(run.stdout)).toEqual({
    before: ['stored', 'added'],
    full: [`ProviderError: ${reason}`, `ProviderError: ${reason}`, { writable: 'no', reason }],
    after: [{ writable: 'yes' }, 'stored', 'added'],
    kept: [
      ['before', 'full'],
      ['after', 'before'],
    ],
  });
});
