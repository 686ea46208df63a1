import { renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** How far ahead of the real time the demo of this folder was: what its bot knows must not lie in the future. */
const schema = z.strictObject({ aheadMs: z.number() });
const fileIn = (folder: string): string => join(folder, 'clock.json');

/** Milliseconds; 0 where nothing is kept. */
export async function keptAhead(folder: string): Promise<number> {
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(folder), 'utf8'))).aheadMs;
  } catch {
    // None was written yet.
    return 0;
  }
}

/** At once, and whole or not at all: the demo may be killed at any moment. */
export function keepAhead(folder: string, aheadMs: number): void {
  const file = fileIn(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify({ aheadMs })}\n`);
  renameSync(`${file}.new`, file);
}
