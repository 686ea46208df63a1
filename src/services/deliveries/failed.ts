import { UserError } from '../../core/errors.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { Clock } from '../../core/ports.ts';
import type { FailedDeliveries } from '../alert-services.ts';
import type { Deliveries } from './deliveries.ts';

export interface FailedDeliveriesNeeds {
  readonly ledger: Pick<Ledger, 'failedDeliveries' | 'retryDelivery'>;
  readonly deliveries: Pick<Deliveries, 'wake'>;
  readonly clock: Clock;
}

export function createFailedDeliveries({ ledger, deliveries, clock }: FailedDeliveriesNeeds): FailedDeliveries {
  return {
    list: (most) => ledger.failedDeliveries(most),
    retry: async (id) => {
      const outcome = await ledger.retryDelivery(id, clock.now());
      if (outcome === 'absent') throw new UserError(`No failed delivery has the number ${id}.`, ['deliveries failed']);
      deliveries.wake();
    },
  };
}
