import type { Alert } from '../../core/model/alert.ts';
import { nameAlone } from '../../core/model/alert-name.ts';
import type { DecisionStep } from '../../core/model/decision.ts';
import { announce, type Look, lateBeside } from './announce.ts';
import type { TriageContext } from './context.ts';
import { type Decided, decided, serviceNamed } from './decided.ts';
import { heldBy, holdRuleOf, isEnough, isLasting } from './holding.ts';
import { latenessOf } from './lateness.ts';
import { joinedBy, openedFor, reopenedBy } from './membership.ts';
import type { Picture } from './picture.ts';
import type { HoldRule } from './rules.ts';
import { spanText } from './spans.ts';
import { whetherInhibited, whetherSilenced } from './stations.ts';

export interface Asked {
  /** When it was told; undefined: nothing was told, what waits is looked at again. */
  readonly toldAt?: number | undefined;
  /** Why it is looked at again: "it still fires at the end of the silence S-1f03c2d9". */
  readonly why?: string | undefined;
  /** What it does, where it was in an incident before: "fires again" unless said otherwise. */
  readonly how?: string | undefined;
  /** The stations it has passed already. */
  readonly steps: readonly DecisionStep[];
}

/**
 * Where an alert that fires belongs: it waits (silenced, inhibited, held), or it is announced in an incident. Its own decision
 * comes first, then those about held alerts that are no longer alone by it. The picture has all of it afterwards.
 */
export async function place(alert: Alert, asked: Asked, context: TriageContext, picture: Picture): Promise<readonly Decided[]> {
  const late = asked.why ?? latenessOf(alert, context);
  const look: Look = { alert, service: serviceNamed(alert.service, context), why: asked.why, late, context, picture };
  const silenced = whetherSilenced(look);
  if (silenced.waits) return waits(look, 'silenced', silenced.waits, [...asked.steps, silenced.step]);
  const inhibited = await whetherInhibited(look);
  const steps = [...asked.steps, silenced.step, inhibited.step];
  if (inhibited.waits) return waits(look, 'inhibited', inhibited.waits, steps);
  return (await whetherKnown(look, asked.how ?? 'fires again', steps)) ?? weigh(look, asked, steps);
}

/** An alert that was in an incident goes back there: while that is open and not long without news, or for a while after it was resolved. */
async function whetherKnown(look: Look, how: string, steps: readonly DecisionStep[]): Promise<readonly Decided[] | undefined> {
  const { alert, context, picture } = look;
  const own = alert.incident === undefined ? undefined : await picture.incident(alert.incident);
  if (own === undefined) return undefined;
  if (own.state !== 'resolved') {
    // An incident may be open for hours because the end of one alert never came: what fires then is weighed as anything else.
    if (context.correlate(alert, [own], context).kind === 'alone') return undefined;
    const reason = `it ${how} while ${own.id} is open`;
    const changed = joinedBy(own, alert, { kind: 'refired', why: reason, late: lateBeside(own, look) }, context);
    return announce(look, 'joined', changed, reason, steps);
  }
  const ago = context.now - (own.resolved?.at ?? Number.NEGATIVE_INFINITY);
  if (ago > context.rules.reopenWithin) return undefined;
  const reason = `it ${how} ${spanText(ago)} after ${own.id} was resolved, so that is opened again`;
  return announce(look, 'joined', reopenedBy(own, alert, how, context, look.late), reason, steps);
}

