import { ProviderError, type Retry, UserError } from '../../core/errors.ts';
import type { Effect, StoredDelivery } from '../../core/model/delivery.ts';
import type { Log } from '../../core/ports.ts';

/** What a handler knows about the attempt it makes. */
export interface Attempt {
  /** The delivery's idempotency key: the mark that travels with what is sent. */
  readonly key: string;
  /** 'repeated': an earlier attempt may have arrived, so look before sending. */
  readonly round: 'first' | 'repeated';
  readonly signal: AbortSignal;
}

/** `remark`: why there was nothing to be sent. */
export type Outcome =
  | { readonly ok: true; readonly remark?: string | undefined }
  | { readonly ok: false; readonly reason: string; readonly retry: Retry };

/** One handler per kind of effect; what it throws counts as a failure to be retried, as ProviderError says. */
export type Handlers = {
  readonly [Kind in Effect['kind']]: (effect: Extract<Effect, { readonly kind: Kind }>, attempt: Attempt) => Promise<Outcome>;
};

/** Below the ledger's lease of 30 s, so that nobody else takes the delivery up while it is still being made. */
const attemptMs = 25_000;
/** What fails by a fault of ours holds back its lane for about four minutes, not for hours. */
const mostSurprises = 8;

/** Never throws. `stopping`: what is not done by then is left to the next start, which looks whether it arrived. */
export async function attempt(handlers: Handlers, delivery: StoredDelivery, log: Log, stopping: AbortSignal): Promise<Outcome> {
  try {
    return await handle(handlers, delivery.effect, {
      key: delivery.key,
      round: delivery.attempts > 0 ? 'repeated' : 'first',
      signal: AbortSignal.any([AbortSignal.timeout(attemptMs), stopping]),
    });
  } catch (error) {
    if (error instanceof ProviderError) return { ok: false, reason: error.message, retry: error.retry };
    if (error instanceof UserError) return { ok: false, reason: error.message, retry: { when: 'never' } };
    log.error({ delivery: delivery.key, error }, 'a delivery failed unexpectedly');
    return { ok: false, reason: 'an unexpected failure, see the log', retry: { when: 'later', afterMs: 0, attempts: mostSurprises } };
  }
}

function handle(handlers: Handlers, effect: Effect, attempt: Attempt): Promise<Outcome> {
  switch (effect.kind) {
    case 'incident-root':
      return handlers['incident-root'](effect, attempt);
    case 'incident-edit':
      return handlers['incident-edit'](effect, attempt);
    case 'incident-thread':
      return handlers['incident-thread'](effect, attempt);
    case 'incident-jira':
      return handlers['incident-jira'](effect, attempt);
    case 'digest':
      return handlers.digest(effect, attempt);
    case 'notice':
      return handlers.notice(effect, attempt);
  }
}
