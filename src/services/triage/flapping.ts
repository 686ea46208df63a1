import type { AlertOfIncident } from '../../core/model/alert.ts';
import { type Nameable, namesAmong } from '../../core/model/alert-name.ts';
import type { AlertTold, Incident } from '../../core/model/incident.ts';

/** What fires again so often within so long flaps. */
const oftenFrom = 2;
const withinMs = 15 * 60_000;

/** The alert of an incident after it fired there again. */
export function refired(alert: AlertOfIncident, now: number): AlertOfIncident {
  return { ...alert, refiredAt: [...(alert.refiredAt ?? []), now].slice(-oftenFrom) };
}

/** An alert of the incident as a line of its story tells it. */
export function toldOf(alert: Nameable, { alerts }: Pick<Incident, 'alerts'>, now: number): AlertTold {
  const told = { key: alert.key, name: namesAmong(alerts).nameOf(alert) };
  const refiredAt = alerts.find(({ key }) => key === alert.key)?.refiredAt ?? [];
  return refiredAt.filter((at) => now - at < withinMs).length < oftenFrom ? told : { ...told, flaps: true };
}
