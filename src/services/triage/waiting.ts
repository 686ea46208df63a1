import type { Ledger } from '../../core/ledger.ts';
import { type Alert, dueOf, type Waiting } from '../../core/model/alert.ts';
import type { DecisionStep } from '../../core/model/decision.ts';
import type { DueJob } from '../../core/ports.ts';
import { over, serviceOf } from './alert-after.ts';
import { end } from './consider.ts';
import { readContext, type TriageContext } from './context.ts';
import type { Decided } from './decided.ts';
import { endOf, whyNow } from './lateness.ts';
import type { Picture } from './picture.ts';
import { place } from './place.ts';
import { findService } from './read-event.ts';
import type { TriageRules } from './rules.ts';
import { spanText } from './spans.ts';
import { letOthersRun, pictureFor, type TriageNeeds } from './triage.ts';

type Needs = Omit<TriageNeeds, 'sources' | 'ledger'> & {
  readonly ledger: TriageNeeds['ledger'] & Pick<Ledger, 'alerts' | 'silencesWaitedFor'>;
};

const most = 20_000;
const batch = 100;
const mostConflicts = 100;

/**
 * Looks again at alerts when time alone changes what is to be done: the silence of one has ended (or was ended), it is due (dueOf).
 * After a start, and whenever the rules are others than those it was last looked at with, all that wait are looked at.
 */
export function createWaiting(needs: Needs): DueJob {
  let lookedWith: TriageRules | undefined;

  const firstDue = (): Promise<readonly Alert[]> => needs.ledger.alerts({ state: 'fired', dueBy: Number.MAX_SAFE_INTEGER, most: 1 });
  const waitedFor = async (): Promise<readonly { readonly silence: string; readonly until: number }[]> => {
    const silences = await needs.ledger.silencesWaitedFor();
    if (silences.length === 0) return [];
    const context = await readContext(needs);
    return silences.map((silence) => ({ silence, until: endOf(silence, context) }));
  };

  const next = async (): Promise<number | undefined> => {
    const now = needs.clock.now();
    if (lookedWith !== needs.rules()) return now;
    const ends = (await firstDue()).flatMap((alert) => dueOf(alert) ?? []);
    const due = [...ends, ...(await waitedFor()).map(({ until }) => until)];
    return due.length === 0 ? undefined : Math.min(...due);
  };

  const run = async (now: number): Promise<void> => {
    const rules = needs.rules();
    const alerts = [...(await needs.ledger.alerts({ state: 'fired', dueBy: now, most }))];
    for (const { silence, until } of await waitedFor())
      if (until <= needs.clock.now()) alerts.push(...(await needs.ledger.alerts({ state: 'fired', silence, most })));
    if (lookedWith !== rules)
      for (const waiting of ['silenced', 'inhibited', 'held'] as const)
        alerts.push(...(await needs.ledger.alerts({ state: 'fired', waiting, most })));
    const keys = [...new Set(alerts.map((alert) => alert.key))];
    for (let from = 0; from < keys.length; from += batch) await lookAgain(needs, keys.slice(from, from + batch));
    lookedWith = rules;
  };

  return { name: 'alerts that wait', next, run };
}

/** Reads and decides until nobody else triaged in between. */
async function lookAgain(needs: Needs, keys: readonly string[]): Promise<void> {
  for (let conflicts = 0; conflicts < mostConflicts; conflicts += 1) {
    const turn = await needs.ledger.triageTurn();
    const context = await readContext(needs);
    const picture = pictureFor(needs.ledger, context);
    const decided: Decided[] = [];
    for (const key of keys) decided.push(...(await lookAt(key, needs, context, picture)));
    await letOthersRun();
    if (decided.length === 0) return;
    const decisions = decided.map((one) => ({ ...one, at: context.now }));
    const change = picture.change(context.rules);
    if ((await needs.ledger.commit({ turn, decisions, ...change })) === 'conflict') continue;
    for (const { name, reason, incident, alert } of decisions)
      needs.log.info({ decision: name, reason, incident, alert }, 'alert considered again');
    needs.observe?.(decisions);
    if ((change.deliveries ?? []).length > 0) needs.wake();
    return;
  }
  throw new Error(`alerts that wait met ${mostConflicts} conflicts one after another`);
}

async function lookAt(key: string, needs: Needs, context: TriageContext, picture: Picture): Promise<readonly Decided[]> {
  const alert = await picture.alert(key);
  if (alert === undefined || alert.state === 'resolved') return [];
  if (alert.endsAt !== undefined && alert.endsAt <= context.now) {
    const reason = `not repeated for ${spanText(alert.endsAt - alert.lastEventAt)}; taken as over`;
    return end(alert, over(alert, alert.endsAt, alert.lastEventAt), { reason, steps: [{ station: 'order', reason }] }, context, picture);
  }
  if (alert.waiting === undefined) return [];
  const found = alert.isServiceUnknown === true ? await findService(needs, alert) : undefined;
  const asked = { ...alert, ...(found === undefined ? {} : serviceOf(found)) };
  const steps: readonly DecisionStep[] = found === undefined ? [] : [{ station: 'service', reason: found.by }];
  const looked = await place(asked, { why: whyNow(alert.waiting, context), steps }, context, picture);
  const after = await picture.alert(key);
  // It waits for the same as before: that is no decision.
  return looked.length === 1 && isSame(alert.waiting, after?.waiting) ? [] : looked;
}

function isSame(one: Waiting, other: Alert['waiting']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
