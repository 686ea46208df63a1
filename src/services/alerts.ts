import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { type Alert, alertId } from '../core/model/alert.ts';
import type { DecisionRecord } from '../core/model/decision.ts';
import type { Suggest } from '../core/ports.ts';
import type { Alerts, Explanation } from './alert-services.ts';
import { incidentIdOf } from './incidents-choose.ts';
import { findIncident } from './incidents-view.ts';
import type { Catalogue } from './services.ts';

export interface AlertsNeeds {
  readonly ledger: Pick<Ledger, 'alerts' | 'events' | 'decisions' | 'incident' | 'incidents' | 'receipts'>;
  readonly catalogue: Pick<Catalogue, 'service'>;
  readonly suggest: Suggest;
}

/** A chain longer than this is cut: its newest part says what is, and why. */
const mostShown = 40;
const mostRead = 2_000;
/** Among so many alerts, those with the newest events, a title is looked for. */
const mostNamed = 2_000;

export function createAlerts(needs: AlertsNeeds): Alerts {
  const { ledger } = needs;
  return {
    firing: async ({ service, most }) => {
      if (service === undefined) return ledger.alerts({ state: 'fired', most });
      const name = service.trim().toLowerCase() === 'unassigned' ? 'unassigned' : needs.catalogue.service(service).name;
      return ledger.alerts({ state: 'fired', service: name, most });
    },
    rejected: (most) => ledger.events({ only: 'rejected', order: 'newest first', most }),
    explain: async (name) => {
      const id = incidentIdOf(name.trim());
      return id === undefined ? explainAlert(needs, await findAlert(needs, name)) : explainIncident(needs, id);
    },
  };
}

async function explainIncident({ ledger }: AlertsNeeds, id: string): Promise<Explanation> {
  const incident = await findIncident(ledger, id);
  const chain = chainOf(await ledger.decisions({ incident: incident.id, most: mostRead }));
  return { about: { kind: 'incident', incident }, ...chain, receipts: await ledger.receipts(incident.id) };
}

async function explainAlert({ ledger }: AlertsNeeds, alert: Alert): Promise<Explanation> {
  const chain = chainOf(await ledger.decisions({ alert: alert.key, most: mostRead }));
  const receipts = alert.incident === undefined || alert.waiting !== undefined ? [] : await ledger.receipts(alert.incident);
  return { about: { kind: 'alert', alert }, ...chain, receipts };
}

function chainOf(newestFirst: readonly DecisionRecord[]): Pick<Explanation, 'decisions' | 'omitted'> {
  const shown = newestFirst.slice(0, mostShown);
  return { decisions: shown.toReversed(), omitted: newestFirst.length - shown.length };
}

/** By its id, else by its title, else by a part of one; of several the one that fires, then the one heard of last. */
async function findAlert({ ledger, suggest }: AlertsNeeds, name: string): Promise<Alert> {
  const wanted = name.trim().toLowerCase();
  const byId = /^a-[0-9a-f]{8}$/u.test(wanted) ? await ledger.alerts({ id: `A-${wanted.slice(2)}`, most: 1 }) : [];
  if (byId[0] !== undefined) return byId[0];
  const known = (await ledger.alerts({ most: mostNamed })).toSorted(
    (one, other) => Number(other.state === 'fired') - Number(one.state === 'fired'),
  );
  const found =
    known.find((alert) => alert.title.toLowerCase() === wanted) ??
    (wanted === '' ? undefined : known.find((alert) => alert.title.toLowerCase().includes(wanted)));
  if (found !== undefined) return found;
  const near = suggest(name, [...known.map((alert) => alert.title), ...known.map((alert) => alertId(alert.key))]);
  const hint = near === undefined ? 'The alerts that fire are listed by “alerts”.' : `Did you mean “${near}”?`;
  throw new UserError(`No alert or incident called “${shorten(name)}”. ${hint}`, ['alerts', 'why INC-1']);
}
