import type { Alert } from '../../core/model/alert.ts';
import { matchesAll, valuesOf } from '../../core/model/matchers.ts';
import type { Service } from '../../core/model/service.ts';
import type { InhibitRule } from './rules.ts';

/** An alert with the service it belongs to. */
export interface Placed {
  readonly alert: Alert;
  readonly service: Service | undefined;
}

/**
 * What holds the alert down, by the first rule that does; as Alertmanager has it: a source inhibits as long as it fires, be it
 * silenced, inhibited or held itself; an alert that matches both sides of a rule is not inhibited by another that does, nor by
 * itself.
 */
export function inhibitionOf(
  target: Placed,
  firing: readonly Placed[],
  rules: readonly InhibitRule[],
): { readonly by: Alert; readonly rule: InhibitRule } | undefined {
  for (const rule of rules) {
    if (!matches(rule.target, target)) continue;
    const isBoth = matches(rule.source, target);
    const source = firing.find(
      (one) =>
        one.alert.key !== target.alert.key &&
        matches(rule.source, one) &&
        !(isBoth && matches(rule.target, one)) &&
        rule.equal.every((name) => agree(one, target, name)),
    );
    if (source !== undefined) return { by: source.alert, rule };
  }
  return undefined;
}

/** Whether any rule looks at it as a source: the others need not be kept at hand. */
export function canInhibit(placed: Placed, rules: readonly InhibitRule[]): 'source' | 'none' {
  return rules.some((rule) => matches(rule.source, placed)) ? 'source' : 'none';
}

function matches(matchers: InhibitRule['source'], { alert, service }: Placed): boolean {
  return matchesAll(matchers, alert, service) === 'matches';
}

/** One value in common is enough: alerts on several resources have several. A name that both lack is the same. */
function agree(one: Placed, other: Placed, name: string): boolean {
  const mine = valuesOf(one.alert, one.service, name).map((value) => value.toLowerCase());
  const theirs = valuesOf(other.alert, other.service, name).map((value) => value.toLowerCase());
  if (mine.length === 0 || theirs.length === 0) return mine.length === theirs.length;
  return mine.some((value) => theirs.includes(value));
}
