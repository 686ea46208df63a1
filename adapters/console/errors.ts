import type { Delivery } from '../../src/core/chat.ts';

/** Why something could not be printed, by the system's code. A full disk may be emptied; what else fails here fails again. */
export function deliveryOf(error: unknown): Delivery & { readonly ok: false } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const later = code === 'ENOSPC' || code === 'EAGAIN' || code === 'EMFILE';
  return {
    ok: false,
    reason: code === undefined ? 'it could not be printed' : `it could not be written (${code})`,
    certain: 'not sent',
    retry: later ? { when: 'later', afterMs: 5_000 } : { when: 'never' },
  };
}
