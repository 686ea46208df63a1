import type { Severity } from './severity.ts';

export type AlertSourceName = 'azure' | 'sentry' | 'alertmanager' | 'sonarcloud';

/** One message about a condition: it fired or it resolved. */
export interface AlertEvent {
  readonly source: AlertSourceName;
  /** The condition's identity, e.g. rule + target resources + dimensions for Azure; the same for fired and resolved. */
  readonly key: string;
  /** Identifies one firing where the source tells (Azure's alertId). */
  readonly firing?: string | undefined;
  readonly state: 'fired' | 'resolved';
  /** When the source says it happened; milliseconds since 1970 (UTC). */
  readonly at: number;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  /** When the firing that it belongs to began, where the source tells; of an older firing, a resolve says nothing about a newer one. */
  readonly firingSince?: number | undefined;
  /** ARM ids the alert is about. */
  readonly resources: readonly string[];
  /** The Sentry project's slug, where the source is Sentry. */
  readonly project?: string | undefined;
  readonly link?: string | undefined;
}

/** A condition with an identity that fires and resolves. */
export interface Alert {
  readonly key: string;
  readonly source: AlertSourceName;
  /** Name of the service it was matched to; undefined: unassigned. */
  readonly service?: string | undefined;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly state: 'fired' | 'resolved';
  readonly firedAt: number;
  readonly resolvedAt?: number | undefined;
  /** The source's time of the newest event that was applied: older ones change nothing. */
  readonly lastEventAt: number;
  readonly incident?: string | undefined;
  readonly link?: string | undefined;
}

/** What an incident keeps of an alert. */
export type AlertOfIncident = Pick<
  Alert,
  'key' | 'source' | 'title' | 'description' | 'severity' | 'state' | 'firedAt' | 'resolvedAt' | 'link'
>;
