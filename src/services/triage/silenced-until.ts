import type { Ledger } from '../../core/ledger.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { ContextNeeds } from './context.ts';
import type { TriageRules } from './rules.ts';
import { silenceOn } from './silencing.ts';

export interface SilenceNeeds extends Pick<ContextNeeds, 'settings' | 'cron' | 'catalogue'> {
  readonly ledger: Pick<Ledger, 'alert'>;
  readonly rules: () => Pick<TriageRules, 'maintenance'>;
}

/** When the first of the silences ends that match all that fires of the incident; undefined: not all of it is silenced. */
export async function silencedUntil(
  { alerts }: Pick<Incident, 'alerts'>,
  { ledger, rules, settings, cron, catalogue }: SilenceNeeds,
  now: number,
): Promise<number | undefined> {
  const silences = [...rules().maintenance, ...(await settings.list('silences'))];
  let first: number | undefined;
  for (const { key, state } of alerts) {
    if (state === 'resolved') continue;
    // The incident does not keep all that a silence may look at.
    const alert = await ledger.alert(key);
    const service = catalogue.services().find(({ name }) => name === alert?.service);
    const found = alert === undefined ? undefined : silenceOn(alert, service, silences, cron, now);
    if (found === undefined) return undefined;
    first = Math.min(first ?? found.until, found.until);
  }
  return first;
}
