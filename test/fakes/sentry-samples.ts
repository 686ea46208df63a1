import type { MetricAlertTold, SentryEvent, SentryIssue } from '../../emulators/sentry/payload.ts';

export const at = Date.UTC(2026, 10, 20, 9);
const minute = 60_000;
export const rule = { id: '7', title: 'Timeouts', project: 'compliance', query: 'level:error', threshold: 50, windowMinutes: 5 };
export const alert: MetricAlertTold = { rule, state: 'resolved', count: 3, startedAt: at - minute, at };
export const issue: SentryIssue = {
  id: '1170820242',
  project: { id: '4', slug: 'compliance' },
  shortId: 'COMPLIANCE-9',
  type: 'TimeoutError',
  value: 'The operation did not complete in time',
  culprit: 'app.store in read',
  level: 'error',
  status: 'unresolved',
  count: 12,
  users: 4,
  firstSeen: at - minute,
  lastSeen: at,
};
export const event: SentryEvent = { issue, at, transaction: 'POST /screenings' };
export const organization = { slug: 'example', url: 'https://sentry.io' };

/** The names in a body, as paths; what lists hold is left out. */
export function namesIn(body: unknown, path = ''): readonly string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [path];
  return Object.entries(body).flatMap(([name, value]) => namesIn(value, `${path}/${name}`));
}
