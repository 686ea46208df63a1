import type { Handlers } from './attempt.ts';
import { createDigestHandler } from './digest.ts';
import { createIncidentHandlers } from './incident.ts';
import { createIssueHandler } from './jira.ts';
import { createNoticeHandler } from './notice.ts';
import type { HandlerNeeds } from './post.ts';

export function createHandlers(needs: HandlerNeeds): Handlers {
  return {
    ...createIncidentHandlers(needs),
    'incident-jira': createIssueHandler(needs),
    digest: createDigestHandler(needs),
    notice: createNoticeHandler(needs),
  };
}
