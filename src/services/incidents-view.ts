import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Incident } from '../core/model/incident.ts';
import type { Catalogue, IncidentView } from './services.ts';

export interface ViewNeeds {
  readonly ledger: Pick<Ledger, 'incident' | 'incidents'>;
  readonly catalogue: Pick<Catalogue, 'services'>;
  /** Whether an issue tracker is configured at all; the incident's service must name its project too. */
  readonly issueTracker: 'configured' | 'absent';
  /** IANA name: the zone of the times on its messages, which everybody sees alike. */
  readonly timeZone: string;
  /** As IncidentView.linkHosts, as configured now. */
  readonly linkHosts: () => readonly string[];
}

/** Throws UserError, with the open incidents as examples, when there is no such incident. */
export async function findIncident(ledger: Pick<Ledger, 'incident' | 'incidents'>, id: string): Promise<Incident> {
  const incident = await ledger.incident(id.toUpperCase());
  if (incident !== undefined) return incident;
  const open = await ledger.incidents({ open: true, most: 3 });
  const there = open.length === 0 ? 'No incident is open.' : `Open: ${open.map((one) => one.id).join(', ')}.`;
  throw new UserError(`There is no incident ${id}. ${there}`, ['incidents']);
}

/** Everything an incident's card shows, as of now. Throws UserError for an unknown id. */
export async function viewIncident({ ledger, catalogue, issueTracker, timeZone, linkHosts }: ViewNeeds, id: string): Promise<IncidentView> {
  const incident = await findIncident(ledger, id);
  const service = catalogue.services().find((one) => one.name === incident.service);
  const canOpenIssue = issueTracker === 'configured' && service?.jira !== undefined;
  return { incident, service, timeZone, issueTracker: canOpenIssue ? 'configured' : 'absent', linkHosts: linkHosts() };
}
