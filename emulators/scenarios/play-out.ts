import { createAlerting } from '../alerting/index.ts';
import type { AlertMessage } from '../alerting/rule.ts';
import { createEstate } from '../estate/estate.ts';
import type { Cause } from './scenario.ts';
import { createTruth } from './truth.ts';

/** The estate of the demo: the rules know its pods by this. */
export const estateSeed = 'tocsin';

/** A message with the name of what caused it. */
export interface TrueMessage {
  readonly message: AlertMessage;
  readonly incident: string;
}

/** All that the emulated systems would post of these causes, in the order of time, without anything being started or sent. */
export function playOut(
  causes: readonly Cause[],
  { from, until, baseUrl = 'http://127.0.0.1:4400' }: { readonly from: number; readonly until: number; readonly baseUrl?: string },
): readonly TrueMessage[] {
  let now = from;
  const estate = createEstate({ seed: estateSeed, clock: { now: () => now } });
  const truth = createTruth({ seed: estateSeed });
  const alerting = createAlerting({ estate, seed: estateSeed, baseUrl });
  const found: TrueMessage[] = [];
  for (const cause of causes) {
    truth.add(cause);
    for (const effect of cause.effects) estate.apply(effect);
    for (const message of cause.messages ?? []) found.push({ message, incident: cause.name });
  }
  for (let due = alerting.nextDue(now); due !== undefined && due <= until; due = alerting.nextDue(now)) {
    now = Math.max(now, due);
    for (const message of alerting.evaluateAll(now)) {
      const [first] = message.alerts;
      found.push({ message, incident: first === undefined ? '' : truth.causeOf(first, now) });
    }
  }
  return found.toSorted((one, other) => one.message.at - other.message.at);
}
