/**
 * `npm run generate`: writes the files that are made from the source and checked in. With `--check` it writes nothing, names
 * those that are out of date, and exits 1 if there are any.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generate/files.ts';

const root = join(import.meta.dirname, '..');
const checkOnly = process.argv.includes('--check');
const stale = generatedFiles().filter(({ path, content }) => !isSame(join(root, path), content));

for (const { path, content } of stale) {
  console.log(checkOnly ? `${path} is out of date: run npm run generate` : path);
  if (checkOnly) continue;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
if (checkOnly && stale.length > 0) process.exitCode = 1;

function isSame(file: string, content: Uint8Array): boolean {
  try {
    return readFileSync(file).equals(content);
  } catch {
    return false;
  }
}
