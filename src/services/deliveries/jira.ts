import { linkOf } from '../../core/links.ts';
import { namesAmong } from '../../core/model/alert-name.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { NewIssue } from '../../core/ports.ts';
import { updateIncident } from '../incidents-update.ts';
import { findIncident, viewIncident } from '../incidents-view.ts';
import type { IncidentView } from '../services.ts';
import type { Handlers } from './attempt.ts';
import { done, type HandlerNeeds, never } from './post.ts';

/** Opens the incident's issue. The tracker looks for the mark first, so that a crash before the commit makes no second one. */
export function createIssueHandler(needs: HandlerNeeds): Handlers['incident-jira'] {
  return async ({ incident: id, by }, { signal }) => {
    if (needs.issues === undefined) return never('no issue tracker is configured');
    const view = await viewIncident({ ...needs, issueTracker: 'configured' }, id);
    if (view.incident.jira !== undefined) return done;
    const jira = view.service?.jira;
    if (jira === undefined) return never(`the service of ${id} names no project`);
    const issue = await needs.issues.create(issueFor(view, jira, { by, store: needs.store }), { signal });
    const now = needs.clock.now();
    await updateIncident(
      needs.ledger,
      () => findIncident(needs.ledger, id),
      (incident) => (incident.jira === undefined ? withIssue(incident, issue, now) : undefined),
      now,
    );
    return done;
  };
}

function withIssue(incident: Incident, jira: { readonly key: string; readonly url: string }, now: number) {
  const { key, url } = jira;
  return {
    incident: { ...incident, jira: { key, url } },
    entries: [{ incident: incident.id, at: now, kind: 'jira' as const, text: `JIRA issue ${key} opened` }],
  };
}

function issueFor(
  view: IncidentView,
  jira: { readonly project: string; readonly component?: string | undefined },
  { by, store }: { readonly by: string; readonly store: string },
): NewIssue {
  const { incident, service, linkHosts } = view;
  const { nameOf } = namesAmong(incident.alerts);
  return {
    ...jira,
    title: `${incident.id} ${service?.title ?? ''}: ${incident.title}`,
    paragraphs: [
      `Severity ${incident.severity}. Opened ${new Date(incident.openedAt).toISOString()}; this issue was opened by ${by}.`,
      ...incident.alerts.map((alert) => {
        const leads = linkOf(alert.link ?? '', linkHosts) === 'link' ? alert.link : '';
        return `${nameOf(alert)} (${alert.source}, ${alert.severity}, ${alert.state}): ${alert.description} ${leads}`.trim();
      }),
    ],
    mark: `tocsin-${store}-${incident.id.toLowerCase()}`,
    severity: incident.severity,
  };
}
