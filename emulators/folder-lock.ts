import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The lock's file; SQLite may put others beside it whose names begin with this one. */
export const lockName = 'demo.lock';

/** Another demo runs in this folder. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

/**
 * Keeps a second demo from overwriting the files of one that runs. The lock is the operating system's, held through SQLite,
 * and ends with the process however that dies; the file tells who holds it, and where that demo is (`url`). Throws FolderTaken.
 */
export async function lockFolder(folder: string, url: string): Promise<{ readonly release: () => void }> {
  await mkdir(folder, { recursive: true });
  const file = new DatabaseSync(join(folder, lockName), { timeout: 0 });
  try {
    file.exec('begin immediate');
    file.exec('create table if not exists holder (one integer primary key check (one = 1), pid integer, url text, since text)');
    const since = new Date(performance.timeOrigin).toISOString();
    file.prepare('insert or replace into holder values (1, ?, ?, ?)').run(process.pid, url, since);
    file.exec('commit');
    // Held from here on; others can still read who we are.
    file.exec('begin immediate');
  } catch (error) {
    const taken = isBusy(error)
      ? new FolderTaken(`${holderOf(file)} uses the folder ${folder}. End it first, or start this one in another folder.`)
      : error;
    file.close();
    throw taken;
  }
  return {
    release: () => {
      if (file.isOpen) file.close();
    },
  };
}

/** SQLITE_BUSY */
const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === 5;

/** "The demo at http://127.0.0.1:4400 (process 17, running since 2026-11-20T12:00:00.000Z)" */
function holderOf(file: DatabaseSync): string {
  try {
    const { pid, url, since } = file.prepare('select pid, url, since from holder').get() ?? {};
    if (url !== undefined) return `The demo at ${String(url)} (process ${String(pid)}, running since ${String(since)})`;
  } catch {
    // It has only just begun to write who it is.
  }
  return 'Another demo';
}
