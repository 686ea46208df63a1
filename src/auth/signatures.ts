import { createHmac, createSecretKey, hash, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Signatures } from '../core/ports.ts';

/** HMAC-SHA256 and SHA-256 as lower-case hex. */
export function createSignatures(): Signatures {
  // Both sides are hashed together with a salt of this process before they are compared, so that neither their length nor how
  // far they agree shows in the time it takes.
  const salt = randomBytes(32).toString('hex');
  const blind = (text: string): Buffer => hash('sha256', `${salt}${text}`, 'buffer');
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
    same: (one, other) => timingSafeEqual(blind(one), blind(other)),
  };
}
