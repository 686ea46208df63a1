import type { AlertMessage } from '../alerting/rule.ts';
import { hashText } from '../estate/noise.ts';
import { projectOf } from '../sentry/issues.ts';
import { eventAlertBody, issueBody, type SentryIssue } from '../sentry/payload.ts';
import { effectsFrom, minuteMs, plateau, releaseAt } from './course.ts';
import type { Release, Scenario } from './scenario.ts';

const service = 'bps-website';
const rule = 'New issue of bps-website';

/** A release of the website cannot draw some of its pages; the one before it is put back after a quarter of an hour. */
export const badRelease: Scenario = {
  name: 'bad-release',
  title: 'Bad release: a new version of bps-website fails on some pages until it is rolled back',
  start: (now, how) => {
    const { change, trouble } = effectsFrom(now, 16, plateau({ until: 15, recovery: 2 }), how);
    const effects = [
      change('bps-website-ai', 'requests/failed', { plus: 14 }),
      change('bps-website-ai', 'exceptions/count', { plus: 18 }),
      trouble('bps-website-ai', 'release'),
      change('bps-website', 'Http5xx', { plus: 14 }),
      change('bps-website', 'HealthCheckStatus', { atMost: 60 }),
    ];
    const [bad, mended] = [releaseAt(service, now - minuteMs), releaseAt(service, now + 15 * minuteMs)];
    const messages = issueOf(bad, now, how?.baseUrl);
    return { causes: [{ name: 'bad-release', effects, releases: [bad, mended], messages }], until: now + 24 * minuteMs };
  },
};

/** Sentry has never seen this error before, and says so with the release it is in; whoever rolls back resolves the issue. */
function issueOf(release: Release, now: number, baseUrl = 'http://127.0.0.1:4400'): readonly AlertMessage[] {
  const place = { url: `${baseUrl}/sentry`, slug: 'example' };
  const [seenAt, resolvedAt] = [now + 2 * minuteMs, now + 18 * minuteMs];
  const issue: SentryIssue = {
    id: String(hashText(`issue|${release.version}`)),
    project: projectOf(service),
    shortId: 'BPS-WEBSITE-41',
    type: 'System.InvalidOperationException',
    value: 'No renderer is registered for block “banner”.',
    culprit: 'Bps.Web.Blocks.Renderer in Find',
    level: 'error',
    status: 'unresolved',
    count: 30,
    users: 22,
    firstSeen: now + minuteMs,
    lastSeen: seenAt,
  };
  const mended: SentryIssue = { ...issue, status: 'resolved', count: 270, users: 148, lastSeen: resolvedAt - 2 * minuteMs };
  const told = { rule, service, firing: issue.id } as const;
  const event = { issue, at: seenAt, release: release.version, transaction: 'GET /news/{id}' };
  return [
    {
      source: 'sentry',
      resource: 'event_alert',
      at: seenAt,
      body: eventAlertBody(event, rule, place),
      issue,
      alerts: [{ ...told, state: 'fired' }],
    },
    {
      source: 'sentry',
      resource: 'issue',
      at: resolvedAt,
      body: issueBody(mended, 'resolved', place),
      issue: mended,
      alerts: [{ ...told, state: 'resolved' }],
    },
  ];
}
