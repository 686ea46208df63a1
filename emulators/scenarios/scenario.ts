import type { MetricAlert } from '../azure/alert-payload.ts';
import type { Effect } from '../estate/estate.ts';

/** Sentry's metric alert: fired as critical, then resolved. */
export interface SentryAlert {
  readonly project: string;
  readonly title: string;
  readonly state: 'critical' | 'resolved';
  readonly at: number;
  /** The rule's number, the same in every run, and that of this firing. */
  readonly rule: string;
  readonly firing: string;
}

export type ScenarioEvent =
  | { readonly at: number; readonly source: 'azure'; readonly alert: MetricAlert }
  | { readonly at: number; readonly source: 'sentry'; readonly alert: SentryAlert };

/** A scripted failure: what it does to the estate, and which alerts come of it. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly start: (now: number) => Script;
}

export interface Script {
  readonly effects: readonly Effect[];
  readonly events: readonly ScenarioEvent[];
  /** What went live before it, and may be why. */
  readonly releases: readonly Release[];
}

export interface Release {
  /** Sentry's project. */
  readonly project: string;
  readonly version: string;
  readonly createdAt: number;
  readonly releasedAt: number;
}
