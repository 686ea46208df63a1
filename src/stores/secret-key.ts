import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../core/errors.ts';
import { writeFileAtomically } from './atomic-file.ts';

/** A random key of 256 bits in hex, made at the first start and kept in `file`, for signing links to pictures. */
export async function openSecretKey(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined) {
    const key = kept.trim();
    if (!/^[0-9a-f]{64}$/u.test(key)) throw new UserError(`${file} does not hold a key. Remove it: links made so far then stop working.`);
    return key;
  }
  const key = randomBytes(32).toString('hex');
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomically(file, `${key}\n`);
  return key;
}
