import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Signatures } from '../core/ports.ts';

/** HMAC-SHA256 and SHA-256 as lower-case hex. */
export function createSignatures(): Signatures {
  // To make a key of a secret takes several times as long as to sign an alert with it; secrets are as few as the configuration has.
  const keys = new Map<string, KeyObject>();
  const keyOf = (secret: string): KeyObject => {
    const known = keys.get(secret) ?? createSecretKey(secret, 'utf8');
    keys.set(secret, known);
    return known;
  };
  return {
    hmac: (secret, content) => createHmac('sha256', keyOf(secret)).update(content).digest('hex'),
    hash: (content) => hash('sha256', content, 'hex'),
    same,
  };
}

/** How far they agree does not show in the time it takes. That their length differs does, and may: a hash has the length it has. */
function same(one: string, other: string): boolean {
  const [bytes, others] = [Buffer.from(one), Buffer.from(other)];
  return bytes.length === others.length && timingSafeEqual(bytes, others);
}
