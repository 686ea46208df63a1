import type { AuditDetail, Invocation } from '../../core/invocation.ts';
import { type Alert, type AlertOfIncident, alertId, dueOf } from '../../core/model/alert.ts';
import type { DecisionRecord } from '../../core/model/decision.ts';
import { type Effect, type NewDelivery, type StoredDelivery, type Urgency, urgencies } from '../../core/model/delivery.ts';
import { type Incident, type TimelineEntry, waitOf } from '../../core/model/incident.ts';
import { indexedOrNull } from './text.ts';

// The ledger trusts what it wrote itself: the column says which shape its JSON has.
export const readAlert = (row: { readonly body: string }): Alert => JSON.parse(row.body);
export const readDecision = (row: { readonly body: string }): DecisionRecord => JSON.parse(row.body);
export const readAlertOfIncident = (body: string): AlertOfIncident => JSON.parse(body);
export const readEntry = (row: { readonly body: string }): TimelineEntry => JSON.parse(row.body);
export const readInvocation = (row: { readonly body: string }): Invocation => JSON.parse(row.body);
const readEffect = (row: { readonly effect: string }): Effect => JSON.parse(row.effect);

export const readDetail = (detail: string): AuditDetail => JSON.parse(detail);

/** `undefined` members are left out, and absent when read again. */
export const toJson = (
  shape: Alert | AlertOfIncident | AuditDetail | DecisionRecord | Effect | IncidentBody | Invocation | TimelineEntry,
): string => JSON.stringify(shape);

/** The alert as its row: the whole as JSON, and what it is found by. */
export function columnsOfAlert(alert: Alert) {
  return {
    body: toJson(alert),
    short_id: alertId(alert.key),
    source: alert.source,
    firing: indexedOrNull(alert.firing),
    state: alert.state,
    service: alert.service ?? null,
    waiting: alert.waiting?.kind ?? null,
    silence: alert.waiting?.kind === 'silenced' ? alert.waiting.silence : null,
    ends_at: dueOf(alert) ?? null,
    last_event_at: alert.lastEventAt,
  };
}

/** Its alerts have rows of their own: of a large incident, most stay as they are when it changes. */
type IncidentBody = Omit<Incident, 'alerts'>;

/** An incident from its rows, each with its body and one alert. */
export function readIncident(rows: readonly { readonly body: string; readonly alert: string | null }[]): Incident {
  const body: IncidentBody = JSON.parse(rows[0]?.body ?? '');
  return { ...body, alerts: rows.flatMap(({ alert }) => (alert === null ? [] : [readAlertOfIncident(alert)])) };
}

/** The incident as its row, beside its id and number. */
export function columnsOfIncident(incident: Incident) {
  const { alerts: _alerts, ...body } = incident;
  const wait = waitOf(incident);
  return {
    body: toJson(body),
    version: incident.version,
    service: incident.service ?? null,
    state: incident.state,
    wait: wait?.kind ?? null,
    wait_since: wait?.since ?? null,
  };
}

/** What a delivery is found by beside its key. */
export function columnsOfDelivery({ effect, urgency }: Pick<NewDelivery, 'effect' | 'urgency'>) {
  return {
    urgency: rankOf(urgency),
    kind: effect.kind,
    incident: 'incident' in effect ? effect.incident : null,
    first: effect.kind === 'incident-thread' ? effect.first : null,
  };
}

/** As the column keeps it. */
export const rankOf = (urgency: Urgency): number => urgencies.indexOf(urgency);
const readUrgency = (row: { readonly urgency: number }): Urgency => urgencies[row.urgency] ?? 'news';

/** What of a row says which delivery it is. */
export interface DeliveryColumns {
  readonly id: number;
  readonly key: string;
  readonly lane: string;
  readonly destination: string;
  readonly owner: string;
  readonly urgency: number;
  readonly effect: string;
  readonly due_at: number;
}

export function readDelivery(row: DeliveryColumns): Omit<StoredDelivery, 'attempts'> {
  const { id, key, lane, destination, owner, due_at: dueAt } = row;
  return { id, key, lane, destination, owner, urgency: readUrgency(row), effect: readEffect(row), dueAt };
}

/** 7 for "INC-7". */
export function numberOf(id: string): number {
  const number = Number(/\d+$/u.exec(id)?.[0]);
  if (!Number.isSafeInteger(number)) throw new TypeError(`an incident's id ends with its number, not “${id}”`);
  return number;
}
