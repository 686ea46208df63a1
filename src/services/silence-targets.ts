import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { alertId } from '../core/model/alert.ts';
import { labelPrefix, type Matchers, standardNames } from '../core/model/matchers.ts';
import type { Suggest } from '../core/ports.ts';
import type { UnknownLabel } from './alert-services.ts';
import { incidentIdOf } from './incidents-choose.ts';
import type { Catalogue } from './services.ts';

export interface TargetsNeeds {
  readonly ledger: Pick<Ledger, 'alerts' | 'incident'>;
  readonly catalogue: Pick<Catalogue, 'services'>;
  readonly suggest: Suggest;
}

/** Among so many alerts, those with the newest events, names are looked for. */
const mostNamed = 2_000;
const mostListed = 5;

/** Throws UserError for an id that no alert has: ids come from alerts that have been, so none ever will. */
export async function checkAlerts(match: Matchers, needs: TargetsNeeds): Promise<void> {
  for (const id of match['alert'] ?? []) {
    if (id.includes('*')) continue;
    const [, hex] = /^a-([0-9a-f]{8})$/iu.exec(id) ?? [];
    const found = hex === undefined ? [] : await needs.ledger.alerts({ id: `A-${hex.toLowerCase()}`, most: 1 });
    if (found.length === 0) throw await noSuchAlert(id, needs);
  }
}

async function noSuchAlert(id: string, { ledger, suggest }: TargetsNeeds): Promise<UserError> {
  const incidentId = /^inc-/iu.test(id) ? incidentIdOf(id) : undefined;
  const incident = incidentId === undefined ? undefined : await ledger.incident(incidentId);
  if (incident !== undefined) {
    const ids = incident.alerts.map((alert) => alertId(alert.key));
    const more = ids.length > mostListed ? ` and ${ids.length - mostListed} more` : '';
    const named = ids.slice(0, mostListed).join(', ');
    return new UserError(`${incident.id} is an incident; alerts are what is silenced. Its own are ${named}${more}.`, [
      `silence alert ${named} for 1h`,
    ]);
  }
  const known = await ledger.alerts({ most: mostNamed });
  // Of several called so, the one with the newest event.
  const titles = new Map(known.toReversed().map((alert) => [alert.title, alertId(alert.key)]));
  const near = suggest(id, [...known.map((alert) => alertId(alert.key)), ...titles.keys()]);
  const hint = near === undefined ? 'The alerts that fire are listed by “alerts”.' : `Did you mean ${titles.get(near) ?? near}?`;
  return new UserError(`There is no alert called “${shorten(id)}”. ${hint}`, ['alerts']);
}

/** The labels it names that none of the newest alerts has, and by which no service knows its alerts. */
export async function unknownLabels(match: Matchers, { ledger, catalogue, suggest }: TargetsNeeds): Promise<readonly UnknownLabel[]> {
  const asked = Object.keys(match).filter((name) => !standardNames.some((one) => one === name));
  if (asked.length === 0) return [];
  const labelled = [...catalogue.services(), ...(await ledger.alerts({ most: mostNamed }))];
  const known = [...new Set(labelled.flatMap(({ labels }) => Object.keys(labels ?? {})))];
  const names = new Set(known.map((name) => name.toLowerCase()));
  return asked
    .map((name) => (name.startsWith(labelPrefix) ? name.slice(labelPrefix.length) : name))
    .filter((name) => !names.has(name.toLowerCase()))
    .map((name) => ({ name, near: suggest(name, known) }));
}
