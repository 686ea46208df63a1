import { shortId } from '../short-id.ts';
import type { Severity } from './severity.ts';

export const alertSources = ['azure', 'sentry', 'alertmanager', 'sonarcloud'] as const;
export type AlertSourceName = (typeof alertSources)[number];

/** What is known of an alert beside its state: what silences, inhibition, hold and correlation look at. */
export interface AlertFacts {
  readonly source: AlertSourceName;
  /** The rule that fires, as its source names it; the condition itself where there is no rule. */
  readonly rule: string;
  readonly title: string;
  readonly description: string;
  /** From the source alone; what it means for an incident is decided later. */
  readonly severity: Severity;
  /** ARM ids the alert is about. */
  readonly resources: readonly string[];
  /** Dimensions, Prometheus labels, and `kind` (Sentry: "metric", "issue", "error", "spike"). Names as the source writes them. */
  readonly labels: Readonly<Record<string, string>>;
  /** The project's slug or key, where the source is Sentry or SonarCloud. */
  readonly project?: string | undefined;
  /** What the application was doing: "GET /orders". */
  readonly operation?: string | undefined;
  /** The version in which it happens: "checkout@4.2.0". */
  readonly release?: string | undefined;
  readonly link?: string | undefined;
}

/** One message about a condition: it fired or it resolved. */
export interface AlertEvent extends AlertFacts {
  /** The condition's identity, e.g. rule + target resources + dimensions for Azure; the same for fired and resolved. */
  readonly key: string;
  /** Identifies one firing where the source tells (Azure's alertId, in lower case). */
  readonly firing?: string | undefined;
  readonly state: 'fired' | 'resolved';
  /** When the source says it happened; milliseconds since 1970 (UTC). */
  readonly at: number;
  /** When the firing that it belongs to began, where the source tells; of an older firing, a resolve says nothing about a newer one. */
  readonly firingSince?: number | undefined;
  /**
   * Of a source that tells a state again and again, not each change once: when it was so. `at` is the beginning of the firing, and
   * one that is told though it was over before is a new one.
   */
  readonly seenAt?: number | undefined;
  /**
   * 'firing': the listing it was polled from does not tell enough to know the condition (no dimensions), so `key` is a guess; an
   * alert that is known by its `firing` goes before.
   */
  readonly knownBy?: 'firing' | undefined;
  /** The source never says that it is over: without a repetition it counts as over after so long. undefined: the source says so. */
  readonly endsAfterMs?: number | undefined;
}

/** Why an alert that fires is in no incident. */
export type Waiting =
  /** `until`: when the silence ends, or the window that holds now. */
  | { readonly kind: 'silenced'; readonly silence: string; readonly until: number }
  /** `by`: the key of the alert that holds it down. */
  | { readonly kind: 'inhibited'; readonly by: string }
  /** A weak signal, by our clock since `since`; `seen`: when it was told, oldest first, no more than the rule counts. */
  | { readonly kind: 'held'; readonly since: number; readonly seen: readonly number[]; readonly times: number; readonly withinMs: number };

/** A condition with an identity that fires and resolves. */
export interface Alert extends AlertFacts {
  readonly key: string;
  /** Name of the service it was matched to; undefined: unassigned. */
  readonly service?: string | undefined;
  /** The catalogue could not answer, so it is unassigned for now. */
  readonly isServiceUnknown?: true | undefined;
  /** `severity` is the worst of this firing. */
  readonly state: 'fired' | 'resolved';
  readonly firedAt: number;
  readonly resolvedAt?: number | undefined;
  /** The source's time of the newest event that was applied: older ones change nothing. */
  readonly lastEventAt: number;
  readonly firing?: string | undefined;
  readonly incident?: string | undefined;
  /** undefined: it is in its incident, or over. */
  readonly waiting?: Waiting | undefined;
  /** When it counts as over unless it is repeated; undefined: its source says so. */
  readonly endsAt?: number | undefined;
  /** Its firing was never posted to us but found by asking. */
  readonly recovered?: true | undefined;
}

/**
 * When time alone brings it something: it counts as over unless it is repeated, or it has fired for so long that it is no weak
 * signal. undefined: never.
 */
export function dueOf({ state, endsAt, waiting }: Pick<Alert, 'state' | 'endsAt' | 'waiting'>): number | undefined {
  if (state === 'resolved') return undefined;
  // Of a source that never tells an end, it is not known that it still fires.
  return endsAt ?? (waiting?.kind === 'held' ? waiting.since + waiting.withinMs : undefined);
}

/** What an incident keeps of an alert: as it was while it was the incident's. `labels`: those that tell it from others (tellingLabels). */
export type AlertOfIncident = Pick<
  Alert,
  | 'key'
  | 'source'
  | 'rule'
  | 'title'
  | 'description'
  | 'severity'
  | 'service'
  | 'resources'
  | 'operation'
  | 'release'
  | 'state'
  | 'firedAt'
  | 'resolvedAt'
  | 'link'
  | 'recovered'
> &
  Partial<Pick<Alert, 'labels'>> & {
    /** When it fired again in the incident, by our clock: the latest, as many as tell that it flaps. */
    readonly refiredAt?: readonly number[] | undefined;
  };

/** "A-1f03c2d9": what people call an alert by; the key is too long to type. Two keys may share one. */
export function alertId(key: string): string {
  return `A-${shortId(key)}`;
}
