import { describe, expect, it } from 'vitest';
import { createSignatures } from './signatures.ts';

const signatures = createSignatures();

describe('signatures', () => {
  it('signs as RFC 4231 says (test case 2)', () => {
    expect(signatures.hmac('Jefe', 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('signs bytes as they are, not as text', () => {
    const bytes = Uint8Array.from([0xff, 0x00, 0xc3, 0x28]);
    expect(signatures.hmac('key', bytes)).not.toBe(signatures.hmac('key', Buffer.from(bytes).toString('utf8')));
  });

  it('hashes as FIPS 180-2 says', () => {
    expect(signatures.hash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('tells the same from what differs, also in length', () => {
    expect(signatures.same('a1b2', 'a1b2')).toBe(true);
    expect(signatures.same('', '')).toBe(true);
    expect(signatures.same('a1b2', 'a1b3')).toBe(false);
    expect(signatures.same('a1b2', 'a1b')).toBe(false);
    expect(signatures.same('a1b', 'a1b2')).toBe(false);
    expect(signatures.same('a1b2', '')).toBe(false);
    expect(signatures.same('', 'a1b2')).toBe(false);
  });
});
