import type { Alert, AlertEvent } from '../../core/model/alert.ts';
import type { DecisionStep } from '../../core/model/decision.ts';
import type { Incident } from '../../core/model/incident.ts';
import { newFiring, over, overUnseen, type Received, toldAgain } from './alert-after.ts';
import type { TriageContext } from './context.ts';
import { type Decided, decided } from './decided.ts';
import { endedIn, worsenedBy } from './membership.ts';
import { happenedAt, orderOf } from './order.ts';
import type { Picture } from './picture.ts';
import { type Asked, place } from './place.ts';

/** So long after the last that was heard of a firing, another one is no repetition of it. */
const silentMs = 3_600_000;

/** What the catalogue says of the event. */
export interface ServiceFound {
  /** undefined: unassigned. */
  readonly name: string | undefined;
  /** "its resource pg-orders is in group rg-orders", or why nothing was found */
  readonly by: string;
}

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
export async function consider(situation: Situation): Promise<readonly [Decided, ...(readonly Decided[])]> {
  const { event, picture } = situation;
  const { known, identity } = await identify(event, picture);
  const order = orderOf(event, known);
  const steps: readonly DecisionStep[] = [identity, { station: 'order', reason: order.reason }];
  if (known === undefined) {
    return event.state === 'fired' ? fired(situation, undefined, steps) : [resolvedUnseen(situation, steps)];
  }
  if (order.kind === 'overtaken') return late(situation, known, order.reason, steps);
  if (event.state === 'resolved') return resolved(situation, known, steps);
  const incident = known.state === 'fired' && known.incident !== undefined ? await picture.incident(known.incident) : undefined;
  if (known.state === 'fired' && known.waiting === undefined && incident !== undefined) {
    if (incident.state !== 'resolved' && isEndLost(event, known)) return firesAnew(situation, known, steps);
    if (incident.state !== 'resolved') return [firesAlready(situation, known, incident, steps)];
    if (order.kind === 'repeated') return [dealtWith(situation, known, steps)];
  }
  if (known.waiting !== undefined && order.kind === 'repeated' && event.at <= known.lastEventAt)
    return [dealtWith(situation, known, steps)];
  return fired(situation, known, steps);
}

/** By its key; by its firing where that is all that is known of it, or all that was known when it was first found. */
async function identify(
  event: AlertEvent,
  picture: Picture,
): Promise<{ readonly known: Alert | undefined; readonly identity: DecisionStep }> {
  const byFiring = event.firing === undefined ? undefined : await picture.alertOfFiring(event.source, event.firing);
  if (byFiring !== undefined && byFiring.key !== event.key && (event.knownBy === 'firing' || byFiring.recovered === true)) {
    return { known: byFiring, identity: { station: 'identity', reason: `known by its firing ${event.firing}` } };
  }
  const known = await picture.alert(event.key);
  return { known, identity: { station: 'identity', reason: known === undefined ? 'never seen before' : 'known by its key' } };
}

async function fired(
  situation: Situation,
  known: Alert | undefined,
  before: readonly DecisionStep[],
): Promise<readonly [Decided, ...(readonly Decided[])]> {
  const { event, received, found, context, picture } = situation;
  const goesOn = known?.waiting !== undefined;
  const alert = goesOn ? toldAgain(event, known, received) : newFiring(event, known, found.name, received);
  const asked: Asked = { toldAt: happenedAt(event, received.at), steps: [...before, { station: 'service', reason: found.by }] };
  const [own, ...others] = await place(alert, asked, context, picture);
  if (own === undefined) throw new Error(`nothing was decided about ${alert.key}`);
  return [own, ...others];
}

/** A late one changes nothing, but a weak signal that is still held was told once more. */
async function late(
  situation: Situation,
  known: Alert,
  reason: string,
  steps: readonly DecisionStep[],
): Promise<readonly [Decided, ...(readonly Decided[])]> {
  const { event, received, context, picture } = situation;
  const waiting = known.waiting;
  const toldAt = happenedAt(event, received.at);
  if (event.state === 'resolved' || waiting?.kind !== 'held' || waiting.seen.includes(toldAt))
    return [decided('duplicate', reason, known, steps)];
  const [own, ...others] = await place(known, { toldAt, steps }, context, picture);
  return own === undefined ? [decided('duplicate', reason, known, steps)] : [own, ...others];
}

