import type { Ledger } from '../../core/ledger.ts';
import type { Pace, Settlement, StoredDelivery } from '../../core/model/delivery.ts';
import type { Clock, DueJob, Log } from '../../core/ports.ts';
import { attempt, type Handlers } from './attempt.ts';
import { createPump } from './pump.ts';
import { settlementOf } from './settlement.ts';
import { createWaiters, type WaitersNeeds } from './when-settled.ts';

export interface DeliveriesNeeds {
  readonly ledger: Pick<Ledger, 'lease' | 'settle' | 'nextDeliveryDue' | 'delivery'>;
  readonly handlers: Handlers;
  /** By destination ("slack:#ops", "jira"); undefined: as fast as it goes. */
  readonly pace: (destination: string) => Pace | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1; spreads retries. */
  readonly random: () => number;
  readonly pause: WaitersNeeds['pause'];
  /** Told how every attempt ended; `system`: what the destination names first ("slack", "jira"). */
  readonly observe?: ((system: string, outcome: Settlement['outcome']) => void) | undefined;
}

export interface Deliveries extends DueJob {
  /** Leases and performs everything due, many lanes at a time, one delivery per lane, until nothing is due. */
  readonly run: (now: number) => Promise<void>;
  /** Says that something may have become due; the work goes on by itself. */
  readonly wake: () => void;
  /** Settles when no delivery is under way. */
  readonly idle: () => Promise<void>;
  /** Begins no more deliveries and settles when none is under way, within some seconds; the others go out after the next start. */
  readonly stop: () => Promise<void>;
  /** The next outcome of the delivery with this key, whichever process makes it; undefined when there is none within `waitMs` (real time). */
  readonly whenSettled: (key: string, waitMs: number) => Promise<Settlement | undefined>;
}

const leasedAtOnce = 16;
/** A system that does not answer must not take all the memory and connections there are. */
const mostOfASystem = 32;
/** A process has ten seconds to stop, of which people's commands may take four. */
const finishMs = 5_000;

export function createDeliveries(needs: DeliveriesNeeds): Deliveries {
  const { ledger, clock, log } = needs;
  const waiters = createWaiters(needs);
  const stopping = new AbortController();

  const lease = (underWay: readonly StoredDelivery[]): Promise<readonly StoredDelivery[]> => {
    const ofSystem = Map.groupBy(underWay, (one) => systemOf(one.destination));
    const inHand = Map.groupBy(underWay, (one) => one.destination);
    const paceOf = (destination: string): Pace | 'closed' | undefined => {
      if ((ofSystem.get(systemOf(destination))?.length ?? 0) >= mostOfASystem) return 'closed';
      const pace = needs.pace(destination);
      return (inHand.get(destination)?.length ?? 0) >= (pace?.atOnce ?? Number.POSITIVE_INFINITY) ? 'closed' : pace;
    };
    return ledger.lease(clock.now(), {
      most: leasedAtOnce,
      busy: underWay.map((one) => one.lane),
      pace: paceOf,
    });
  };
  const perform = async (delivery: StoredDelivery): Promise<void> => {
    const outcome = await attempt(needs.handlers, delivery, log, stopping.signal);
    const settlement = settlementOf(outcome, delivery, clock.now(), needs.random);
    await ledger.settle(delivery.id, settlement);
    report(log, delivery, settlement);
    needs.observe?.(systemOf(delivery.destination), settlement.outcome);
    waiters.tell(delivery.key, settlement);
  };
  const nextInMs = async (): Promise<number | undefined> => {
    const due = await ledger.nextDeliveryDue();
    return due === undefined ? undefined : due - clock.now();
  };

  const pump = createPump({ lease, perform, nextInMs });
  return {
    name: 'deliveries',
    next: () => ledger.nextDeliveryDue(),
    run: () => pump.run(),
    wake: () => {
      pump.run().catch((error: unknown) => log.error({ error }, 'deliveries stopped early; the next run takes them up'));
    },
    idle: pump.idle,
    stop: async () => {
      const ended = new AbortController();
      needs.pause(finishMs, ended.signal).then(
        () => stopping.abort(),
        () => undefined,
      );
      await pump.stop();
      ended.abort();
    },
    whenSettled: waiters.wait,
  };
}

/** "slack" of "slack:#ops". */
export function systemOf(destination: string): string {
  return destination.split(':', 1).join('');
}

function report(log: Log, delivery: StoredDelivery, settlement: Settlement): void {
  const data = { delivery: delivery.key, attempts: delivery.attempts, ...settlement };
  switch (settlement.outcome) {
    case 'done':
      return log.debug(data, 'delivered');
    case 'retry':
      return log.warn(data, 'a delivery failed and will be tried again');
    case 'dead':
      return log.error(data, 'a delivery failed for good; `deliveries failed` lists it');
  }
}
