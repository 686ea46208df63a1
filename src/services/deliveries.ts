import { ProviderError, type Retry, UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Effect, Settlement, StoredDelivery } from '../core/model/delivery.ts';
import type { Clock, DueJob, Log } from '../core/ports.ts';
import { createPump } from './deliveries-pump.ts';

/** What a handler knows about the attempt it makes. */
export interface Attempt {
  /** The delivery's idempotency key: the mark that travels with what is sent. */
  readonly key: string;
  /** 'repeated': an earlier attempt may have arrived, so look before sending. */
  readonly round: 'first' | 'repeated';
  readonly signal: AbortSignal;
}

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: string; readonly retry: Retry };

/** One handler per kind of effect; what it throws counts as a failure to be retried, as ProviderError says. */
export type Handlers = {
  readonly [Kind in Effect['kind']]: (effect: Extract<Effect, { readonly kind: Kind }>, attempt: Attempt) => Promise<Outcome>;
};

export interface DeliveriesNeeds {
  readonly ledger: Pick<Ledger, 'lease' | 'settle' | 'nextDeliveryDue'>;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1; spreads retries. */
  readonly random: () => number;
  /** Told how every attempt ended; `system`: what the destination names first ("slack", "jira"). */
  readonly observe?: ((system: string, outcome: Settlement['outcome']) => void) | undefined;
}

export interface Deliveries extends DueJob {
  /** Leases and performs everything due, several destinations at a time, one delivery per destination, until nothing is due. */
  readonly run: (now: number) => Promise<void>;
  /** Says that something may have become due; the work goes on by itself. */
  readonly wake: () => void;
  /** Settles when no delivery is under way. */
  readonly idle: () => Promise<void>;
  /** Begins no more deliveries and settles when none is under way; the others go out after the next start. */
  readonly stop: () => Promise<void>;
  /** The next outcome of the delivery with this key; undefined when there is none within `waitMs` (real time). */
  readonly whenSettled: (key: string, waitMs: number) => Promise<Settlement | undefined>;
}

/** More than there are channels: those of a chat that does not answer must not take all the places. */
const atATime = 64;
/** Below the ledger's lease of 30 s, so that nobody else takes the delivery up while it is still being made. */
const attemptMs = 25_000;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** About 16 hours at the longest pause: nobody wants the message any more. */
const mostAttempts = 1_000;
/** What fails by a fault of ours holds back its destination for about four minutes, not for hours. */
const mostSurprises = 8;

export function createDeliveries(needs: DeliveriesNeeds): Deliveries {
  const { ledger, clock, log } = needs;
  const waiting = new Map<string, Set<(settlement: Settlement) => void>>();

  const perform = async (delivery: StoredDelivery): Promise<void> => {
    const outcome = await attempt(needs, delivery);
    const settlement = settlementOf(outcome, delivery, clock.now(), needs.random);
    await ledger.settle(delivery.id, settlement);
    report(log, delivery, settlement);
    needs.observe?.(delivery.destination.split(':', 1).join(''), settlement.outcome);
    for (const tell of waiting.get(delivery.key) ?? []) tell(settlement);
  };

  const pump = createPump((busy) => ledger.lease(clock.now(), atATime - busy.length, busy), perform);
  return {
    name: 'deliveries',
    next: () => ledger.nextDeliveryDue(),
    run: () => pump.run(),
    wake: () => {
      pump.run().catch((error: unknown) => log.error({ error }, 'deliveries stopped early; the next run takes them up'));
    },
    idle: pump.idle,
    stop: pump.stop,
    whenSettled: (key, waitMs) => waitFor(waiting, key, waitMs),
  };
}

async function attempt(needs: DeliveriesNeeds, delivery: StoredDelivery): Promise<Outcome> {
  try {
    return await handle(needs.handlers, delivery.effect, {
      key: delivery.key,
      round: delivery.attempts > 0 ? 'repeated' : 'first',
      signal: AbortSignal.timeout(attemptMs),
    });
  } catch (error) {
    if (error instanceof ProviderError) return { ok: false, reason: error.message, retry: error.retry };
    if (error instanceof UserError) return { ok: false, reason: error.message, retry: { when: 'never' } };
    needs.log.error({ delivery: delivery.key, error }, 'a delivery failed unexpectedly');
    const retry: Retry = delivery.attempts < mostSurprises ? { when: 'later', afterMs: 0 } : { when: 'never' };
    return { ok: false, reason: 'an unexpected failure, see the log', retry };
  }
}

function handle(handlers: Handlers, effect: Effect, attempt: Attempt): Promise<Outcome> {
  switch (effect.kind) {
    case 'incident-root':
      return handlers['incident-root'](effect, attempt);
    case 'incident-edit':
      return handlers['incident-edit'](effect, attempt);
    case 'incident-entry':
      return handlers['incident-entry'](effect, attempt);
    case 'incident-jira':
      return handlers['incident-jira'](effect, attempt);
    case 'digest':
      return handlers.digest(effect, attempt);
  }
}

/** Pure, but for `random`. Pauses double from 1 s to 1 min, give or take a quarter; what the platform asks for is the least. */
export function settlementOf(outcome: Outcome, delivery: StoredDelivery, now: number, random: () => number): Settlement {
  if (outcome.ok) return { outcome: 'done' };
  if (outcome.retry.when === 'never') return { outcome: 'dead', reason: outcome.reason };
  if (delivery.attempts >= mostAttempts) return { outcome: 'dead', reason: `given up after ${mostAttempts} attempts: ${outcome.reason}` };
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** delivery.attempts) * (0.75 + random() / 2);
  return { outcome: 'retry', dueAt: Math.ceil(now + Math.max(pause, outcome.retry.afterMs)), reason: outcome.reason };
}

function report(log: Log, delivery: StoredDelivery, settlement: Settlement): void {
  const data = { delivery: delivery.key, attempts: delivery.attempts, ...settlement };
  switch (settlement.outcome) {
    case 'done':
      return log.debug(data, 'delivered');
    case 'retry':
      return log.warn(data, 'a delivery failed and will be tried again');
    case 'dead':
      return log.error(data, 'a delivery failed for good; it is kept in the ledger');
  }
}

function waitFor(
  waiting: Map<string, Set<(settlement: Settlement) => void>>,
  key: string,
  waitMs: number,
): Promise<Settlement | undefined> {
  return new Promise((resolve) => {
    const listeners = waiting.get(key) ?? new Set();
    waiting.set(key, listeners);
    const end = (settlement: Settlement | undefined): void => {
      clearTimeout(timer);
      listeners.delete(end);
      if (listeners.size === 0) waiting.delete(key);
      resolve(settlement);
    };
    const timer = setTimeout(end, waitMs, undefined);
    listeners.add(end);
  });
}
