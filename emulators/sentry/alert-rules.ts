import type { Rule } from '../alerting/rule.ts';
import type { Estate } from '../estate/estate.ts';
import type { ServiceName } from '../estate/resources.ts';

/** A metric alert of Sentry: it counts a project's events. */
export interface SentryRule extends Rule {
  /** The rule's number. */
  readonly id: string;
  readonly title: string;
  /** The project's slug. */
  readonly project: string;
  /** Events that it counts, in Sentry's own search language. */
  readonly query: string;
  readonly trigger: 'critical' | 'warning';
}

/** Where Sentry's events come from: what its SDK reports are the exceptions that Application Insights counts. */
export const componentOf: Readonly<Record<ServiceName, string>> = {
  'bps-website': 'bps-website-ai',
  pixcrawler: 'pixcrawler-ai',
  packamal: 'packamal-insights',
  compliance: 'appi-compliance',
};

function rule(
  service: ServiceName,
  id: string,
  what: 'Timeouts' | 'Errors' | 'Bursts of errors',
  threshold: number,
  windowMinutes = 5,
): SentryRule {
  return {
    id,
    name: `sentry-${id}`,
    title: `${what} of ${service}`,
    service,
    project: service,
    query: what === 'Timeouts' ? 'level:error error.type:*Timeout*' : 'level:error',
    trigger: 'critical',
    description: `More than ${threshold} events in ${windowMinutes === 1 ? 'a minute' : `${windowMinutes} minutes`}`,
    condition: {
      reading: { resource: componentOf[service], metric: 'exceptions/count', aggregation: 'count' },
      operator: 'GreaterThan',
      threshold,
      windowMinutes,
    },
    everyMinutes: 1,
    firesAfter: 1,
    resolvesAfter: 1,
  };
}

/** One a project. A quiet project has two events a minute at most. */
export const sentryRules: readonly SentryRule[] = [
  rule('bps-website', '4708', 'Errors', 50),
  rule('pixcrawler', '4709', 'Errors', 50),
  rule('packamal', '4710', 'Errors', 50),
  rule('compliance', '4711', 'Timeouts', 50),
  rule('pixcrawler', '4712', 'Bursts of errors', 30, 1),
];

/** A project's errors, minute by minute: `from` and `to` in milliseconds, whole minutes that are over. */
export function errorsPerMinute(
  estate: Estate,
  project: ServiceName,
  range: { readonly from: number; readonly to: number },
): readonly { readonly at: number; readonly count: number }[] {
  const { resource, metric } = estate.seriesOf(componentOf[project], 'exceptions/count');
  return estate.values(resource, metric, { ...range, grainMs: 60_000 }).map(({ at, summary }) => ({ at, count: summary?.count ?? 0 }));
}
