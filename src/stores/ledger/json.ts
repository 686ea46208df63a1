import type { AuditDetail, Invocation } from '../../core/invocation.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { Effect } from '../../core/model/delivery.ts';
import type { Incident, TimelineEntry } from '../../core/model/incident.ts';

// The ledger trusts what it wrote itself: the column says which shape its JSON has.
export const readAlert = (row: { readonly body: string }): Alert => JSON.parse(row.body);
export const readIncident = (row: { readonly body: string }): Incident => JSON.parse(row.body);
export const readEntry = (row: { readonly body: string }): TimelineEntry => JSON.parse(row.body);
export const readInvocation = (row: { readonly body: string }): Invocation => JSON.parse(row.body);
export const readEffect = (row: { readonly effect: string }): Effect => JSON.parse(row.effect);

export const readDetail = (detail: string): AuditDetail => JSON.parse(detail);

/** `undefined` members are left out, and absent when read again. */
export const toJson = (shape: Alert | AuditDetail | Effect | Incident | Invocation | TimelineEntry): string => JSON.stringify(shape);
