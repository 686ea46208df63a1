import { ProviderError } from '../core/errors.ts';

/** SQLite's primary result codes, https://sqlite.org/rescode.html */
const reasons: Readonly<Record<number, string>> = {
  5: 'another process keeps it locked',
  8: 'it is read-only',
  10: 'the disk reports an error',
  11: 'the file is damaged',
  13: 'the disk is full',
  14: 'the file cannot be opened',
  26: 'the file is not a database',
};

/** POSIX codes that writing a file ends with. */
const fileReasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'it is read-only',
  EACCES: 'the permission is missing',
  EPERM: 'the permission is missing',
  EIO: 'the disk reports an error',
};

/** Of SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html: whole codes, or the class in two characters. */
const serverReasons: Readonly<Record<string, string>> = {
  '08': 'the connection is lost',
  '25006': 'it is read-only',
  '28': 'it refuses the user or the password',
  '3D000': 'there is no database of this name',
  '40': 'others write at the same time',
  '42501': 'the permission is missing',
  '53100': 'the disk is full',
  '53': 'it has no room for more work',
  '55P03': 'others write at the same time',
  '57014': 'it does not answer in time',
  '57': 'it is shutting down or starting',
  '58': 'the disk reports an error',
  XX: 'it reports damage',
};

/** A database server that cannot be asked, whatever the connection died of. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach';
}

/** How soon a store that failed is worth another try. */
const retryAfterMs = 5_000;

/** Turns what SQLite, PostgreSQL and the file system report into a ProviderError; anything else is a bug and stays what it is. */
export function storeError(store: 'the files' | 'the ledger' | 'the settings', error: unknown): unknown {
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  return new ProviderError(store, `cannot be used now: ${reason}.`, { retry: { when: 'later', afterMs: retryAfterMs }, cause: error });
}

function reasonOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (error instanceof OutOfReach) return error.message;
  // Extended codes keep the primary one in their low byte.
  if ('errcode' in error && typeof error.errcode === 'number') return reasons[error.errcode % 256];
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  return (
    fileReasons[error.code] ?? (isSqlState(error.code) ? (serverReasons[error.code] ?? serverReasons[error.code.slice(0, 2)]) : undefined)
  );
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/u.test(code);
}

/** The database undid the transaction because of another one that was written meanwhile: a serialization failure, or a deadlock. */
export function isOvertaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && (error.code === '40001' || error.code === '40P01');
}
