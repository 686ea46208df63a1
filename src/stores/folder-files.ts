import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptFiles } from '../core/ports.ts';
import { openSecretKey } from './secret-key.ts';

/** Files in the folder `files` of the data folder, and each key in a file of its own beside it. */
export function openFolderFiles(options: { readonly folder: string }): KeptFiles {
  const folder = join(options.folder, 'files');
  return {
    put: async (name, content) => {
      await mkdir(folder, { recursive: true });
      const neighbour = join(folder, `.${randomUUID()}.new`);
      await writeFile(neighbour, content, { mode: 0o600 });
      await rename(neighbour, join(folder, name));
    },
    get: (name) => readIfThere(join(folder, name)),
    key: (name) => openSecretKey(join(options.folder, `${name}.key`)),
    close: () => Promise.resolve(),
  };
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
