import type { Handlers } from './deliveries.ts';
import { createDigestHandler } from './deliveries-digest.ts';
import { createIncidentHandlers } from './deliveries-incident.ts';
import { createIssueHandler } from './deliveries-jira.ts';
import type { HandlerNeeds } from './deliveries-post.ts';

export function createHandlers(needs: HandlerNeeds): Handlers {
  return { ...createIncidentHandlers(needs), 'incident-jira': createIssueHandler(needs), digest: createDigestHandler(needs) };
}
