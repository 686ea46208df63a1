import type { Alert, AlertEvent, Waiting } from '../../core/model/alert.ts';
import { identityOf, nameAlone } from '../../core/model/alert-name.ts';
import type { DecisionStep } from '../../core/model/decision.ts';
import type { Incident } from '../../core/model/incident.ts';
import { looksAlike, newFiring, over, overUnseen, type Received, type ServiceFound, toldAgain } from './alert-after.ts';
import { stepsOf } from './announce.ts';
import type { TriageContext } from './context.ts';
import { type Decided, decided } from './decided.ts';
import { endedIn, toldAgainIn, withAlert } from './membership.ts';
import { happenedAt, isCounted, isEndLost, type Order, orderOf, toldAt } from './order.ts';
import type { Picture } from './picture.ts';
import { type Asked, place } from './place.ts';

/** The event's own decision comes first. */
type Decisions = readonly [Decided, ...(readonly Decided[])];

interface Situation {
  readonly event: AlertEvent;
  readonly received: Received;
  readonly found: ServiceFound;
  readonly context: TriageContext;
  readonly picture: Picture;
}

/**
 * Decides one event on the picture: identity → order → service → silence → inhibition → hold → correlation → severity → route.
 * The event's own decision comes first, then those about alerts that waited for what it told. Besides what the parameters
 * hold it depends on nothing, so the same event on the same picture is always decided the same way.
 */
export async function consider(situation: Situation): Promise<Decisions> {
  const { event, received, found, picture } = situation;
  const { known, identity } = await identify(event, picture);
  const order = orderOf(event, known);
  const steps: readonly DecisionStep[] = [identity, { station: 'order', reason: order.reason }];
  if (known === undefined) {
    return event.state === 'fired'
      ? fired(situation, newFiring(event, undefined, found, received), { steps })
      : [resolvedUnseen(situation, steps)];
  }
  if (order.kind === 'overtaken') return late(situation, known, order.reason, steps);
  if (event.state === 'resolved') return resolved(situation, known, steps);
  if (known.state === 'resolved') return fired(situation, newFiring(event, known, found, received), { steps });
  const again: Again = { known, order, steps, incident: await incidentOf(known, picture) };
  if (known.waiting !== undefined) return waitsOn(situation, again, known.waiting);
  return again.incident === undefined
    ? fired(situation, toldAgain(event, known, found, received), { steps })
    : firesOn(situation, again, again.incident);
}

/** What fires already is told again, or fires anew. */
interface Again {
  readonly known: Alert;
  readonly order: Order;
  readonly steps: readonly DecisionStep[];
  /** Where it fires; undefined: it waits. */
  readonly incident: Incident | undefined;
}

async function incidentOf({ incident, waiting }: Alert, picture: Picture): Promise<Incident | undefined> {
  return incident === undefined || waiting !== undefined ? undefined : picture.incident(incident);
}

/** By its firing, where its source tells that: the same event may be read from a message and from a listing that tells less. Else by its key. */
async function identify(
  event: AlertEvent,
  picture: Picture,
): Promise<{ readonly known: Alert | undefined; readonly identity: DecisionStep }> {
  const byFiring = event.firing === undefined ? undefined : await picture.alertOfFiring(event.source, event.firing);
  if (byFiring !== undefined && byFiring.key !== event.key) {
    return { known: byFiring, identity: { station: 'identity', reason: `known by its firing ${event.firing}` } };
  }
  const known = await picture.alert(event.key);
  return {
    known,
    identity: { station: 'identity', reason: `${known === undefined ? 'never seen before' : 'known'}: ${identityOf(event)}` },
  };
}

/** Places the alert that fires. */
async function fired(situation: Situation, alert: Alert, asked: Pick<Asked, 'steps' | 'how'>): Promise<Decisions> {
  const { event, received, found, context, picture } = situation;
  const at = toldAt(event, received.at);
  const seen = alert.waiting?.kind === 'held' ? alert.waiting.seen : [];
  const steps: readonly DecisionStep[] = [...asked.steps, { station: 'service', reason: found.by }];
  // What was counted before is looked at again only.
  const placed = await place(alert, { ...asked, toldAt: isCounted(event, at, seen) ? undefined : at, steps }, context, picture);
  const [own, ...others] = placed;
  if (own === undefined) throw new Error(`nothing was decided about ${alert.key}`);
  return [own, ...others];
}

/** A late one changes nothing, but a weak signal that is still held was told once more. */
async function late(situation: Situation, known: Alert, reason: string, steps: readonly DecisionStep[]): Promise<Decisions> {
  const { event, received, context, picture } = situation;
  const waiting = known.waiting;
  const at = toldAt(event, received.at);
  if (event.state === 'resolved' || waiting?.kind !== 'held' || isCounted(event, at, waiting.seen))
    return [decided('duplicate', reason, known, steps)];
  const [own, ...others] = await place(known, { toldAt: at, steps }, context, picture);
  return own === undefined ? [decided('duplicate', reason, known, steps)] : [own, ...others];
}

/** Placed once more where anything that rules look at has changed, or where it counts how often it is told. */
async function waitsOn(situation: Situation, { known, order, steps }: Again, waiting: Waiting): Promise<Decisions> {
  const { event, received, found } = situation;
  const alert = isEndLost(event, known) ? newFiring(event, known, found, received) : toldAgain(event, known, found, received);
  const isNews = order.kind === 'new' || event.at > known.lastEventAt || !looksAlike(alert, known);
  const counts = waiting.kind === 'held' && !isCounted(event, toldAt(event, received.at), waiting.seen);
  if (isNews || counts) return fired(situation, alert, { steps });
  return [dealtWith(situation, alert, `is known; it is ${waiting.kind}`, steps)];
}

