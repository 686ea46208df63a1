import type { AlertEvent } from '../../core/model/alert.ts';
import { matchesAll } from '../../core/model/matchers.ts';
import type { Service } from '../../core/model/service.ts';
import type { ExpireRule } from './rules.ts';

/** The event with when it counts as over, where a rule of the configuration says so. */
export function expiring(event: AlertEvent, service: Service | undefined, rules: readonly ExpireRule[]): AlertEvent {
  if (event.state === 'resolved') return event;
  const rule = rules.find(({ match }) => matchesAll(match, event, service) === 'matches');
  return rule === undefined ? event : { ...event, endsAfterMs: rule.afterMs };
}
