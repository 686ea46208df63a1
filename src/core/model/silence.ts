import type { Matchers, RulePlace } from './matchers.ts';
import type { Person } from './person.ts';

/** When a silence holds: once, or again and again (a maintenance window). */
export type SilenceTimes =
  | { readonly kind: 'once'; readonly from: number; readonly to: number }
  /** Begins whenever the five-field cron expression fires in the zone, and lasts so long. */
  | { readonly kind: 'recurring'; readonly cron: string; readonly timeZone: string; readonly lastsMs: number };

/** While it holds, matching alerts are announced to nobody; what still fires at its end is. */
export interface Silence {
  /** "S-1f03c2d9" */
  readonly id: string;
  readonly match: Matchers;
  readonly times: SilenceTimes;
  /** Why, in somebody's words. */
  readonly reason: string;
  /** undefined: from the configuration. */
  readonly by?: Person | undefined;
  readonly addedAt: number;
  /** Who ended it before its time, and when: `times` end there. It is kept for a while, so that others hear of it. */
  readonly ended?: { readonly by: Person; readonly at: number } | undefined;
  /** Where it stands in the configuration; undefined: made in a chat. */
  readonly rule?: RulePlace | undefined;
}
