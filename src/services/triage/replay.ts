import type { AlertSource } from '../../core/alert-ports.ts';
import { UserError } from '../../core/errors.ts';
import type { Ledger, StoredEvent } from '../../core/ledger.ts';
import type { AlertSourceName } from '../../core/model/alert.ts';
import type { DecisionName, DecisionRecord } from '../../core/model/decision.ts';
import type { Clock, DueJob } from '../../core/ports.ts';
import { createIncidentsDue } from '../incidents-due.ts';
import type { Announcement, Course } from './compare.ts';
import { readEvent } from './read-event.ts';
import type { TriageRules } from './rules.ts';
import { createTriage, saysNothing, type TriageNeeds } from './triage.ts';
import { createWaiting } from './waiting.ts';

/** A message as it was recorded. */
export interface RecordedMessage {
  /** When it was received; milliseconds since 1970 (UTC). */
  readonly at: number;
  readonly source: AlertSourceName;
  readonly body: string;
  /** As StoredEvent.resource. */
  readonly resource?: string | undefined;
  /** As it was stored; undefined: found again from the message. */
  readonly identity?: string | undefined;
  readonly via?: StoredEvent['via'];
}

export interface ReplayedAlert {
  readonly decision: DecisionName;
  readonly incident: string | undefined;
  readonly alert: string | undefined;
  readonly service: string | undefined;
  readonly reason: string;
}

/** What was decided about a message: about its first alert, and about each. */
export interface ReplayedMessage extends ReplayedAlert {
  readonly alerts: readonly ReplayedAlert[];
}

/** A clock that only the replay moves. The ledger must go by the same one. */
export interface ReplayClock extends Clock {
  readonly set: (at: number) => void;
}

export interface ReplayNeeds extends Omit<TriageNeeds, 'ledger' | 'sources' | 'clock' | 'wake' | 'observe'> {
  /** Empty, and kept in memory. */
  readonly ledger: Ledger;
  readonly sources: readonly Pick<AlertSource, 'name' | 'read' | 'identify' | 'resourceHeader'>[];
  readonly clock: ReplayClock;
}

export function createReplayClock(): ReplayClock {
  let at = 0;
  return {
    now: () => at,
    set: (to) => {
      at = to;
    },
  };
}

/**
 * Runs recorded messages, oldest first, through the very triage that runs live, on a clock that jumps from message to message
 * and stops wherever time alone decides something. Nothing goes out: what would have is counted. `tell` hears of each message
 * as it is decided.
 */
export async function replay(
  needs: ReplayNeeds,
  messages: Iterable<RecordedMessage> | AsyncIterable<RecordedMessage>,
  tell: (replayed: ReplayedMessage, number: number) => void,
): Promise<Course> {
  const { ledger, clock, rules } = needs;
  const decisions: DecisionRecord[] = [];
  const announcements: Announcement[] = [];
  const wired: TriageNeeds & Pick<ReplayNeeds, 'ledger'> = {
    ...needs,
    wake: () => undefined,
    observe: (some) => void decisions.push(...some),
  };
  const triage = createTriage(wired);
  const jobs = [createWaiting(wired), createIncidentsDue(wired), pretendToSend(ledger, announcements)];

  let number = 0;
  for await (const near of together(messages)) {
    for (let waiting = near; waiting.length > 0; ) {
      const first = waiting[0]?.at ?? 0;
      const due = (await goOn(jobs, clock, Math.max(first, clock.now()))) ?? Number.POSITIVE_INFINITY;
      // Time itself decides something then: what comes later is decided after that.
      const later = waiting.findIndex((message, index) => index > 0 && message.at >= due);
      const taken = later < 0 ? waiting : waiting.slice(0, later);
      const from = decisions.length;
      const stored = await store(needs, taken);
      const events = await ledger.untriaged(taken.length);
      clock.set(Math.max(taken.at(-1)?.at ?? 0, clock.now()));
      await triage.run();
      const ofEvent = Map.groupBy(decisions.slice(from), (one) => one.event);
      const ids = events.values();
      for (const [index, message] of taken.entries()) {
        number += 1;
        const told =
          stored[index] === 'duplicate' ? await deliveredBefore(needs, message) : replayed(ofEvent.get(ids.next().value?.id ?? -1) ?? []);
        tell(told, number);
      }
      waiting = waiting.slice(taken.length);
    }
  }
  await goOn(jobs, clock, clock.now() + settledAfter(rules()));
  return { decisions, announcements };
}