async function weigh(look: Look, asked: Asked, before: readonly DecisionStep[]): Promise<readonly Decided[]> {
  const { alert, service, context, picture } = look;
  const found = context.correlate(alert, await picture.candidates(context.marksFor(alert, context)), context);
  const rule = holdRuleOf(alert, service, context.rules.hold);
  if (found.kind === 'joins') {
    const hold: DecisionStep[] = rule === undefined ? [] : [{ station: 'hold', reason: 'a weak signal, but not alone', rule: rule.rule }];
    const steps: readonly DecisionStep[] = [
      ...before,
      ...hold,
      { station: 'correlation', reason: `joins ${found.incident.id}: ${found.reason}` },
    ];
    const changed = joinedBy(found.incident, alert, { kind: 'joined', why: found.reason, late: lateBeside(found.incident, look) }, context);
    return announce(look, 'joined', changed, found.reason, steps);
  }
  const weighed = rule === undefined ? undefined : await whetherHeld(look, rule, asked, before);
  if (weighed !== undefined && 'decided' in weighed) return weighed.decided;
  const hold: DecisionStep = weighed?.step ?? { station: 'hold', reason: 'no hold rule matches' };
  const steps: readonly DecisionStep[] = [...before, hold, { station: 'correlation', reason: found.reason }];
  return announce(look, 'opened', openedFor(alert, await picture.newId(), context, look.late), found.reason, steps);
}

/**
 * A weak signal passes when it was told often enough, or has fired for so long where its source would tell its end, or goes into an
 * incident together with another that was held.
 */
async function whetherHeld(
  look: Look,
  rule: HoldRule,
  { toldAt }: Asked,
  before: readonly DecisionStep[],
): Promise<{ readonly step: DecisionStep } | { readonly decided: readonly Decided[] }> {
  const { alert, context } = look;
  const held = heldBy(rule, alert, { toldAt, now: context.now });
  const within = `within ${spanText(rule.withinMs)}`;
  if (isEnough(held) === 'enough')
    return { step: { station: 'hold', reason: `told ${times(held.seen.length)} ${within}, which is enough`, rule: rule.rule } };
  if (isLasting(held, alert, context.now) === 'lasting')
    return { step: { station: 'hold', reason: `still fires after ${spanText(rule.withinMs)}, so it is no passing one`, rule: rule.rule } };
  const together = await withAnotherHeld(look, rule, before);
  if (together !== undefined) return { decided: together };
  const reason = `a weak signal alone: told ${times(held.seen.length)}, of ${rule.times} ${within}`;
  return { decided: waits(look, 'held', held, [...before, { station: 'hold', reason, rule: rule.rule }]) };
}

async function withAnotherHeld(look: Look, rule: HoldRule, before: readonly DecisionStep[]): Promise<readonly Decided[] | undefined> {
  const { alert, context, picture } = look;
  const others = (await picture.waiting('held')).filter((one) => one.key !== alert.key);
  // Each as the incident it would open.
  const prospects = new Map(others.map((one) => [`held ${one.key}`, one]));
  const found = context.correlate(
    alert,
    [...prospects].map(([id, one]) => openedFor(one, id, context).incident),
    context,
  );
  if (found.kind === 'alone') return undefined;
  const other = prospects.get(found.incident.id);
  if (other === undefined) return undefined;
  const late = latenessOf(other, context);
  const opened = openedFor(other, await picture.newId(), context, late);
  const otherLook: Look = { alert: other, service: serviceNamed(other.service, context), why: undefined, late, context, picture };
  const reason = `no longer a weak signal alone: ${nameAlone(alert)} fires too`;
  const first = await announce(otherLook, 'opened', opened, reason, [{ station: 'hold', reason, rule: rule.rule }], 'itself');
  const joined = joinedBy(opened.incident, alert, { kind: 'joined', why: found.reason, late: lateBeside(opened.incident, look) }, context);
  const steps: readonly DecisionStep[] = [
    ...before,
    { station: 'hold', reason: 'a weak signal, but not alone', rule: rule.rule },
    { station: 'correlation', reason: `joins ${opened.incident.id}: ${found.reason}` },
  ];
  const [own, ...more] = await announce(look, 'joined', joined, found.reason, steps);
  return own === undefined ? first : [own, ...first, ...more];
}

function waits(
  look: Look,
  name: 'silenced' | 'inhibited' | 'held',
  waiting: NonNullable<Alert['waiting']>,
  steps: readonly DecisionStep[],
): readonly Decided[] {
  const alert = { ...look.alert, waiting };
  look.picture.keep({ alert });
  return [decided(name, [look.why, steps.at(-1)?.reason].filter((part) => part !== undefined).join('; '), alert, steps)];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
