import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../core/errors.ts';

export interface FolderLock {
  readonly release: () => void;
}

/**
 * Makes this process the only writer of a data folder. The lock is one of the operating system's, held through SQLite: it
 * ends with the process however that dies, in a container too, where every process has the same pid. The file also tells
 * who holds it. Throws UserError naming the holder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const file = new DatabaseSync(join(folder, 'tocsin.lock'), { timeout: 0 });
  try {
    file.exec('begin immediate');
    file.exec('create table if not exists holder (one integer primary key check (one = 1), pid integer not null, since text not null)');
    const since = new Date(performance.timeOrigin).toISOString();
    file
      .prepare('insert into holder values (1, ?, ?) on conflict (one) do update set pid = excluded.pid, since = excluded.since')
      .run(process.pid, since);
    file.exec('commit');
    // Held open from here on. Others can still read who we are.
    file.exec('begin immediate');
  } catch (error) {
    const holder = isBusy(error) ? readHolder(file) : undefined;
    file.close();
    if (!isBusy(error)) throw error;
    throw new UserError(
      `Another Tocsin already uses the data folder ${folder}${holder ?? ''}. Stop it, or give this one a folder of its own.`,
    );
  }
  return {
    release: () => {
      if (file.isOpen) file.close();
    },
  };
}

/** SQLITE_BUSY, or one of its extended codes. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && error.errcode % 256 === 5;
}

function readHolder(file: DatabaseSync): string | undefined {
  try {
    const row = file.prepare('select pid, since from holder').get();
    return row === undefined ? undefined : `: process ${String(row['pid'])}, running since ${String(row['since'])}`;
  } catch {
    return undefined;
  }
}
