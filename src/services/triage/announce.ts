import type { DecisionStep } from '../../core/model/decision.ts';
import type { Incident } from '../../core/model/incident.ts';
import { type Decided, decided, serviceNamed } from './decided.ts';
import { latenessOf } from './lateness.ts';
import { type Changed, joinedBy, namesOf } from './membership.ts';
import { type Passing, whetherInhibited, whetherSilenced } from './stations.ts';

export interface Look extends Passing {
  /** Why it is looked at again; undefined: because it was told. */
  readonly why: string | undefined;
  /** Why it is announced only now; undefined: it did not wait. */
  readonly late: string | undefined;
}

/** The alert is in its incident now. `taking`: whether held alerts that belong to that come along. */
export async function announce(
  look: Look,
  name: 'opened' | 'joined',
  changed: Changed,
  reason: string,
  steps: readonly DecisionStep[],
  taking: 'those held' | 'itself' = 'those held',
): Promise<readonly Decided[]> {
  const { incident, entries } = changed;
  const alert = { ...look.alert, incident: incident.id, waiting: undefined };
  look.picture.keep({ alert, incident, entries });
  const whole: readonly DecisionStep[] = [...steps, ...stepsOf(changed, name)];
  const own = decided(name, look.why === undefined ? reason : `${look.why}; ${reason}`, alert, whole);
  return taking === 'itself' ? [own] : [own, ...(await takeHeldAlong(incident.id, look))];
}

/** Why it joins so late, unless the line by which the incident is opened together with that says the same. */
export function lateBeside({ id }: Incident, { late, picture }: Pick<Look, 'late' | 'picture'>): string | undefined {
  return late === undefined || picture.opening(id)?.text.endsWith(late) === true ? undefined : late;
}

/** How severe its incident is by it, and where that is told. */
export function stepsOf({ severity, rooms }: Changed, name: 'opened' | 'joined'): readonly DecisionStep[] {
  const told: DecisionStep = { station: 'severity', reason: severity };
  if (name === 'joined') return rooms.length === 0 ? [told] : [told, { station: 'route', reason: `also told in ${namesOf(rooms)}` }];
  return [
    told,
    { station: 'route', reason: rooms.length === 0 ? 'no route and no default route: told nowhere' : `told in ${namesOf(rooms)}` },
  ];
}

/** Weak signals that waited for company: those that belong to the incident join it. */
async function takeHeldAlong(id: string, { context, picture }: Look): Promise<readonly Decided[]> {
  const taken: Decided[] = [];
  for (const held of await picture.waiting('held')) {
    const incident = await picture.incident(id);
    if (incident === undefined) return taken;
    const found = context.correlate(held, [incident], context);
    if (found.kind === 'alone') continue;
    const quiet = await keptQuiet({ alert: held, service: serviceNamed(held.service, context), context, picture });
    if (quiet !== undefined) {
      taken.push(quiet);
      continue;
    }
    const late = lateBeside(incident, { late: latenessOf(held, context), picture });
    const changed = joinedBy(incident, held, { kind: 'joined', why: found.reason, late }, context);
    const alert = { ...held, incident: id, waiting: undefined };
    picture.keep({ alert, incident: changed.incident, entries: changed.entries });
    const steps: readonly DecisionStep[] = [
      { station: 'hold', reason: 'no longer a weak signal alone' },
      { station: 'correlation', reason: `joins ${id}: ${found.reason}` },
      ...stepsOf(changed, 'joined'),
    ];
    taken.push(decided('joined', `no longer a weak signal alone: ${found.reason}`, alert, steps));
  }
  return taken;
}

/** By a silence or an inhibitor that came after it was held: it waits for the end of that instead. */
async function keptQuiet(held: Passing): Promise<Decided | undefined> {
  const silenced = whetherSilenced(held);
  const { step, waits } = silenced.waits === undefined ? await whetherInhibited(held) : silenced;
  if (waits === undefined) return undefined;
  const alert = { ...held.alert, waiting: waits };
  held.picture.keep({ alert });
  return decided(waits.kind, `no longer a weak signal alone, but ${step.reason}`, alert, [step]);
}
