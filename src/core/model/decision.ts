import type { RulePlace } from './matchers.ts';

export type DecisionName = 'opened' | 'joined' | 'duplicate' | 'silenced' | 'inhibited' | 'held' | 'resolved' | 'rejected';

/** One station of triage and what came of it: the chain of these is the answer to `why`. */
export interface DecisionStep {
  readonly station: 'identity' | 'order' | 'service' | 'silence' | 'inhibition' | 'hold' | 'correlation' | 'severity' | 'route';
  /** A sentence without its full stop: "no silence matches". */
  readonly reason: string;
  /** The rule that decided here; undefined: none had to. */
  readonly rule?: RulePlace | undefined;
}

/** What was decided about one alert event, kept for good. */
export interface DecisionRecord {
  /** The stored event; undefined: time decided (a silence ended, a held alert was joined, an alert ended unrepeated). */
  readonly event?: number | undefined;
  readonly at: number;
  readonly name: DecisionName;
  /** The sentence: "joined: orders-db is a dependency of checkout, 2 min after". */
  readonly reason: string;
  /** undefined: it could not be read. */
  readonly alert?: string | undefined;
  readonly service?: string | undefined;
  readonly incident?: string | undefined;
  readonly steps: readonly DecisionStep[];
}
