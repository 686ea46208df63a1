import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import { writeFileAtomically } from '../atomic-file.ts';
import { type SettingsData, settingsFile } from './schema.ts';

/**
 * lowdb's file, written atomically and read with a check. A file that cannot be understood stops the start: writing over it
 * would lose what people had set.
 */
export function jsonFile(path: string): Adapter<SettingsData> {
  return {
    read: async () => {
      const content = await readIfThere(path);
      return content === undefined ? null : readSettings(path, content);
    },
    write: async (data) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomically(path, `${JSON.stringify(data, undefined, 2)}\n`);
    },
  };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function readSettings(path: string, content: string): SettingsData {
  const advice = 'Mend it or put back a copy; Tocsin changes nothing in it until then.';
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw new UserError(`The settings in ${path} are damaged: ${error instanceof Error ? error.message : 'no JSON'}. ${advice}`);
  }
  const read = settingsFile.safeParse(json);
  if (read.success) return read.data;
  throw new UserError(`The settings in ${path} cannot be understood. ${advice}\n${z.prettifyError(read.error)}`);
}
