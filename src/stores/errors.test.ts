import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../core/errors.ts';
import { isOvertaken, OutOfReach, storeError } from './errors.ts';

const refusal = (code: string): pg.DatabaseError => Object.assign(new pg.DatabaseError('in the words of the server', 0, 'error'), { code });

describe('what stores report', () => {
  it.each([
    ['53100', 'the disk is full'],
    ['53300', 'it has no room for more work'],
    ['25006', 'it is read-only'],
    ['57P01', 'it is shutting down or starting'],
    ['57014', 'it does not answer in time'],
    ['08006', 'the connection is lost'],
    ['58030', 'the disk reports an error'],
    ['XX001', 'it reports damage'],
    ['40P01', 'others write at the same time'],
    ['28P01', 'it refuses the user or the password'],
  ])('5: SQLSTATE %s is told as “%s”, to be tried again', (code, reason) => {
    const error = storeError('the ledger', refusal(code));
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ message: `cannot be used now: ${reason}.`, retry: { when: 'later' } });
  });

  it.each([
    [1034, 'the disk reports an error'],
    [13, 'the disk is full'],
    [1032, 'it is read-only'],
  ])('5: SQLite’s code %i (1034: fsync failed) is told as “%s”, to be tried again', (errcode, reason) => {
    const error = storeError('the ledger', Object.assign(new Error('in the words of SQLite'), { errcode }));
    expect(error).toMatchObject({ name: 'ProviderError', message: `cannot be used now: ${reason}.`, retry: { when: 'later' } });
  });

  it('tells a server that is out of reach, and leaves a bug what it is', () => {
    expect(storeError('the ledger', new OutOfReach('the database server is out of reach'))).toBeInstanceOf(ProviderError);
    const bug = refusal('42601');
    expect(storeError('the ledger', bug)).toBe(bug);
    expect(isOvertaken(refusal('40001'))).toBe(true);
    expect(isOvertaken(bug)).toBe(false);
  });
});
