import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test/fakes/temporary-folder.ts';
import { FolderTaken, lockFolder } from './folder-lock.ts';

const url = 'http://127.0.0.1:4400';

describe('the lock of a demo’s folder', () => {
  it('refuses a second demo and says where the first one is, until that has ended', async () => {
    const folder = await temporaryFolder();
    const first = await lockFolder(folder, url);
    const second = lockFolder(folder, 'http://127.0.0.1:4401');
    await expect(second).rejects.toThrow(`The demo at ${url} (process ${process.pid}, running since`);
    await expect(second).rejects.toBeInstanceOf(FolderTaken);
    first.release();
    (await lockFolder(folder, url)).release();
  });

  it('ends with a demo that was killed', async () => {
    const folder = await temporaryFolder();
    const program = `import { lockFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)};
      globalThis.lock = await lockFolder(process.argv[1], 'http://127.0.0.1:4402');
      process.stdout.write('locked');
      setInterval(() => undefined, 60_000);`;
    const other = spawn(process.execPath, ['--input-type=module', '--eval', program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    await expect(lockFolder(folder, url)).rejects.toThrow(`process ${other.pid}`);
    const gone = once(other, 'exit');
    other.kill('SIGKILL');
    await gone;
    (await lockFolder(folder, url)).release();
  });
});
