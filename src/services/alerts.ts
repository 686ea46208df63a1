import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { type Alert, alertId } from '../core/model/alert.ts';
import type { DecisionRecord } from '../core/model/decision.ts';
import type { Settings, Suggest } from '../core/ports.ts';
import type { Alerts, Explanation, FiringAlert } from './alert-services.ts';
import { incidentIdOf } from './incidents-choose.ts';
import { findIncident } from './incidents-view.ts';
import { readRoomNames } from './room-names.ts';

export interface AlertsNeeds {
  readonly ledger: Pick<Ledger, 'alerts' | 'events' | 'decisions' | 'incident' | 'incidents' | 'receipts'>;
  readonly settings: Pick<Settings, 'list'>;
  readonly suggest: Suggest;
}

/** Of a longer chain its beginning, by which it came to be, and its newest part, which says what is. */
const mostFirst = 500;
const mostLatest = 2_000;
/** Among so many alerts, those with the newest events, a title is looked for. */
const mostNamed = 2_000;

export function createAlerts(needs: AlertsNeeds): Alerts {
  const { ledger } = needs;
  return {
    firing: async ({ service, most }) => {
      const firing = await ledger.alerts({ state: 'fired', service, order: 'most severe first', most });
      const open = await openAmong(firing, ledger);
      return firing.map((alert): FiringAlert => ({ alert, incident: whetherOpen(alert, open) }));
    },
    rejected: (most) => ledger.events({ only: 'rejected', order: 'newest first', most }),
    explain: async (name) => {
      const id = incidentIdOf(name.trim());
      if (id !== undefined) return { kind: 'explained', explanation: await explainIncident(needs, id) };
      const [alert, ...others] = await findAlerts(needs, name);
      if (others.length > 0) return { kind: 'unclear', alerts: [alert, ...others] };
      return { kind: 'explained', explanation: await explainAlert(needs, alert) };
    },
  };
}

/** The ids of the incidents they are in that are open. */
async function openAmong(alerts: readonly Alert[], ledger: Pick<Ledger, 'incident'>): Promise<ReadonlySet<string>> {
  const ids = [...new Set(alerts.flatMap(({ incident }) => incident ?? []))];
  const incidents = await Promise.all(ids.map((id) => ledger.incident(id)));
  return new Set(incidents.flatMap((incident) => (incident === undefined || incident.state === 'resolved' ? [] : [incident.id])));
}

function whetherOpen({ incident, waiting }: Alert, open: ReadonlySet<string>): FiringAlert['incident'] {
  if (incident === undefined || waiting !== undefined) return 'none';
  return open.has(incident) ? 'open' : 'resolved';
}

async function explainIncident(needs: AlertsNeeds, id: string): Promise<Explanation> {
  const { ledger, settings } = needs;
  const incident = await findIncident(ledger, id);
  const chain = await readChain(needs, { incident: incident.id });
  const receipts = await ledger.receipts(incident.id);
  return { about: { kind: 'incident', incident }, ...chain, receipts, roomNames: await readRoomNames(settings) };
}

async function explainAlert(needs: AlertsNeeds, alert: Alert): Promise<Explanation> {
  const { ledger, settings } = needs;
  const chain = await readChain(needs, { alert: alert.key });
  const incident = alert.incident === undefined ? undefined : await ledger.incident(alert.incident);
  const receipts = incident === undefined || alert.waiting !== undefined ? [] : await ledger.receipts(incident.id);
  return { about: { kind: 'alert', alert, incident }, ...chain, receipts, roomNames: await readRoomNames(settings) };
}

/** Oldest first. */
async function readChain(
  { ledger }: AlertsNeeds,
  of: { readonly alert: string } | { readonly incident: string },
): Promise<Pick<Explanation, 'decisions' | 'omitted'>> {
  const latest = (await ledger.decisions({ ...of, most: mostLatest })).toReversed();
  if (latest.length < mostLatest) return { decisions: latest, omitted: 'none' };
  const first = await ledger.decisions({ ...of, order: 'oldest first', most: mostFirst });
  const known = new Set(latest.map(contentOf));
  const missing = first.filter((one) => !known.has(contentOf(one)));
  return { decisions: [...missing, ...latest], omitted: missing.length < first.length ? 'none' : 'some' };
}

/** Two that are the same in all of it need not both be shown. */
const contentOf = ({ at, alert, event, name, reason }: DecisionRecord): string => JSON.stringify([at, alert, event, name, reason]);

/** By its id, else all with that title, else all with a part of it; those that fire first, then those heard of last. Throws UserError for none. */
async function findAlerts({ ledger, suggest }: AlertsNeeds, name: string): Promise<readonly [Alert, ...Alert[]]> {
  const wanted = name.trim().toLowerCase();
  const byId = /^a-[0-9a-f]{8}$/u.test(wanted) ? await ledger.alerts({ id: `A-${wanted.slice(2)}`, most: 1 }) : [];
  if (byId[0] !== undefined) return [byId[0]];
  const known = (await ledger.alerts({ most: mostNamed })).toSorted(
    (one, other) => Number(other.state === 'fired') - Number(one.state === 'fired'),
  );
  const called = known.filter((alert) => alert.title.toLowerCase() === wanted);
  const partly = wanted === '' || called.length > 0 ? called : known.filter((alert) => alert.title.toLowerCase().includes(wanted));
  const [first, ...others] = partly;
  if (first !== undefined) return [first, ...others];
  const near = suggest(name, [...known.map((alert) => alert.title), ...known.map((alert) => alertId(alert.key))]);
  const hint = near === undefined ? 'The alerts that fire are listed by “alerts”.' : `Did you mean “${near}”?`;
  throw new UserError(`No alert or incident called “${shorten(name)}”. ${hint}`, ['alerts', 'why INC-1']);
}
