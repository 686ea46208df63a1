import type { Change, Ledger } from '../core/ledger.ts';
import type { Alert, AlertEvent } from '../core/model/alert.ts';
import type { Incident, TimelineEntry } from '../core/model/incident.ts';
import { changeOf } from './incidents-change.ts';
import type { Decision, Situation } from './triage-decide.ts';
import { type IncidentRoutes, routeFor } from './triage-routes.ts';

type Readable = Pick<Ledger, 'alert' | 'incident' | 'incidents' | 'nextIncidentNumber'>;

/** The ledger as it will be once the decisions so far are committed: one body may hold several alerts of one incident. */
export interface Picture {
  readonly situation: (event: AlertEvent, service: string | undefined) => Promise<Situation>;
  readonly apply: (decision: Decision) => void;
  /** All that changed, as one commit. */
  readonly change: () => Change;
}

export function createPicture(ledger: Readable, routes: IncidentRoutes, now: number): Picture {
  const alerts = new Map<string, Alert>();
  const incidents = new Map<string, Incident>();
  const entries: TimelineEntry[] = [];
  let opened = 0;

  const incidentOf = async (event: AlertEvent, known: Alert | undefined, service: string | undefined): Promise<Incident | undefined> => {
    if (known?.incident !== undefined) {
      const own = incidents.get(known.incident) ?? (await ledger.incident(known.incident));
      // The end of an alert is told on its incident also after a person has resolved that.
      if (own !== undefined && (own.state !== 'resolved' || event.state === 'resolved')) return own;
    }
    if (event.state === 'resolved' || service === undefined) return undefined;
    const here = [...incidents.values()].find((one) => one.service === service && one.state !== 'resolved');
    if (here !== undefined) return here;
    const open = await ledger.incidents({ open: true, service, most: 1 });
    return open[0];
  };

  return {
    situation: async (event, service) => {
      const alert = alerts.get(event.key) ?? (await ledger.alert(event.key));
      const incident = await incidentOf(event, alert, service);
      return {
        alert,
        service,
        incident,
        newIncident: {
          id: `INC-${(await ledger.nextIncidentNumber()) + opened}`,
          targets: routeFor({ service, severity: event.severity }, routes),
        },
        now,
      };
    },
    apply: (decision) => {
      if (decision.name === 'opened') opened += 1;
      if (decision.alert !== undefined) alerts.set(decision.alert.key, decision.alert);
      if (decision.incident !== undefined) incidents.set(decision.incident.id, decision.incident);
      entries.push(...decision.entries);
    },
    change: () => {
      const changes = [...incidents.values()].map((incident) =>
        changeOf(
          incident,
          entries.filter((entry) => entry.incident === incident.id),
          now,
        ),
      );
      return {
        alerts: [...alerts.values()],
        incidents: changes.flatMap((one) => one.incidents),
        deliveries: changes.flatMap((one) => one.deliveries ?? []),
        entries: changes.flatMap((one) => one.entries ?? []),
      };
    },
  };
}
