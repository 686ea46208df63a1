import type { Matchers, RulePlace } from '../../core/model/matchers.ts';
import type { Severity } from '../../core/model/severity.ts';
import type { Silence } from '../../core/model/silence.ts';
import type { IncidentRoutes } from './routes.ts';

/** A weak signal: alone it opens nothing, until it has been told so often, or another alert that belongs to it fires. */
export interface HoldRule {
  readonly match: Matchers;
  readonly times: number;
  readonly withinMs: number;
  readonly rule: RulePlace;
}

/** An alert whose end nobody tells: over when it is not told again for so long. */
export interface ExpireRule {
  readonly match: Matchers;
  readonly afterMs: number;
  readonly rule: RulePlace;
}

/** While a source alert fires, target alerts that agree with it in `equal` are held down. */
export interface InhibitRule {
  readonly source: Matchers;
  readonly target: Matchers;
  /** Names whose values must be the same in both; one that both lack is the same. */
  readonly equal: readonly string[];
  readonly rule: RulePlace;
}

/** All that triage is told by the configuration. Durations in milliseconds. */
export interface TriageRules extends IncidentRoutes {
  /** The first one that matches counts, before what the source itself says (AlertEvent.endsAfterMs). */
  readonly expire: readonly ExpireRule[];
  readonly hold: readonly HoldRule[];
  readonly inhibit: readonly InhibitRule[];
  /** Maintenance windows; what people silence in a chat stands in the settings. */
  readonly maintenance: readonly Silence[];
  /** How long the first message waits for alerts that belong together. */
  readonly groupWait: Readonly<Record<Severity, number>>;
  /** News of alerts are told in the thread no more often than this. */
  readonly groupInterval: number;
  /** People are reminded of what still fires. */
  readonly repeat: number;
  /** An alert that fires again so soon after its incident was resolved opens it again. */
  readonly reopenWithin: number;
  readonly resolveAfter: number;
}
