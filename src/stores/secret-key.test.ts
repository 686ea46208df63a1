import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/fakes/temporary-folder.ts';
import { openSecretKey } from './secret-key.ts';

describe('the key of signed links', () => {
  it('is made once, kept, and readable by its user only', async () => {
    const file = join(await temporaryFolder(), 'data', 'links.key');
    const key = await openSecretKey(file);
    expect(key).toMatch(/^[0-9a-f]{64}$/u);
    expect(await openSecretKey(file)).toBe(key);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await openSecretKey(join(await temporaryFolder(), 'links.key'))).not.toBe(key);
  });

  it('is not replaced when the file holds something else', async () => {
    const file = join(await temporaryFolder(), 'links.key');
    await writeFile(file, 'short');
    await expect(openSecretKey(file)).rejects.toThrow(`${file} does not hold a key`);
  });
});
