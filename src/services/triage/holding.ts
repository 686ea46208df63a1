import type { Alert } from '../../core/model/alert.ts';
import { matchesAll } from '../../core/model/matchers.ts';
import type { Service } from '../../core/model/service.ts';
import type { HoldRule } from './rules.ts';

type Held = Extract<NonNullable<Alert['waiting']>, { readonly kind: 'held' }>;

/** The first rule that takes the alert for a weak signal. */
export function holdRuleOf(alert: Alert, service: Service | undefined, rules: readonly HoldRule[]): HoldRule | undefined {
  return rules.find((rule) => matchesAll(rule.match, alert, service) === 'matches');
}

/**
 * What it waits for after it was told at `toldAt` once more; undefined: not told, only looked at again, as when it was silenced so
 * far. The times are counted back from the latest.
 */
export function heldBy(
  rule: HoldRule,
  { waiting, firedAt }: Pick<Alert, 'waiting' | 'firedAt'>,
  { toldAt: at, now }: { readonly toldAt: number | undefined; readonly now: number },
): Held {
  const since = waiting?.kind === 'held' ? waiting.since : now;
  const before = waiting?.kind === 'held' ? waiting.seen : [];
  const all = at === undefined && before.length === 0 ? [firedAt] : [...before, ...(at === undefined ? [] : [at])];
  const sorted = all.toSorted((one, other) => one - other);
  const latest = sorted.at(-1) ?? firedAt;
  const seen = sorted.filter((one) => latest - one < rule.withinMs).slice(-rule.times);
  return { kind: 'held', since, seen, times: rule.times, withinMs: rule.withinMs };
}

/** A source that would tell its end has not done so: by our clock, so that nothing is made of a message that was long on its way. */
export function isLasting({ since, withinMs }: Held, { endsAt }: Pick<Alert, 'endsAt'>, now: number): 'lasting' | 'unknown' {
  return endsAt === undefined && now - since >= withinMs ? 'lasting' : 'unknown';
}

export function isEnough({ seen, times }: Held): 'enough' | 'too few' {
  return seen.length >= times ? 'enough' : 'too few';
}
