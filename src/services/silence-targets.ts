import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { type Alert, alertId } from '../core/model/alert.ts';
import { fitsPattern, labelPrefix, type Matchers, standardNames, valuesOf } from '../core/model/matchers.ts';
import type { Suggest } from '../core/ports.ts';
import type { SilenceDoubt } from './alert-services.ts';
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

/** The alerts it names by their ids. Throws UserError for an id that no alert has: ids come from alerts that have been, so none ever will. */
export async function checkAlerts(match: Matchers, needs: TargetsNeeds): Promise<readonly Alert[]> {
  const found: Alert[] = [];
  for (const id of idsIn(match)) {
    const alert = await alertWith(id, needs);
    if (alert === undefined) throw await noSuchAlert(id, needs);
    found.push(alert);
  }
  return found;
}

/** The alerts it names by their ids, as far as they are known. */
export async function alertsNamed(match: Matchers, needs: Pick<TargetsNeeds, 'ledger'>): Promise<readonly Alert[]> {
  const found = await Promise.all(idsIn(match).map((id) => alertWith(id, needs)));
  return found.filter((alert) => alert !== undefined);
}

const idsIn = (match: Matchers): readonly string[] => (match['alert'] ?? []).filter((id) => !id.includes('*'));

async function alertWith(id: string, { ledger }: Pick<TargetsNeeds, 'ledger'>): Promise<Alert | undefined> {
  const [, hex] = /^a-([0-9a-f]{8})$/iu.exec(id) ?? [];
  const [found] = hex === undefined ? [] : await ledger.alerts({ id: `A-${hex.toLowerCase()}`, most: 1 });
  return found;
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

/** Names whose values come from alerts alone; nobody has a list of them. */
const ofAlertsAlone = ['rule', 'title', 'resource', 'project', 'operation', 'release'] as const;

/** What it names and none of the newest alerts has: labels, by which no service knows its alerts either, and rules and the like. */
export async function unknownIn(match: Matchers, { ledger, catalogue, suggest }: TargetsNeeds): Promise<readonly SilenceDoubt[]> {
  const labels = Object.keys(match).filter((name) => !standardNames.some((one) => one === name));
  const names = ofAlertsAlone.filter((name) => match[name] !== undefined);
  if (labels.length === 0 && names.length === 0) return [];
  const alerts = await ledger.alerts({ most: mostNamed });
  const unknownOf = (what: string, wanted: readonly string[], known: readonly string[]): readonly SilenceDoubt[] =>
    wanted
      .filter((value) => !known.some((one) => fitsPattern(value, one)))
      .map((value) => ({ kind: 'unknown', what, value, near: suggest(value, known) }));
  const labelNames = [...catalogue.services(), ...alerts].flatMap((one) => Object.keys(one.labels ?? {}));
  return [
    ...unknownOf(
      'label',
      labels.map((name) => (name.startsWith(labelPrefix) ? name.slice(labelPrefix.length) : name)),
      [...new Set(labelNames)],
    ),
    ...names.flatMap((name) =>
      unknownOf(name, match[name] ?? [], [...new Set(alerts.flatMap((alert) => valuesOf(alert, undefined, name)))]),
    ),
  ];
}
