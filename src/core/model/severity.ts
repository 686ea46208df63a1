/** P0 complete outage · P1 a major feature is unavailable · P2 degraded · P3 minor. */
export const severities = ['P0', 'P1', 'P2', 'P3'] as const;
export type Severity = (typeof severities)[number];

/** The smaller of two is the more severe. */
export function moreSevere(one: Severity, other: Severity): Severity {
  return severities.indexOf(one) <= severities.indexOf(other) ? one : other;
}
