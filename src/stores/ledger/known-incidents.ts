import type { Incident } from '../../core/model/incident.ts';

/** Incidents as they were read or written last, so that of a large one not all is read and written at each change. */
export interface KnownIncidents {
  /** undefined: what is known is of another version, or nothing. A version is never written twice, so it says all. */
  readonly at: (id: string, version: number) => Incident | undefined;
  /** To be called only with what is committed. */
  readonly keep: (incident: Incident) => void;
}

/** So many alerts of all that are kept together take some 20 MB. */
const mostAlerts = 10_000;

/** Forgets what was asked for the longest ago. */
export function createKnownIncidents(most: number = mostAlerts): KnownIncidents {
  const known = new Map<string, Incident>();
  let alerts = 0;

  const forget = (id: string): void => {
    alerts -= known.get(id)?.alerts.length ?? 0;
    known.delete(id);
  };
  const put = (incident: Incident): void => {
    forget(incident.id);
    known.set(incident.id, incident);
    alerts += incident.alerts.length;
  };

  return {
    at: (id, version) => {
      const incident = known.get(id);
      if (incident?.version !== version) return undefined;
      put(incident);
      return incident;
    },
    keep: (incident) => {
      // Read long ago, and told only now.
      if ((known.get(incident.id)?.version ?? 0) > incident.version) return;
      put(incident);
      for (const id of known.keys()) {
        if (alerts <= most || id === incident.id) return;
        forget(id);
      }
    },
  };
}
