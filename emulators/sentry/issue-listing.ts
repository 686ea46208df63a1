import { issueFields, type SentryIssue, type SentryPlace } from './payload.ts';

/** What the API has beside the fields of the hook, in the list and of one. */
function moreFields(issue: SentryIssue): Readonly<Record<string, unknown>> {
  return {
    assignedTo: { type: 'team', id: '1', name: issue.project.slug },
    derivedData: {
      blocker: 'none',
      progress: 'none',
      status: 'open',
      viewCount: 0,
      hasOpenFixPr: false,
      isAssigned: true,
      hasRootCause: false,
      lastCompletedAutofixStep: 'none',
      lastProgressedAt: null,
    },
    issueCategory: 'error',
    issueType: 'error',
    isUnhandled: false,
    priority: 'medium',
    priorityLockedAt: null,
    seerAutofixLastTriggered: null,
    seerExplorerAutofixLastTriggered: null,
    seerFixabilityScore: null,
  };
}

/** An issue as a list holds it. */
export function listedIssue(issue: SentryIssue, place: SentryPlace): object {
  const [firstSeen, lastSeen] = [issue.firstSeen, issue.lastSeen].map((at) => new Date(at).toISOString());
  return {
    ...issueFields(issue, place),
    ...moreFields(issue),
    filtered: null,
    inbox: { reason: 0, reason_details: null, date_added: firstSeen },
    integrationIssues: [],
    latestEventHasAttachments: false,
    lifetime: { count: String(issue.count), userCount: issue.users, firstSeen, lastSeen },
    matchingEventEnvironment: null,
    matchingEventId: null,
    owners: { type: 'ownershipRule', owner: `team:${issue.project.slug}`, date_added: firstSeen },
    sentryAppIssues: [],
    sessionCount: 0,
    stats: { '24h': [] },
  };
}

/** An issue that is asked for by itself. */
export function wholeIssue(issue: SentryIssue, place: SentryPlace): object {
  return {
    ...issueFields(issue, place),
    ...moreFields(issue),
    activity: [],
    firstRelease: null,
    lastRelease: null,
    participants: [],
    seenBy: [],
    stats: { '24h': [], '30d': [] },
    tags: [],
    userReportCount: 0,
  };
}
