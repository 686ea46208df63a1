import { describe, expect, it } from 'vitest';
import { apologyFor, ProviderError } from './errors.ts';
import { shortId } from './short-id.ts';

const outage = (provider: string, message: string) => new ProviderError(provider, message, { retry: { when: 'never' } });

describe('the apology for a failure', () => {
  it.each([
    [
      'Azure could not read CpuPercentage: it has a fault.',
      'Azure could not read CpuPercentage: it has a fault. If it lasts, quote 1a2b3c4d.',
    ],
    ['it cannot be reached', 'Azure: it cannot be reached. If it lasts, quote 1a2b3c4d.'],
  ])('names who failed once, in whole sentences: “%s”', (message, words) => {
    expect(apologyFor(outage('Azure', message), '1a2b3c4d')).toBe(words);
  });

  it('says of a failure of ours where it is to be found', () => {
    expect(apologyFor(new TypeError('x'), '1a2b3c4d')).toBe(
      'Something went wrong on my side; it is in the log. Quote 1a2b3c4d to the people who run me.',
    );
  });
});

describe('a short id', () => {
  it('is eight hex digits, the same for the same id', () => {
    const teams = 'a:1xQ-conversation;messageid=1763635137000';
    expect(shortId(teams)).toMatch(/^[0-9a-f]{8}$/u);
    expect(shortId(teams)).toBe(shortId(teams));
    expect(shortId(teams)).not.toBe(shortId(`${teams}1`));
  });
});
