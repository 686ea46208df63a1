import type { AlertPoll, PolledEvent } from '../core/alert-ports.ts';
import { ProviderError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { LastRun } from '../core/model/schedule.ts';
import type { Clock, DueJob, Log, Settings } from '../core/ports.ts';

export interface AlertPollNeeds {
  readonly polls: readonly AlertPoll[];
  readonly ledger: Pick<Ledger, 'storeEvent' | 'alertOfFiring'>;
  readonly settings: Pick<Settings, 'get' | 'put'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Something was stored: triage has something to do. */
  readonly onStored: () => void;
  /** Aborts after so many milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
  /** Aborted when the process stops: a poll may take minutes, and the next process asks from the same moment. */
  readonly stopping?: AbortSignal | undefined;
}

/** What was told late is asked for again: systems list an alert up to some minutes after it began. */
const overlapMs = 5 * 60_000;
/** What is over for longer when Tocsin first asks is nobody's business any more, and what fires unclosed since a month least of all. */
const firstLookMs = 60 * 60_000;
/** A look back over 30 days is many pages; a shorter patience would begin it again and again. */
const patienceMs = 10 * 60_000;
const longestPauseMs = 15 * 60_000;

/**
 * One job for each poll. Each asks for everything since its last success, which is kept in the settings, so that nothing is
 * missed while nobody runs; until a poll succeeds the next one asks from the same moment. Several processes may poll: what they
 * find has one identity and is stored once.
 */
export function createAlertPolls(needs: AlertPollNeeds): readonly DueJob[] {
  return needs.polls.map((poll) => jobOf(poll, needs));
}

function jobOf(poll: AlertPoll, needs: AlertPollNeeds): DueJob {
  const { settings, clock, log } = needs;
  const id = `poll ${poll.name}`;
  let failures = 0;
  let notBefore = Number.NEGATIVE_INFINITY;
  let told: string | undefined;

  const failed = (error: ProviderError, now: number, what: 'all of it' | 'a part'): void => {
    // One part that cannot be asked must not keep the others waiting.
    const doubledMs = what === 'a part' ? poll.everyMs : Math.min(poll.everyMs * 2 ** failures, Math.max(longestPauseMs, poll.everyMs));
    const pauseMs = Math.max(doubledMs, error.retry.when === 'later' ? Math.min(error.retry.afterMs, longestPauseMs) : 0);
    failures += 1;
    notBefore = now + pauseMs;
    // What lasts is said once, and again when it is something else.
    log[told === error.message ? 'debug' : 'warn'](
      { poll: poll.name, error, failures, pauseMs },
      'a source could not be asked for its alerts',
    );
    told = error.message;
  };

  const next = async (): Promise<number> => {
    const last = await settings.get('runs', id);
    const due = last === undefined ? clock.now() : last.due + poll.everyMs;
    // The clock was set back: then neither says anything.
    const now = clock.now();
    if (notBefore > now + Math.max(longestPauseMs, poll.everyMs)) notBefore = now;
    return Math.max(Math.min(due, now + poll.everyMs), notBefore);
  };

  /** Kept before the first poll: while none succeeds, what happens meanwhile is not to be missed. */
  const begin = async (now: number): Promise<LastRun> => {
    const first = { id, due: now - firstLookMs };
    await settings.put('runs', first);
    return first;
  };

  const run = async (now: number): Promise<void> => {
    const last = (await settings.get('runs', id)) ?? (await begin(now));
    const since = Math.max(Math.min(last.due, now) - overlapMs, now - poll.longestBackMs);
    try {
      const signal = AbortSignal.any([needs.timeout(patienceMs), ...(needs.stopping === undefined ? [] : [needs.stopping])]);
      const { events, failure, left = {} } = await poll.poll({ since, now, left: last.left }, { signal });
      await take(events, poll, needs, now);
      if (failure !== undefined) failed(failure, now, 'a part');
      // What waiting does not mend (a role that is missing) must not make each poll ask all the others further back than the last.
      if (failure?.retry.when === 'later') return;
      await settings.put('runs', { id, due: now, left: Object.keys(left).length === 0 ? undefined : left });
      if (failure === undefined) {
        failures = 0;
        told = undefined;
      }
    } catch (error) {
      if (needs.stopping?.aborted === true) return;
      if (!(error instanceof ProviderError)) throw error;
      failed(error, now, 'all of it');
    }
  };
  return { name: id, next, run };
}

/** Stores what is not known yet, in the order in which it was found. */
async function take(
  events: readonly PolledEvent[],
  poll: AlertPoll,
  { ledger, log, onStored }: AlertPollNeeds,
  now: number,
): Promise<void> {
  let stored = 0;
  for (const event of events) {
    if ((await known(event, poll, ledger)) === 'received') continue;
    const { identity, body, resource } = event;
    const outcome = await ledger.storeEvent({ identity, source: poll.source, receivedAt: now, body, resource, via: 'poll' });
    if (outcome === 'stored') stored += 1;
  }
  if (stored === 0) return;
  log.info({ poll: poll.name, stored, found: events.length }, 'alerts were found that nobody had posted');
  onStored();
}

/** What its webhook has told already. */
async function known({ firing, state }: PolledEvent, { source }: AlertPoll, ledger: AlertPollNeeds['ledger']): Promise<'received' | 'new'> {
  if (firing === undefined || state === undefined) return 'new';
  const alert = await ledger.alertOfFiring(source, firing);
  if (alert === undefined) return 'new';
  // One that is over fired before that.
  return alert.state === state || alert.state === 'resolved' ? 'received' : 'new';
}
