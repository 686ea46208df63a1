import { describe, expect, it } from 'vitest';
import { createReader } from './reader.ts';

const reader = createReader({ schemas: [], allowedPlaces: [] });

describe('a chain that is longer than the parser goes', () => {
  it.each([
    ['of one operator', `print ${'1 + '.repeat(700)}1`],
    ['of steps', `print 1 ${'| where true '.repeat(600)}`],
  ])('%s is told as what it is', (_name, text) => {
    const answer = reader.answer({ kind: 'plan', text });
    expect(answer).toMatchObject({ planned: { faults: [{ kind: 'limit', message: expect.stringContaining('(500)') }] } });
  });
});
