import { gzipSync } from 'node:zlib';

export interface LinkNeeds {
  /** "portal.azure.com" */
  readonly host: string;
  /** Directory id; undefined: whichever the person is signed in to. */
  readonly tenant: string | undefined;
}

export interface LinkedQuery {
  /** The full id of the workspace or resource; undefined: not known. */
  readonly resourceId: string | undefined;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What buttons of both chats carry. */
const longest = 3000;

/**
 * The portal's page for queries with this one in it, ready to run. Where the resource is not known, or the query is too long for
 * a link, the page without the query. Source of the form: "Copy link to query" of the portal.
 */
export function linkToQuery({ resourceId, text, from, to }: LinkedQuery, { host, tenant }: LinkNeeds): string {
  const portal = `https://${host}/#${tenant === undefined ? '' : `@${tenant}/`}`;
  if (resourceId === undefined) return `${portal}view/Microsoft_Azure_Monitoring/AzureMonitoringBrowseBlade/~/logs`;
  const page = `${portal}blade/Microsoft_OperationsManagementSuite_Workspace/Logs.ReactView/resourceId/${encodeURIComponent(resourceId)}`;
  const query = encodeURIComponent(gzipSync(text).toString('base64'));
  const timespan = encodeURIComponent(`${new Date(from).toISOString()}/${new Date(to).toISOString()}`);
  const link = `${page}/source/LogsBlade.AnalyticsShareLinkToQuery/q/${query}/timespan/${timespan}`;
  return link.length > longest ? page : link;
}
