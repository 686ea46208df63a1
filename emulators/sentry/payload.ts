/** What happened in the emulated Sentry: a metric alert's rule of `project` crossed its threshold, or went back. */
export interface SentryAlert {
  /** The project's slug. */
  readonly project: string;
  /** The rule's name. */
  readonly title: string;
  readonly state: 'critical' | 'warning' | 'resolved';
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
  /** The rule's number: the same each time it fires. */
  readonly rule: string;
  /** What Sentry calls the incident: a number for this one firing, from its beginning to its resolve. */
  readonly firing: string;
}

const states = { critical: 20, warning: 10, resolved: 2 } as const;

/** The body of a metric alert's hook. `startedAt`: when this firing began; Sentry tells it in each hook of it. */
export function metricAlertBody(
  alert: SentryAlert,
  startedAt: number,
  organization: { readonly slug: string; readonly url: string },
): object {
  const started = stamp(startedAt);
  const word = { critical: 'Critical', warning: 'Warning', resolved: 'Resolved' }[alert.state];
  return {
    action: alert.state,
    installation: { uuid: 'a5e10000-5e00-4000-8000-000000000001' },
    data: {
      metric_alert: {
        id: alert.firing,
        identifier: alert.firing,
        organization_id: '1',
        status: states[alert.state],
        status_method: 3,
        type: 2,
        title: alert.title,
        projects: [alert.project],
        date_started: started,
        date_detected: started,
        date_created: started,
        date_closed: alert.state === 'resolved' ? stamp(alert.at) : null,
        alert_rule: {
          id: alert.rule,
          name: alert.title,
          organization_id: '1',
          status: 0,
          dataset: 'events',
          query: 'level:error',
          aggregate: 'count()',
          threshold_type: 0,
          resolve_threshold: null,
          time_window: 5,
          resolution: 1,
          threshold_period: 1,
          environment: 'production',
          projects: [alert.project],
          include_all_projects: false,
          created_by: null,
          date_created: '2026-01-15T09:00:00.000000Z',
          date_modified: '2026-01-15T09:00:00.000000Z',
          triggers: [],
        },
      },
      description_text:
        alert.state === 'resolved' ? 'Back to 3 events in the last 5 minutes' : '214 events in the last 5 minutes\\nFilter: level:error',
      description_title: `${word}: ${alert.title}`,
      web_url: `${organization.url}/organizations/${organization.slug}/alerts/rules/details/${alert.rule}/`,
    },
    actor: { type: 'application', id: 'sentry', name: 'Sentry' },
  };
}

/** Sentry writes microseconds. */
const stamp = (at: number): string => new Date(at).toISOString().replace(/\.(\d{3})Z$/u, '.$1000Z');