/** A source that tells of its firings tells of another one, so the first is over, though nobody said so. */
function isEndLost(event: AlertEvent, known: Alert): boolean {
  const isOther = event.firing !== undefined && known.firing !== undefined && event.firing !== known.firing;
  return isOther && event.at - known.lastEventAt > silentMs;
}

/** Ended when it was last heard of, then placed as what fires again; otherwise its incident would be open for good and swallow it. */
async function firesAnew(
  situation: Situation,
  known: Alert,
  steps: readonly DecisionStep[],
): Promise<readonly [Decided, ...(readonly Decided[])]> {
  const { context, picture } = situation;
  const ended = over(known, known.lastEventAt, known.lastEventAt);
  const before = await end(known, ended, { reason: 'its end was never told', steps }, context, picture);
  const [own, ...others] = await fired(situation, ended, steps);
  return [own, ...before, ...others];
}

function firesAlready(
  { event, received, context, picture }: Situation,
  known: Alert,
  incident: Incident,
  steps: readonly DecisionStep[],
): Decided {
  const alert = toldAgain(event, known, received);
  if (alert.severity === known.severity) {
    picture.keep({ alert });
    return decided('duplicate', `it fires already in ${incident.id}`, alert, steps);
  }
  const changed = worsenedBy(incident, alert, context);
  picture.keep({ alert, incident: changed.incident, entries: changed.entries });
  const whole: readonly DecisionStep[] = [...steps, { station: 'severity', reason: changed.severity }];
  return decided('duplicate', `it fires already in ${incident.id}, now as ${event.severity}`, alert, whole);
}

/** Nothing new: where a person closed the incident of this firing, or where it waits, it stays so. */
function dealtWith({ event, received, picture }: Situation, known: Alert, steps: readonly DecisionStep[]): Decided {
  const alert = toldAgain(event, known, received);
  picture.keep({ alert });
  const where = known.waiting === undefined ? `was dealt with in ${known.incident}` : `is known; it is ${known.waiting.kind}`;
  return decided('duplicate', `this firing ${where}`, alert, steps);
}

function resolvedUnseen({ event, received, found, picture }: Situation, steps: readonly DecisionStep[]): Decided {
  const alert = overUnseen(event, found.name, received);
  picture.keep({ alert });
  return decided('resolved', 'it was never seen firing, and a resolve alone opens nothing', alert, steps);
}

async function resolved(
  { event, received, context, picture }: Situation,
  known: Alert,
  steps: readonly DecisionStep[],
): Promise<readonly [Decided, ...(readonly Decided[])]> {
  if (known.state === 'resolved') {
    if (event.at > known.lastEventAt) picture.keep({ alert: { ...known, lastEventAt: event.at, firing: event.firing ?? known.firing } });
    return [decided('duplicate', 'it is resolved already', known, steps)];
  }
  // It may be the end of a firing whose beginning is still to come.
  const ended = { ...known, firing: event.firing ?? known.firing };
  const alert = over(ended, happenedAt(event, received.at), event.at);
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
): Promise<readonly [Decided, ...(readonly Decided[])]> {
  const incident = known.incident === undefined || known.waiting !== undefined ? undefined : await picture.incident(known.incident);
  const changed =
    incident === undefined ? undefined : endedIn(incident, alert, how.reason === undefined ? '' : ` (${how.reason})`, context.now);
  picture.keep({ alert, ...changed });
  const reason = known.waiting === undefined ? endOf(changed?.incident) : `it was ${known.waiting.kind}, so nobody hears of it`;
  const own = decided('resolved', how.reason === undefined ? reason : `${how.reason}; ${reason}`, alert, how.steps);
  const freed: Decided[] = [];
  for (const one of await picture.waiting('inhibited')) {
    if (one.waiting?.kind !== 'inhibited' || one.waiting.by !== alert.key) continue;
    freed.push(
      ...(await place(one, { why: `${alert.title}, which inhibited it, is over, and it still fires`, steps: [] }, context, picture)),
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
