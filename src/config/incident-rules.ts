import type { Matchers, RulePlace } from '../core/model/matchers.ts';
import type { Silence } from '../core/model/silence.ts';
import { shortId } from '../core/short-id.ts';
import { formatPath, type Path } from './faults.ts';
import type { FileContent } from './schema/index.ts';
import type { Tree } from './tree.ts';

type Written = FileContent['incidents'];

/** The section `incidents`, each rule with where it stands, so that people can be told which one decided. */
export type IncidentRules = Omit<Written, 'expire' | 'hold' | 'inhibit' | 'maintenance'> & {
  readonly expire: readonly { readonly match: Matchers; readonly afterMs: number; readonly rule: RulePlace }[];
  readonly hold: readonly (Omit<NonNullable<Written['hold']>[number], 'within'> & {
    readonly withinMs: number;
    readonly rule: RulePlace;
  })[];
  readonly inhibit: readonly (Written['inhibit'][number] & { readonly rule: RulePlace })[];
  readonly maintenance: readonly Silence[];
};

/** What holds where `hold` is left out: one warning of Sentry is no incident yet. */
const builtInHold: IncidentRules['hold'] = [
  { match: { source: ['sentry'], severity: ['P3'] }, times: 3, withinMs: 10 * 60_000, rule: { path: 'incidents.hold (built in)' } },
];

export function incidentRules(written: Written, locate: Tree['locate']): IncidentRules {
  const placeOf = (path: Path): RulePlace => ({ path: formatPath(path), line: locate({ path, message: '' }).line });
  return {
    ...written,
    hold:
      written.hold?.map(({ within, ...rule }, index) => ({ ...rule, withinMs: within, rule: placeOf(['incidents', 'hold', index]) })) ??
      builtInHold,
    expire: written.expire.map(({ match, after }, index) => ({ match, afterMs: after, rule: placeOf(['incidents', 'expire', index]) })),
    inhibit: written.inhibit.map((rule, index) => ({ ...rule, rule: placeOf(['incidents', 'inhibit', index]) })),
    maintenance: written.maintenance.map(({ match, reason, ...times }, index) => ({
      // From what it says and not from its place in the list, so that moving an entry does not make it another one.
      id: `S-${shortId(JSON.stringify([match, times]))}`,
      match,
      reason,
      times: { kind: 'recurring' as const, ...times },
      addedAt: 0,
      rule: placeOf(['incidents', 'maintenance', index]),
    })),
  };
}
