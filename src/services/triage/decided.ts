import type { Alert } from '../../core/model/alert.ts';
import type { DecisionName, DecisionRecord, DecisionStep } from '../../core/model/decision.ts';
import type { Service } from '../../core/model/service.ts';
import type { TriageContext } from './context.ts';

/** What was decided about one alert; what made us decide, and when, is known to who asked. */
export type Decided = Omit<DecisionRecord, 'event' | 'at'>;

export function decided(
  name: DecisionName,
  reason: string,
  alert: Pick<Alert, 'key' | 'service' | 'incident' | 'waiting'>,
  steps: readonly DecisionStep[],
): Decided {
  // Of an alert that waits, the incident is one it was in before.
  const incident = alert.waiting === undefined ? alert.incident : undefined;
  return { name, reason, alert: alert.key, service: alert.service, incident, steps };
}

export function serviceNamed(name: string | undefined, { services }: Pick<TriageContext, 'services'>): Service | undefined {
  return name === undefined ? undefined : services.find((one) => one.name === name);
}