async function firesOn(situation: Situation, again: Again, incident: Incident): Promise<Decisions> {
  const { event, received, found, picture } = situation;
  const { known, order, steps } = again;
  if (incident.state !== 'resolved') {
    return isEndLost(event, known) ? firesAnew(situation, again) : [goesOn(situation, again, incident)];
  }
  const told = toldAgain(event, known, found, received);
  const isWorse = told.severity !== known.severity;
  // Where a person closed the incident of this firing, it stays so, unless it is worse than what they closed.
  if (order.kind === 'repeated' && !isWorse) return [dealtWith(situation, told, `was dealt with in ${incident.id}`, steps)];
  // What is placed anew may find its place elsewhere, or wait: in that incident it fires no longer.
  picture.keep({ incident: withAlert(incident, over(known, known.lastEventAt, known.lastEventAt)) });
  if (order.kind === 'repeated') return fired(situation, told, { steps, how: `is ${told.severity} now` });
  return fired(situation, newFiring(event, known, found, received), { steps });
}

/** Ended when it was last heard of, then placed as what fires again; otherwise its incident would be open for good and swallow it. */
async function firesAnew(situation: Situation, { known, steps }: Again): Promise<Decisions> {
  const { event, received, found, context, picture } = situation;
  const ended = over(known, known.lastEventAt, known.lastEventAt);
  const before = await end(known, ended, { reason: 'its end was never told', steps }, context, picture);
  const [own, ...others] = await fired(situation, newFiring(event, ended, found, received), { steps });
  return [own, ...before, ...others];
}

function goesOn({ event, received, found, context, picture }: Situation, { known, steps }: Again, incident: Incident): Decided {
  const alert = toldAgain(event, known, found, received);
  const isWorse = alert.severity !== known.severity;
  if (!isWorse && alert.service === known.service) {
    picture.keep({ alert });
    return decided('duplicate', `it fires already in ${incident.id}`, alert, steps);
  }
  const changed = toldAgainIn(incident, alert, context);
  picture.keep({ alert, incident: changed.incident, entries: changed.entries });
  const now = isWorse ? `now as ${alert.severity}` : `now known to be of ${alert.service}`;
  return decided('duplicate', `it fires already in ${incident.id}, ${now}`, alert, [...steps, ...stepsOf(changed, 'joined')]);
}

/** Nothing new. */
function dealtWith({ picture }: Situation, alert: Alert, what: string, steps: readonly DecisionStep[]): Decided {
  picture.keep({ alert });
  return decided('duplicate', `this firing ${what}`, alert, steps);
}

function resolvedUnseen({ event, received, found, picture }: Situation, steps: readonly DecisionStep[]): Decided {
  const alert = overUnseen(event, found, received);
  picture.keep({ alert });
  return decided('resolved', 'it was never seen firing, and a resolve alone opens nothing', alert, steps);
}

async function resolved(
  { event, received, context, picture }: Situation,
  known: Alert,
  steps: readonly DecisionStep[],
): Promise<Decisions> {
  if (known.state === 'resolved') {
    if (event.at > known.lastEventAt) picture.keep({ alert: { ...known, lastEventAt: event.at, firing: event.firing ?? known.firing } });
    return [decided('duplicate', 'it is resolved already', known, steps)];
  }
  // It may be the end of a firing whose beginning is still to come.
  const ended = { ...known, firing: event.firing ?? known.firing };
  const alert = over(ended, happenedAt(event, received.at), Math.max(event.at, known.lastEventAt));
  return end(known, alert, { reason: undefined, steps }, context, picture);
}

/**
 * An alert that fired is over. Where it waited, nobody hears of it; else its incident is told, also when a person has resolved
 * that. What it inhibited and still fires is looked at again. `reason`: how it ended, where no resolve was told.
 */
export async function end(
  known: Alert,
  alert: Alert,
  how: { readonly reason: string | undefined; readonly steps: readonly DecisionStep[] },
  context: TriageContext,
  picture: Picture,
): Promise<Decisions> {
  const incident = await incidentOf(known, picture);
  const changed =
    incident === undefined ? undefined : endedIn(incident, alert, how.reason === undefined ? '' : ` (${how.reason})`, context.now);
  picture.keep({ alert, ...changed });
  const reason = known.waiting === undefined ? endOf(changed?.incident) : `it was ${known.waiting.kind}, so nobody hears of it`;
  const told = how.reason === undefined ? reason : `${how.reason}; ${reason}`;
  const own = decided('resolved', told, { ...alert, waiting: known.waiting }, how.steps);
  const freed: Decided[] = [];
  for (const one of await picture.waiting('inhibited')) {
    if (one.waiting?.kind !== 'inhibited' || one.waiting.by !== alert.key) continue;
    freed.push(
      ...(await place(one, { why: `${nameAlone(alert)}, which inhibited it, is over, and it still fires`, steps: [] }, context, picture)),
    );
  }
  return [own, ...freed];
}

function endOf(incident: Incident | undefined): string {
  if (incident === undefined) return 'it belongs to no incident';
  if (incident.state === 'resolved') return `${incident.id} was resolved before`;
  if (incident.quietSince === undefined) return `other alerts of ${incident.id} still fire`;
  return `it was the last alert of ${incident.id} that fired`;
}
