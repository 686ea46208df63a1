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

/** How soon a store that failed is worth another try. */
const retryAfterMs = 5_000;

/** Turns what SQLite and the file system report into a ProviderError; anything else is a bug and stays what it is. */
export function storeError(store: 'the ledger' | 'the settings', error: unknown): unknown {
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  return new ProviderError(store, `cannot be used now: ${reason}.`, { retry: { when: 'later', afterMs: retryAfterMs }, cause: error });
}

function reasonOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  // Extended codes keep the primary one in their low byte.
  if ('errcode' in error && typeof error.errcode === 'number') return reasons[error.errcode % 256];
  if ('code' in error && typeof error.code === 'string') return fileReasons[error.code];
  return undefined;
}
