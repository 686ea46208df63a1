import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from './generate/files.ts';

const root = join(import.meta.dirname, '..');

describe('the files that are made from the source', () => {
  it.each(generatedFiles().map(({ path, content }) => [path, content] as const))(
    '%s is checked in as it is generated',
    async (path, content) => {
      const checkedIn = await readFile(join(root, path));
      expect(checkedIn.toString('latin1'), 'out of date: run npm run generate').toBe(Buffer.from(content).toString('latin1'));
    },
  );
});
