import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/fakes/temporary-folder.ts';
import { lockFolder } from './lock.ts';

/** Starts another process that takes the lock and keeps it. */
async function otherHolder(folder: string) {
  const program = `import { lockFolder } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
    globalThis.lock = await lockFolder(process.argv[1]);
    process.stdout.write('locked');
    setInterval(() => undefined, 60_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('the lock of a data folder', () => {
  it('refuses a second writer and names the first', async () => {
    const folder = await temporaryFolder();
    const other = await otherHolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`process ${other.pid}, running since`);
    const gone = once(other, 'exit');
    other.kill('SIGKILL');
    await gone;
  });

  it('ends with its holder, however that died', async () => {
    const folder = await temporaryFolder();
    const other = await otherHolder(folder);
    const gone = once(other, 'exit');
    other.kill('SIGKILL');
    await gone;
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid}`);
    lock.release();
    lock.release();
    (await lockFolder(folder)).release();
  });
});
