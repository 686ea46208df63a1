import { z } from 'zod';

const moment = z.iso
  .datetime({ offset: true, local: true })
  .transform((words) => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/u.test(words) ? words : `${words}Z`));
const slugs = z.array(z.string().min(1)).default([]);
const link = z
  .url({ protocol: /^https?$/u })
  .optional()
  .catch(undefined);
const level = z.enum(['fatal', 'critical', 'error', 'warning', 'info', 'debug', 'sample']).catch('error');

/** A metric alert's rule crossed a threshold, or went back below it. */
export const metricAlertSchema = z
  .object({
    action: z.enum(['critical', 'warning', 'resolved']),
    data: z.object({
      description_text: z.string().default(''),
      description_title: z.string().default(''),
      metric_alert: z.object({
        id: z.coerce.string(),
        alert_rule: z.object({ id: z.coerce.string(), name: z.string(), environment: z.string().nullish() }),
        projects: slugs,
        date_detected: moment.nullish(),
        date_started: moment.nullish(),
        date_closed: moment.nullish(),
      }),
      web_url: link,
    }),
  })
  .transform(({ action, data }) => ({
    action,
    rule: data.metric_alert.alert_rule,
    firing: data.metric_alert.id,
    environment: data.metric_alert.alert_rule.environment ?? undefined,
    project: data.metric_alert.projects[0],
    detectedAt: data.metric_alert.date_detected ?? data.metric_alert.date_started ?? undefined,
    closedAt: data.metric_alert.date_closed ?? undefined,
    description: data.description_text.replaceAll(String.raw`\n`, '\n'),
    link: data.web_url,
  }));

/** "release" → "shop@4.2.0"; some versions of Sentry send pairs, some objects. */
const tags = z
  .array(
    z.union([
      z.tuple([z.string(), z.string().nullable()]).transform(([name, value]) => ({ name, value })),
      z.object({ key: z.string(), value: z.string().nullable() }).transform(({ key, value }) => ({ name: key, value })),
    ]),
  )
  .nullish()
  .transform((list) => new Map((list ?? []).map(({ name, value }) => [name, value ?? undefined])))
  .catch(new Map());
const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value))
  .catch(undefined);

/** One error of an issue, as the hooks of issue alerts and of single errors carry it. */
const event = z
  .object({
    event_id: z.string(),
    issue_id: z.coerce.string(),
    title: z.string().default(''),
    culprit: z.string().nullish(),
    datetime: moment.nullish(),
    level,
    release: text,
    environment: text,
    transaction: text,
    tags,
    url: link,
    issue_url: link,
    web_url: link,
  })
  .transform((one) => ({
    issue: one.issue_id,
    event: one.event_id,
    title: one.title,
    culprit: one.culprit ?? '',
    at: one.datetime ?? undefined,
    level: one.level,
    release: one.release ?? one.tags.get('release'),
    environment: one.environment ?? one.tags.get('environment'),
    operation: one.transaction ?? one.tags.get('transaction'),
    link: one.web_url,
    project: projectOf(one.url ?? one.issue_url),
  }));

/** An issue alert's rule matched an event. It never resolves by itself. */
export const eventAlertSchema = z
  .object({
    action: z.literal('triggered'),
    data: z.object({ event, triggered_rule: z.string().default('An alert rule') }),
  })
  .transform(({ data }) => ({ ...data.event, rule: data.triggered_rule }));

/** A single error. */
export const errorSchema = z.object({ action: z.literal('created'), data: z.object({ error: event }) }).transform(({ data }) => data.error);

/** Somebody or something changed the state of an issue. */
export const issueSchema = z
  .object({
    action: z.string(),
    data: z.object({
      issue: z.object({
        id: z.coerce.string(),
        title: z.string().default(''),
        culprit: z.string().nullish(),
        level,
        firstSeen: moment.nullish(),
        lastSeen: moment.nullish(),
        project: z.object({ slug: z.string() }),
        permalink: z.preprocess((value) => value ?? undefined, link),
        web_url: link,
      }),
    }),
  })
  .transform(({ action, data: { issue } }) => ({
    action,
    issue: issue.id,
    title: issue.title,
    culprit: issue.culprit ?? '',
    firstSeen: issue.firstSeen ?? undefined,
    lastSeen: issue.lastSeen ?? undefined,
    level: issue.level,
    link: issue.permalink ?? issue.web_url,
    project: issue.project.slug,
  }));

/** A release, and when it went live: where nobody said so, when Sentry learned of it. */
export const releaseSchema = z
  .object({ version: z.string(), dateReleased: moment.nullish(), dateCreated: moment.nullish() })
  .transform(({ version, dateReleased, dateCreated }) => ({
    version,
    at: dateReleased ?? dateCreated ?? undefined,
    createdAt: dateCreated ?? undefined,
  }));

export const organizationSchema = z.object({ slug: z.string(), name: z.string() });

/** An event names its project only inside its API address: …/projects/<organization>/<project>/events/…. */
function projectOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : /\/projects\/[^/]+\/([^/]+)\//u.exec(url)?.[1];
}
