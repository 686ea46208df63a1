import type { AlertMessage } from '../alerting/rule.ts';
import type { Effect } from '../estate/estate.ts';

/** A scripted failure: what it does to the estate. Which alerts come of that, the rules decide. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly start: (now: number, how?: Partial<Variant>) => Script;
}

/** How this time differs from what the scenario usually is. */
export interface Variant {
  /** 1: as usual. */
  readonly magnitude: number;
  /** Where the emulators are: links lead there. */
  readonly baseUrl: string;
}

export interface Script {
  /** One for each thing that is wrong: what comes of it belongs to one incident. */
  readonly causes: readonly [Cause, ...Cause[]];
  /** When the last of it is over, its alerts included; milliseconds since 1970 (UTC). */
  readonly until: number;
}

export interface Cause {
  /** "slow-database"; of a scenario with several, "two-unrelated: bps-website". */
  readonly name: string;
  readonly effects: readonly Effect[];
  /** What goes live with it: before it, and may be why; or after it, to mend it. */
  readonly releases: readonly Release[];
  /** What is sent besides what rules find by measuring, in the order of time. */
  readonly messages?: readonly AlertMessage[] | undefined;
}

export interface Release {
  /** Sentry's project. */
  readonly project: string;
  readonly version: string;
  readonly createdAt: number;
  readonly releasedAt: number;
}