/** As live, what arrives while a batch is decided is decided with the next: what lies this close is one. */
const closeMs = 100;
/** As many as triage takes at once. */
const mostTogether = 20;

async function* together(
  messages: Iterable<RecordedMessage> | AsyncIterable<RecordedMessage>,
): AsyncGenerator<readonly RecordedMessage[], void, void> {
  let near: RecordedMessage[] = [];
  for await (const message of messages) {
    const [first] = near;
    if (first !== undefined && (near.length === mostTogether || message.at > first.at + closeMs)) {
      yield near;
      near = [];
    }
    near.push(message);
  }
  if (near.length > 0) yield near;
}

function store(needs: ReplayNeeds, messages: readonly RecordedMessage[]): Promise<readonly ('stored' | 'duplicate')[]> {
  const { ledger, clock } = needs;
  const storing = messages.map((message) => {
    const receivedAt = Math.max(message.at, clock.now());
    return ledger.storeEvent({ ...message, identity: identityOf(message, needs), receivedAt });
  });
  return Promise.all(storing);
}

/** Everything that falls due until then, each at its own time. Gives back when something is due next; undefined: nobody knows. */
async function goOn(jobs: readonly DueJob[], clock: ReplayClock, until: number): Promise<number | undefined> {
  let then: number | undefined;
  // Nothing has happened before the first message.
  for (; clock.now() > 0; ) {
    const due = await Promise.all(jobs.map(async (job) => ({ job, at: await job.next() })));
    const [next] = due.flatMap(({ job, at }) => (at === undefined ? [] : [{ job, at }])).toSorted((one, other) => one.at - other.at);
    then = next?.at;
    if (next === undefined || next.at > until) break;
    clock.set(Math.max(next.at, clock.now()));
    await next.job.run(clock.now());
  }
  clock.set(until);
  return then;
}

/** Long enough for all that the last message brings to be told. */
function settledAfter({ groupWait, groupInterval, resolveAfter }: TriageRules): number {
  return Math.max(...Object.values(groupWait), groupInterval) + resolveAfter;
}

/** Takes messages as a room would that never fails and is never too slow. */
function pretendToSend(ledger: Ledger, announcements: Announcement[]): DueJob {
  return {
    name: 'pretended messages',
    next: () => ledger.nextDeliveryDue(),
    run: async (now) => {
      for (;;) {
        const leased = await ledger.lease(now, { most: 1_000, busy: [], pace: () => undefined });
        if (leased.length === 0) return;
        for (const { id, effect } of leased) {
          if (effect.kind === 'incident-root' || effect.kind === 'incident-thread')
            announcements.push({ at: now, incident: effect.incident });
          await ledger.settle(id, { outcome: 'done' });
        }
      }
    },
  };
}

function identityOf({ source: name, body, resource, identity, at }: RecordedMessage, { sources }: ReplayNeeds): string {
  const source = sources.find((one) => one.name === name);
  if (identity !== undefined || source === undefined) return identity ?? body;
  const headers = source.resourceHeader === undefined || resource === undefined ? {} : { [source.resourceHeader]: resource };
  try {
    return source.identify({ headers, body: new TextEncoder().encode(body) }, at);
  } catch (error) {
    // What cannot be read has no identity either; that it is rejected is said by the triage.
    if (error instanceof UserError) return body;
    throw error;
  }
}

async function deliveredBefore(needs: ReplayNeeds, message: RecordedMessage): Promise<ReplayedMessage> {
  const read = readEvent(needs, { ...message, id: 0, identity: '', receivedAt: message.at });
  const events = 'rejected' in read ? [] : read.events;
  const reason = 'this message was delivered before';
  const known = await Promise.all(events.map(({ key }) => needs.ledger.alert(key)));
  const alerts = events.map(({ key }, index): ReplayedAlert => {
    const alert = known[index];
    return {
      decision: 'duplicate',
      incident: alert?.waiting === undefined ? alert?.incident : undefined,
      alert: key,
      service: alert?.service,
      reason,
    };
  });
  return { ...(alerts[0] ?? { decision: 'duplicate', incident: undefined, alert: undefined, service: undefined, reason }), alerts };
}

function replayed(records: readonly DecisionRecord[]): ReplayedMessage {
  const alerts = records.map(
    ({ name, incident, alert, service, reason }): ReplayedAlert => ({ decision: name, incident, alert, service, reason }),
  );
  const nothing: ReplayedAlert = {
    decision: 'duplicate',
    incident: undefined,
    alert: undefined,
    service: undefined,
    reason: saysNothing,
  };
  return { ...(alerts[0] ?? nothing), alerts };
}
