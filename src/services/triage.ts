import { ProviderError, UserError } from '../core/errors.ts';
import type { Change, Ledger, StoredEvent } from '../core/ledger.ts';
import type { AlertEvent } from '../core/model/alert.ts';
import type { AlertSource, Clock, DueJob, Log } from '../core/ports.ts';
import type { Catalogue } from './services.ts';
import { type Decision, decide } from './triage-decide.ts';
import { createPicture } from './triage-picture.ts';
import type { IncidentRoutes } from './triage-routes.ts';

export interface TriageNeeds {
  readonly ledger: Ledger;
  readonly catalogue: Pick<Catalogue, 'serviceOf'>;
  readonly sources: readonly Pick<AlertSource, 'name' | 'read'>[];
  readonly routes: IncidentRoutes;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when there is something to deliver. */
  readonly wake: () => void;
}

/** `run` takes every stored event in the order of arrival and settles when none is left. Throws ProviderError when the ledger fails. */
export type Triage = Omit<DueJob, 'run'> & { readonly run: () => Promise<void> };

const batch = 100;
/** People who click at the same moment are few; more conflicts than this are a fault of the store. */
const mostConflicts = 20;

/** An event that fails so often is at fault itself: it is set aside, so that those behind it are not held up for good. */
const mostSurprises = 3;

export function createTriage(needs: TriageNeeds): Triage {
  const surprises = new Map<number, number>();
  // The scheduler, its only caller, never runs a job twice at once.
  const run = async (): Promise<void> => {
    for (let conflicts = 0; conflicts < mostConflicts; ) {
      const events = await needs.ledger.untriaged(batch);
      if (events.length === 0) return;
      conflicts = (await triageInOrder(needs, events, surprises)) === 'conflict' ? conflicts + 1 : 0;
    }
    throw new Error(`triage met ${mostConflicts} conflicts one after another`);
  };
  return {
    name: 'triage',
    next: async () => ((await needs.ledger.untriaged(1)).length === 0 ? undefined : needs.clock.now()),
    run,
  };
}

/** Stops at a conflict: what was read since may be out of date, and the event may have been decided elsewhere. */
async function triageInOrder(
  needs: TriageNeeds,
  events: readonly StoredEvent[],
  surprises: Map<number, number>,
): Promise<'done' | 'conflict'> {
  for (const event of events) {
    try {
      if ((await triageOne(needs, event)) === 'conflict') return 'conflict';
    } catch (error) {
      // A store that fails says nothing about the event.
      if (error instanceof ProviderError) throw error;
      const failures = (surprises.get(event.id) ?? 0) + 1;
      surprises.set(event.id, failures);
      if (failures < mostSurprises) throw error;
      needs.log.error({ event: event.id, source: event.source, error }, 'an alert event fails again and again and is set aside');
      await needs.ledger.commit({
        triaged: [{ event: event.id, decision: 'rejected', reason: 'Tocsin failed to triage it; its log says why' }],
      });
      surprises.delete(event.id);
    }
  }
  return 'done';
}

async function triageOne(needs: TriageNeeds, event: StoredEvent): Promise<'committed' | 'conflict'> {
  const read = readEvent(needs, event);
  if ('rejected' in read) {
    needs.log.warn({ event: event.id, source: event.source, reason: read.rejected }, 'alert event rejected');
    return needs.ledger.commit({ triaged: [{ event: event.id, decision: 'rejected', reason: read.rejected }] });
  }
  const { change, decisions } = await consider(needs, event, read.events);
  if ((await needs.ledger.commit(change)) === 'conflict') return 'conflict';
  for (const { name, reason, incident, alert } of decisions) {
    needs.log.info({ event: event.id, decision: name, reason, incident: incident?.id, alert: alert?.key }, 'alert considered');
  }
  if ((change.deliveries ?? []).length > 0) needs.wake();
  return 'committed';
}

function readEvent(needs: TriageNeeds, event: StoredEvent): { readonly events: readonly AlertEvent[] } | { readonly rejected: string } {
  const source = needs.sources.find((one) => one.name === event.source);
  if (source === undefined) return { rejected: `no source called ${event.source} is configured` };
  try {
    const body: unknown = JSON.parse(event.body);
    return { events: source.read(body, { at: event.receivedAt, resource: event.resource }) };
  } catch (error) {
    if (!(error instanceof UserError)) needs.log.error({ event: event.id, error }, 'an alert event could not be read');
    return { rejected: error instanceof Error ? error.message : 'it could not be read' };
  }
}

async function consider(
  needs: TriageNeeds,
  event: StoredEvent,
  alerts: readonly AlertEvent[],
): Promise<{ readonly change: Change; readonly decisions: readonly Decision[] }> {
  const now = needs.clock.now();
  const picture = createPicture(needs.ledger, needs.routes, now);
  const decisions: Decision[] = [];
  for (const alert of alerts) {
    const decision = decide(alert, await picture.situation(alert, await serviceOf(needs, alert)));
    picture.apply(decision);
    decisions.push(decision);
  }
  const first = decisions[0] ?? { name: 'resolved', reason: 'it says nothing about an alert' };
  return { change: { ...picture.change(), triaged: [{ event: event.id, decision: first.name, reason: first.reason }] }, decisions };
}

/** A catalogue that cannot answer must not hold an alert back: it is announced as unassigned instead. */
async function serviceOf(needs: TriageNeeds, event: AlertEvent): Promise<string | undefined> {
  try {
    const service = await needs.catalogue.serviceOf({ resources: event.resources, project: event.project });
    return service?.name;
  } catch (error) {
    needs.log.error({ alert: event.key, error }, 'the service of an alert could not be found');
    return undefined;
  }
}
