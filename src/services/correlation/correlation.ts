import type { Alert } from '../../core/model/alert.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { Service } from '../../core/model/service.ts';
import type { Severity } from '../../core/model/severity.ts';

/** That one service needs something: another service, a resource, or a host outside. */
export interface Dependency {
  readonly service: string;
  /** Name of the service it needs; its own: a resource of its own that it calls; undefined: what it calls belongs to none. */
  readonly on: string | undefined;
  /** What it was seen to call: "orders-db" with its ARM id, or a host that is no resource ("mail.example"). undefined: declared only. */
  readonly target?: { readonly name: string; readonly id?: string | undefined } | undefined;
  readonly how: 'declared' | 'seen';
}

/** What is known of who needs whom; cheap to ask. */
export interface Dependencies {
  readonly all: () => readonly Dependency[];
}

export interface CorrelationContext {
  readonly now: number;
  readonly services: readonly Service[];
  readonly dependencies: readonly Dependency[];
}

/** Why an alert belongs to an incident, or that it belongs to none. */
export type Correlation =
  /** `reason`: "orders-db is a dependency of checkout, 2 min after" */
  | { readonly kind: 'joins'; readonly incident: Incident; readonly score: number; readonly reason: string }
  /** `reason`: "no incident of compliance, nor of what it needs or what needs it, is open" */
  | { readonly kind: 'alone'; readonly reason: string };

/** Of open incidents the one the alert belongs to. Pure and deterministic: the order of `candidates` does not matter. */
export type Correlate = (alert: Alert, candidates: readonly Incident[], context: CorrelationContext) => Correlation;

/** The marks (marksOf) of incidents that are worth considering for an alert. */
export type MarksFor = (alert: Alert, context: CorrelationContext) => readonly string[];

/** How severe an incident is, and by what: "Sev1 of an alert", "it touches 2 services, one of tier 1". Never less than it was. */
export type Assess = (incident: Incident, context: CorrelationContext) => { readonly severity: Severity; readonly reason: string };
