import type { Alert } from '../../core/model/alert.ts';
import type { DecisionStep } from '../../core/model/decision.ts';
import type { Service } from '../../core/model/service.ts';
import type { TriageContext } from './context.ts';
import { serviceNamed } from './decided.ts';
import { inhibitionOf, type Placed } from './inhibiting.ts';
import type { Picture } from './picture.ts';
import { silenceOn, silenceText } from './silencing.ts';
import { spanText } from './spans.ts';

/** An alert on its way, and what the stations look at. */
export interface Passing {
  readonly alert: Alert;
  readonly service: Service | undefined;
  readonly context: TriageContext;
  readonly picture: Picture;
}

export interface Station {
  /** What came of it, with the rule that decided. */
  readonly step: DecisionStep;
  /** What the alert has to wait for; undefined: it goes on. */
  readonly waits?: NonNullable<Alert['waiting']>;
}

export function whetherSilenced({ alert, service, context }: Passing): Station {
  const found = silenceOn(alert, service, context.silences, context.cron, context.now);
  if (found === undefined) return { step: { station: 'silence', reason: 'no silence matches' } };
  const { silence, until } = found;
  const reason = `silenced by ${silenceText(silence)} for another ${spanText(until - context.now)}`;
  return { step: { station: 'silence', reason, rule: silence.rule }, waits: { kind: 'silenced', silence: silence.id, until } };
}

export async function whetherInhibited({ alert, service, context, picture }: Passing): Promise<Station> {
  const { inhibit } = context.rules;
  if (inhibit.length === 0) return { step: { station: 'inhibition', reason: 'there is no inhibition rule' } };
  const firing: readonly Placed[] = (await picture.inhibitors()).map((one) => ({
    alert: one,
    service: serviceNamed(one.service, context),
  }));
  const found = inhibitionOf({ alert, service }, firing, inhibit);
  if (found === undefined) return { step: { station: 'inhibition', reason: 'no alert that fires inhibits it' } };
  const reason = `inhibited as long as ${found.by.title} fires`;
  return { step: { station: 'inhibition', reason, rule: found.rule.rule }, waits: { kind: 'inhibited', by: found.by.key } };
}
