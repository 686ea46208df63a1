import type { AlertSource } from '../../core/alert-ports.ts';
import { ProviderError } from '../../core/errors.ts';
import type { Ledger, StoredEvent } from '../../core/ledger.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { DecisionRecord } from '../../core/model/decision.ts';
import type { DueJob, Log } from '../../core/ports.ts';
import { noticesTo } from '../notices.ts';
import type { Catalogue } from '../services.ts';
import { consider } from './consider.ts';
import { type ContextNeeds, readContext, type TriageContext } from './context.ts';
import { serviceNamed } from './decided.ts';
import { expiring } from './expiring.ts';
import { canInhibit } from './inhibiting.ts';
import { createPicture, type Picture, type Readable } from './picture.ts';
import { findService, readEvent } from './read-event.ts';

export interface TriageNeeds extends ContextNeeds {
  readonly ledger: Readable & Pick<Ledger, 'untriaged' | 'triageTurn' | 'commit'>;
  readonly catalogue: Pick<Catalogue, 'serviceOf' | 'services'>;
  readonly sources: readonly Pick<AlertSource, 'name' | 'read'>[];
  readonly log: Log;
  /** Called when there is something to deliver. */
  readonly wake: () => void;
  /** Settles once it may go on: what people and systems wait for goes first. Default: after one turn of the loop. */
  readonly giveWay?: (() => Promise<void>) | undefined;
  /** Told of what was decided and committed. */
  readonly observe?: ((decisions: readonly DecisionRecord[]) => void) | undefined;
}

/** `run` takes every stored event in the order of arrival and settles when none is left. Throws ProviderError when the ledger fails. */
export type Triage = Omit<DueJob, 'run'> & { readonly run: () => Promise<void> };

/** Committed together, so that a storm is few commits; small enough that a conflict costs little. */
const batch = 20;
/** Decisions between which others get a turn: five take a few milliseconds. */
const withoutPause = 5;
/** Each conflict means that somebody else got on; more one after another are a fault of the store. */
const mostConflicts = 100;
/** An event that fails so often is at fault itself: it is set aside, so that those behind it are not held up for good. */
const mostSurprises = 3;

/** What one batch leaves to the next. */
interface Memory {
  /** How often an event failed, by its id. */
  readonly surprises: Map<number, number>;
  /** As they are at that turn, by those rules and services: with thousands that fire, reading them for each batch would take longer than all else. */
  inhibitors?: Pick<TriageContext, 'services' | 'rules'> & { readonly turn: number; readonly alerts: readonly Alert[] };
}

export function createTriage(needs: TriageNeeds): Triage {
  const memory: Memory = { surprises: new Map() };
  // The scheduler, its only caller, never runs a job twice at once.
  const run = async (): Promise<void> => {
    for (let conflicts = 0; conflicts < mostConflicts; ) {
      const events = await needs.ledger.untriaged(batch);
      if (events.length === 0) return;
      conflicts = (await triageAll(needs, events, memory)) === 'conflict' ? conflicts + 1 : 0;
      await letOthersRun();
    }
    throw new Error(`triage met ${mostConflicts} conflicts one after another`);
  };
  return {
    name: 'triage',
    next: async () => ((await needs.ledger.untriaged(1)).length === 0 ? undefined : needs.clock.now()),
    run,
  };
}

/** All at once; where one of them fails, each alone, so that it is known which. */
async function triageAll(needs: TriageNeeds, events: readonly StoredEvent[], memory: Memory): Promise<'committed' | 'conflict'> {
  try {
    return await triageTogether(needs, events, memory);
  } catch (error) {
    // A store that fails says nothing about the events.
    if (error instanceof ProviderError) throw error;
    const [event, ...others] = events;
    if (event === undefined || others.length > 0) return triageEach(needs, events, memory);
    const { surprises } = memory;
    const failures = (surprises.get(event.id) ?? 0) + 1;
    surprises.set(event.id, failures);
    if (failures < mostSurprises) throw error;
    needs.log.error({ event: event.id, source: event.source, error }, 'an alert event fails again and again and is set aside');
    surprises.delete(event.id);
    return setAside(needs, event);
  }
}

/** Kept, listed among what was rejected, and told to those who run Tocsin: somebody counts on hearing of that alert. */
async function setAside({ ledger, clock, rules, wake }: TriageNeeds, event: StoredEvent): Promise<'committed' | 'conflict'> {
  const now = clock.now();
  const rejected = rejection(event, 'Tocsin failed to triage it; its log says why', now);
  const text = `A message of ${event.source} could not be made an alert and was set aside. It is kept: “alerts rejected” lists it, and the log of Tocsin says what failed.`;
  const deliveries = noticesTo(rules().defaultRoute, { about: `set aside ${event.id}`, text, now });
  const committed = await ledger.commit({ triaged: [triagedBy(event, rejected)], decisions: [rejected], deliveries });
  if (committed === 'committed') wake();
  return committed;
}

