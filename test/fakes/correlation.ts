import type { Alert, AlertOfIncident } from '../../src/core/model/alert.ts';
import type { Incident } from '../../src/core/model/incident.ts';

const noon = Date.UTC(2026, 10, 20, 12);

/** An alert that began at noon. */
export function firingAlert(over: Partial<Alert> = {}): Alert {
  return {
    key: 'azure|slow',
    source: 'azure',
    rule: 'slow responses',
    title: 'Slow responses',
    description: '',
    severity: 'P2',
    resources: [],
    labels: {},
    state: 'fired',
    firedAt: noon,
    lastEventAt: noon,
    ...over,
  };
}

/** An open incident of these alerts, opened with the first of them. */
export function openIncident(id: string, alerts: readonly AlertOfIncident[], over: Partial<Incident> = {}): Incident {
  const services = [...new Set(alerts.flatMap(({ service }) => service ?? []))];
  return {
    id,
    service: services[0],
    services,
    title: alerts[0]?.title ?? '',
    severity: alerts[0]?.severity ?? 'P3',
    state: 'triggered',
    openedAt: alerts[0]?.firedAt ?? noon,
    alerts,
    rooms: [],
    version: 1,
    ...over,
  };
}
