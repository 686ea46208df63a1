import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../core/errors.ts';

/** Writes the files into the folder, which is made if need be, and gives back their paths. Throws UserError. */
export function writeFiles(
  folder: string,
  files: readonly { readonly name: string; readonly content: string | Uint8Array }[],
): readonly string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return files.map(({ name, content }) => {
      // Only the last part of the name: a file may not choose another folder.
      const path = join(folder, basename(name));
      writeFileSync(path, content);
      return path;
    });
  } catch (error) {
    throw new UserError(`${folder} cannot be written: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
}
