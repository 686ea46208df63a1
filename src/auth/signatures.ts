import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Signatures } from '../core/ports.ts';

/** HMAC-SHA256 and SHA-256 as lower-case hex. */
export function createSignatures(): Signatures {
  // Both sides are signed with a key of this process before they are compared, so that neither their length nor how far
  // they agree shows in the time it takes.
  const key = randomBytes(32);
  const blind = (text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();
  return {
    hmac: (secret, content) => createHmac('sha256', secret).update(content).digest('hex'),
    hash: (content) => createHash('sha256').update(content).digest('hex'),
    same: (one, other) => timingSafeEqual(blind(one), blind(other)),
  };
}
