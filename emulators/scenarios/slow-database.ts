import { randomInt, randomUUID } from 'node:crypto';
import type { MetricAlert } from '../azure/alert-payload.ts';
import type { Effect } from '../estate/estate.ts';
import type { Scenario, SentryAlert } from './scenario.ts';

const minuteMs = 60_000;
const lengthMs = 25 * minuteMs;

/** PostgreSQL runs out of breath, and the API that waits for it answers slowly and sometimes not at all. */
export const slowDatabase: Scenario = {
  name: 'slow-database',
  title: 'Slow database: pg-compliance slows down, compliance answers slowly',
  start: (now) => {
    const azure: MetricAlert = {
      rule: 'compliance-slow-responses',
      severity: 2,
      description: 'The average duration of compliance’s requests is above 2 seconds.',
      resource: 'appi-compliance',
      metric: 'requests/duration',
      aggregation: 'average',
      operator: 'GreaterThan',
      threshold: 2000,
      windowMinutes: 5,
      firing: randomUUID(),
      firedAt: now + 3 * minuteMs,
    };
    const sentry: SentryAlert = {
      project: 'compliance',
      title: 'Timeouts of compliance',
      state: 'critical',
      at: now + 4 * minuteMs,
      rule: '4711',
      firing: String(randomInt(1_000_000_000)),
    };
    const azureEnd = now + 25 * minuteMs;
    const sentryEnd = now + 26 * minuteMs;
    return {
      effects: effectsFrom(now),
      // Ten minutes before anything is slow: somebody looking at the chart sees what to suspect.
      releases: [{ project: 'compliance', version: versionAt(now), createdAt: now - 14 * minuteMs, releasedAt: now - 10 * minuteMs }],
      events: [
        { at: azure.firedAt, source: 'azure', alert: azure },
        { at: sentry.at, source: 'sentry', alert: sentry },
        { at: azureEnd, source: 'azure', alert: { ...azure, resolvedAt: azureEnd } },
        { at: sentryEnd, source: 'sentry', alert: { ...sentry, state: 'resolved', at: sentryEnd } },
      ],
    };
  },
};

/** "compliance@2026.1120.0930": when it was built. */
function versionAt(now: number): string {
  const built = new Date(now - 14 * minuteMs).toISOString();
  return `compliance@${built.slice(0, 4)}.${built.slice(5, 7)}${built.slice(8, 10)}.${built.slice(11, 13)}${built.slice(14, 16)}`;
}

function effectsFrom(now: number): readonly Effect[] {
  const from = Math.floor(now / minuteMs) * minuteMs;
  const change = (resource: string, metric: string, level: number, how: 'to' | 'times' | 'plus' = 'to'): Effect => ({
    resource,
    metric,
    from,
    to: from + lengthMs,
    change: (value, at) => value + (goalOf(value, level, how) - value) * strength(at),
  });
  return [
    change('pg-compliance', 'cpu_percent', 96),
    change('pg-compliance', 'active_connections', 188),
    change('pg-compliance', 'iops', 5, 'times'),
    change('pg-compliance', 'connections_failed', 4, 'plus'),
    change('ca-compliance-api', 'ResponseTime', 4100),
    change('ca-compliance-api', 'Requests', 0.7, 'times'),
    change('ca-compliance-api', 'MemoryPercentage', 1.25, 'times'),
    change('appi-compliance', 'requests/duration', 4300),
    change('appi-compliance', 'requests/count', 0.7, 'times'),
    change('appi-compliance', 'requests/failed', 9, 'plus'),
    change('appi-compliance', 'exceptions/count', 11, 'plus'),
    change('appi-compliance', 'dependencies/duration', 3700),
    change('appi-compliance', 'availabilityResults/availabilityPercentage', 92),
  ];
}

function goalOf(value: number, level: number, how: 'to' | 'times' | 'plus'): number {
  switch (how) {
    case 'to':
      return Math.max(value, level);
    case 'times':
      return value * level;
    case 'plus':
      return value + level;
  }
}

/** At its worst within a minute; recovers from the 18th to the 23rd, so that the rule's window is clear again at the 25th. */
function strength(at: number): number {
  const minute = at / minuteMs;
  if (minute < 1) return 0.7;
  return minute < 18 ? 1 : Math.max(0, 1 - (minute - 17) / 6);
}
