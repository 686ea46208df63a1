import type { Ledger } from '../../core/ledger.ts';
import { storeError } from '../errors.ts';

/** Every member that fails because of the store itself throws ProviderError. */
export function translated(ledger: Ledger): Ledger {
  const guard =
    <Args extends readonly unknown[], Result>(member: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await member(...args);
      } catch (error) {
        throw storeError('the ledger', error);
      }
    };
  return {
    storeEvent: guard(ledger.storeEvent),
    untriaged: guard(ledger.untriaged),
    triageTurn: guard(ledger.triageTurn),
    events: guard(ledger.events),
    commit: guard(ledger.commit),
    alert: guard(ledger.alert),
    alertOfFiring: guard(ledger.alertOfFiring),
    alerts: guard(ledger.alerts),
    silencesWaitedFor: guard(ledger.silencesWaitedFor),
    decisions: guard(ledger.decisions),
    candidates: guard(ledger.candidates),
    incident: guard(ledger.incident),
    incidents: guard(ledger.incidents),
    longestWait: guard(ledger.longestWait),
    nextIncidentNumber: guard(ledger.nextIncidentNumber),
    timeline: guard(ledger.timeline),
    entry: guard(ledger.entry),
    lease: guard(ledger.lease),
    settle: guard(ledger.settle),
    releaseLeases: guard(ledger.releaseLeases),
    nextDeliveryDue: guard(ledger.nextDeliveryDue),
    threadEntries: guard(ledger.threadEntries),
    delivery: guard(ledger.delivery),
    receipts: guard(ledger.receipts),
    failedDeliveries: guard(ledger.failedDeliveries),
    retryDelivery: guard(ledger.retryDelivery),
    onWork: ledger.onWork,
    storeInvocation: guard(ledger.storeInvocation),
    finishInvocation: guard(ledger.finishInvocation),
    unfinishedInvocations: guard(ledger.unfinishedInvocations),
    audit: guard(ledger.audit),
    auditTrail: guard(ledger.auditTrail),
    lastDone: guard(ledger.lastDone),
    health: ledger.health,
    close: ledger.close,
  };
}