/** Stops at a conflict: what was read since may be out of date, and the event may have been decided elsewhere. */
async function triageEach(needs: TriageNeeds, events: readonly StoredEvent[], memory: Memory): Promise<'committed' | 'conflict'> {
  for (const event of events) {
    if ((await triageAll(needs, [event], memory)) === 'conflict') return 'conflict';
  }
  return 'committed';
}

async function triageTogether(needs: TriageNeeds, events: readonly StoredEvent[], memory: Memory): Promise<'committed' | 'conflict'> {
  const { ledger, log } = needs;
  // Before anything that is decided from: who commits meanwhile makes this one a conflict.
  const turn = await ledger.triageTurn();
  const context = await readContext(needs);
  const picture = pictureFor(ledger, context, inhibitorsAt(turn, context, memory));
  const decisions: DecisionRecord[] = [];
  const triaged: ReturnType<typeof triagedBy>[] = [];
  for (const event of events) {
    const own = await decideEvent(needs, event, context, picture);
    decisions.push(...own);
    triaged.push(triagedBy(event, own[0]));
    if (triaged.length % withoutPause === 0) await giveWay(needs);
  }
  const change = picture.change(context.rules);
  if ((await ledger.commit({ turn, triaged, decisions, ...change })) === 'conflict') return 'conflict';
  // Whoever commits next makes the turn another one, and this worthless.
  const { services, rules } = context;
  if (rules.inhibit.length > 0) memory.inhibitors = { services, rules, turn: turn + 1, alerts: await picture.inhibitors() };
  for (const { event, name, reason, incident, alert } of decisions) {
    log.info({ event, decision: name, reason, incident, alert }, 'alert considered');
  }
  needs.observe?.(decisions);
  if ((change.deliveries ?? []).length > 0) needs.wake();
  return 'committed';
}

async function decideEvent(
  needs: TriageNeeds,
  stored: StoredEvent,
  context: TriageContext,
  picture: Picture,
): Promise<readonly DecisionRecord[]> {
  const read = readEvent(needs, stored);
  if ('rejected' in read) {
    needs.log.warn({ event: stored.id, source: stored.source, reason: read.rejected }, 'alert event rejected');
    return [rejection(stored, read.rejected, context.now)];
  }
  const records: DecisionRecord[] = [];
  for (const [index, event] of read.events.entries()) {
    const found = await findService(needs, event);
    const received = { at: stored.receivedAt, via: stored.via };
    const told = expiring(event, serviceNamed(found.name, context), context.rules.expire);
    const [own, ...others] = await consider({ event: told, received, found, context, picture });
    records.push({ ...own, event: stored.id, at: context.now }, ...others.map((one) => ({ ...one, at: context.now })));
    if (index % withoutPause === withoutPause - 1) await giveWay(needs);
  }
  return records;
}

function inhibitorsAt(turn: number, { services, rules }: TriageContext, { inhibitors }: Memory): readonly Alert[] | undefined {
  const isSame = inhibitors?.turn === turn && inhibitors.services === services && inhibitors.rules === rules;
  return isSame ? inhibitors.alerts : undefined;
}

/** `inhibitors`: where they are known already. */
export function pictureFor(ledger: Readable, context: TriageContext, inhibitors?: readonly Alert[]): Picture {
  const { inhibit } = context.rules;
  const isOne = (alert: Alert): boolean => canInhibit({ alert, service: serviceNamed(alert.service, context) }, inhibit) === 'source';
  return createPicture(ledger, context.now, { isOne, known: inhibitors });
}

/** Of a message that is understood and of no interest, as when somebody is made responsible for an issue: nothing changes. */
export const saysNothing = 'it says nothing about an alert';

function rejection(event: StoredEvent, reason: string, at: number): DecisionRecord {
  return { event: event.id, at, name: 'rejected', reason, steps: [] };
}

function triagedBy(event: StoredEvent, first: DecisionRecord | undefined) {
  return { event: event.id, decision: first?.name ?? 'duplicate', reason: first?.reason ?? saysNothing };
}

export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

const giveWay = (needs: Pick<TriageNeeds, 'giveWay'>): Promise<void> => (needs.giveWay ?? letOthersRun)();
