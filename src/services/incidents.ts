import { ProviderError, UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import type { Person } from '../core/model/person.ts';
import type { Clock, Settings } from '../core/ports.ts';
import type { Deliveries } from './deliveries/deliveries.ts';
import { ownerOf } from './incidents-change.ts';
import { addNote, storyOf } from './incidents-story.ts';
import { updateIncident } from './incidents-update.ts';
import { findIncident, viewIncident } from './incidents-view.ts';
import type { Catalogue, Incidents } from './services.ts';

export interface IncidentsNeeds {
  readonly ledger: Ledger;
  readonly catalogue: Pick<Catalogue, 'services'>;
  /** Holds what rooms are called. */
  readonly settings: Pick<Settings, 'list'>;
  readonly clock: Clock;
  readonly issueTracker: 'configured' | 'absent';
  /** IANA name, for the times on incidents' messages. */
  readonly timeZone: string;
  /** As IncidentView.linkHosts, as configured now. */
  readonly linkHosts: () => readonly string[];
  readonly deliveries: Pick<Deliveries, 'wake' | 'whenSettled'>;
  /** How long `openIssue` waits for JIRA before it says that the issue is on its way; 4 s unless given. */
  readonly issueWaitMs?: number | undefined;
}

const mostOpen = 1_000;
/** A thread of an incident older than these is a thread like any other. */
const mostRecent = 1_000;

export function createIncidents(needs: IncidentsNeeds): Incidents {
  const { ledger, clock } = needs;
  const open = (): Promise<readonly Incident[]> => ledger.incidents({ open: true, most: mostOpen });

  const change = async (id: string, decide: (incident: Incident, now: number) => Changed | undefined) => {
    const now = clock.now();
    const read = (): Promise<Incident> => findIncident(ledger, id);
    const outcome = await updateIncident(ledger, read, (incident) => toUpdate(decide(incident, now)), now);
    if (outcome.changed === 'changed') needs.deliveries.wake();
    return outcome;
  };

  return {
    open,
    view: (id) => viewIncident(needs, id),
    inThread: async (place) => {
      if (place.thread === undefined) return undefined;
      const incidents = await ledger.incidents({ most: mostRecent });
      return incidents.find((incident) =>
        incident.rooms.some(({ ref }) => ref?.platform === place.platform && ref.channel === place.channel && ref.id === place.thread),
      );
    },
    acknowledge: async (id, by) => {
      const { changed, incident } = await change(id, (incident, now) => acknowledged(incident, by, now));
      if (changed === 'changed') return { result: 'acknowledged', incident };
      return { result: incident.state === 'resolved' ? 'resolved' : 'already', incident };
    },
    resolve: async (id, by) => {
      const { changed, incident } = await change(id, (incident, now) => resolved(incident, by, now));
      return { result: changed === 'changed' ? 'resolved' : 'already', incident };
    },
    note: async (id, note, by) => {
      const { result, incident } = await addNote(needs, id, note, by);
      if (result === 'added') needs.deliveries.wake();
      return incident;
    },
    story: (id) => storyOf(needs, id),
    openIssue: (id, by) => openIssue(needs, id, by),
  };
}

interface Changed {
  readonly incident: Incident;
  readonly entry: TimelineEntry;
}

const toUpdate = (changed: Changed | undefined) =>
  changed === undefined ? undefined : { incident: changed.incident, entries: [changed.entry] };

function acknowledged(incident: Incident, by: Person, now: number): Changed | undefined {
  if (incident.state === 'resolved' || incident.acknowledged !== undefined) return undefined;
  return {
    incident: { ...incident, state: 'acknowledged', acknowledged: { by, at: now, severity: incident.severity } },
    entry: { incident: incident.id, at: now, kind: 'acknowledged', by, text: 'acknowledged the incident' },
  };
}

function resolved(incident: Incident, by: Person, now: number): Changed | undefined {
  if (incident.state === 'resolved') return undefined;
  return {
    incident: { ...incident, state: 'resolved', quietSince: undefined, resolved: { by, at: now, reason: 'by hand' } },
    entry: { incident: incident.id, at: now, kind: 'resolved', by, text: 'resolved the incident' },
  };
}

/**
 * Every call stores a delivery of its own, so that a person can ask again after a failure; that it stays one issue is
 * certain by the incident (which then has it) and by the mark the tracker looks for.
 */
async function openIssue(needs: IncidentsNeeds, id: string, by: Person): Promise<Awaited<ReturnType<Incidents['openIssue']>>> {
  const view = await viewIncident(needs, id);
  const { incident } = view;
  if (incident.jira !== undefined) return { result: 'already', incident };
  if (view.issueTracker === 'absent') {
    throw new UserError(
      needs.issueTracker === 'absent'
        ? 'JIRA is not connected; the people who run me can add it to tocsin.yaml.'
        : `No JIRA project is configured for ${view.service?.title ?? 'incidents of no service'}.`,
    );
  }
  const now = needs.clock.now();
  const key = `jira:${incident.id}:${now}`;
  const settled = needs.deliveries.whenSettled(key, needs.issueWaitMs ?? 4_000);
  await needs.ledger.commit({
    deliveries: [
      {
        key,
        lane: `jira ${incident.id}`,
        destination: 'jira',
        owner: ownerOf(incident),
        urgency: 'act',
        effect: { kind: 'incident-jira', incident: incident.id, by: by.name },
        dueAt: now,
      },
    ],
  });
  needs.deliveries.wake();
  const settlement = await settled;
  if (settlement?.outcome === 'dead') throw new ProviderError('JIRA', settlement.reason, { retry: { when: 'never' } });
  const after = await findIncident(needs.ledger, id);
  return { result: after.jira === undefined ? 'ordered' : 'opened', incident: after };
}
