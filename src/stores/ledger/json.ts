import type { AuditDetail, Invocation } from '../../core/invocation.ts';
import { type Alert, alertId } from '../../core/model/alert.ts';
import type { DecisionRecord } from '../../core/model/decision.ts';
import type { Effect } from '../../core/model/delivery.ts';
import type { Incident, TimelineEntry } from '../../core/model/incident.ts';

// The ledger trusts what it wrote itself: the column says which shape its JSON has.
export const readAlert = (row: { readonly body: string }): Alert => JSON.parse(row.body);
export const readDecision = (row: { readonly body: string }): DecisionRecord => JSON.parse(row.body);
export const readIncident = (row: { readonly body: string }): Incident => JSON.parse(row.body);
export const readEntry = (row: { readonly body: string }): TimelineEntry => JSON.parse(row.body);
export const readInvocation = (row: { readonly body: string }): Invocation => JSON.parse(row.body);
export const readEffect = (row: { readonly effect: string }): Effect => JSON.parse(row.effect);

export const readDetail = (detail: string): AuditDetail => JSON.parse(detail);

/** `undefined` members are left out, and absent when read again. */
export const toJson = (shape: Alert | AuditDetail | DecisionRecord | Effect | Incident | Invocation | TimelineEntry): string =>
  JSON.stringify(shape);

/** The alert as its row: the whole as JSON, and what it is found by. */
export function columnsOfAlert(alert: Alert) {
  return {
    body: toJson(alert),
    short_id: alertId(alert.key),
    source: alert.source,
    firing: alert.firing ?? null,
    state: alert.state,
    service: alert.service ?? null,
    waiting: alert.waiting?.kind ?? null,
    ends_at: alert.endsAt ?? null,
    last_event_at: alert.lastEventAt,
  };
}

/** What a delivery is found by beside its key. */
export function columnsOfDelivery(effect: Effect) {
  return {
    kind: effect.kind,
    incident: 'incident' in effect ? effect.incident : null,
    first: effect.kind === 'incident-thread' ? effect.first : null,
  };
}

/** 7 for "INC-7". */
export function numberOf(id: string): number {
  const number = Number(/\d+$/u.exec(id)?.[0]);
  if (!Number.isSafeInteger(number)) throw new TypeError(`an incident's id ends with its number, not “${id}”`);
  return number;
}
