import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Pace } from '../../src/core/model/delivery.ts';
import type { Incident, TimelineEntry } from '../../src/core/model/incident.ts';
import { readTarget } from '../../src/core/model/person.ts';
import type { Severity } from '../../src/core/model/severity.ts';
import type { Clock } from '../../src/core/ports.ts';
import { createDeliveries } from '../../src/services/deliveries/deliveries.ts';
import { createHandlers } from '../../src/services/deliveries/handlers.ts';
import type { Chat } from '../../src/services/deliveries/post.ts';
import { changeOf, type Telling } from '../../src/services/incidents-change.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { digest } from '../../templates/digest.ts';
import { incidentCard } from '../../templates/incident.ts';
import { notice } from '../../templates/notice.ts';
import { threadNews } from '../../templates/timeline.ts';
import { createMemorySettings } from './catalogue-settings.ts';
import { createFakeChat } from './chat.ts';
import { createHandClock, type HandClock } from './hand-clock.ts';
import { createLogList } from './log.ts';

const paces: Readonly<Record<string, Pace>> = { slack: { everyMs: 1_000, burst: 1 }, teams: { everyMs: 2_010, burst: 5, atOnce: 1 } };

/** What is not given happens at once. */
export const telling: Telling = { groupWait: { P0: 0, P1: 0, P2: 0, P3: 0 }, groupInterval: 10_000 };

export interface DeskOptions {
  readonly over?: (ledger: Ledger) => Partial<Ledger>;
  /** Instead of a clock that stands still. */
  readonly clock?: Clock;
  readonly telling?: Telling;
  /** Instead of the fake of Slack, which then hears nothing. */
  readonly slack?: Chat;
  /** The same of Teams. */
  readonly teams?: Chat;
}

export type DeliveryDesk = Awaited<ReturnType<typeof openDeliveryDesk>>;

/** The delivery of incidents' messages as app.ts wires it, on a ledger in memory (the real one); Teams, as in life, cannot be asked for messages. */
export async function openDeliveryDesk(options: DeskOptions = {}) {
  const hand = createHandClock();
  const clock = options.clock ?? hand;
  const log = createLogList();
  const inMemory = await openSqliteLedger({ file: ':memory:', clock });
  const ledger = { ...inMemory, ...options.over?.(inMemory) };
  const slack = createFakeChat('slack', { now: clock.now });
  const teams = createFakeChat('teams', { now: clock.now, find: 'absent' });
  const handlers = createHandlers({
    ledger,
    catalogue: { services: () => [] },
    settings: createMemorySettings(),
    chats: new Map([
      ['slack', options.slack ?? slack],
      ['teams', options.teams ?? teams],
    ]),
    issues: undefined,
    store: 'ab12',
    digests: {
      schedule: async () => undefined,
      content: async (_schedule, at) => ({ at, from: at, timeZone: 'UTC', services: [], unassigned: [] }),
    },
    speech: { incidentCard, threadNews, notice, digest },
    timeZone: 'UTC',
    linkHosts: () => [],
    clock,
    log,
  });
  const start = () =>
    createDeliveries({
      ledger,
      handlers,
      pace: (destination) => paces[destination.split(':', 1).join('')],
      clock,
      log,
      random: () => 0.5,
      pause: (ms, signal) => pause(ms, undefined, { signal }),
    });
  const deliveries = start();
  const tell = tellerOf(inMemory, clock, options.telling ?? telling);
  return { clock: hand, log, ledger, slack, teams, deliveries, ...tell, /** A second process on the same ledger. */ restart: start };
}

/** Commits what triage would. */
function tellerOf(ledger: Ledger, clock: Clock, wishes: Telling) {
  const commit = async (incident: Incident, kind: TimelineEntry['kind'], texts: readonly string[]): Promise<void> => {
    const entries = texts.map((text) => ({ incident: incident.id, at: clock.now(), kind, text }));
    const outcome = await ledger.commit(changeOf(incident, entries, clock.now(), wishes));
    if (outcome === 'conflict') throw new Error(`somebody else changed ${incident.id}`);
  };
  return {
    /** Opens INC-`number` in the rooms "slack:#ops", "teams:19:ops" unless others are given; `service: undefined`: of none. */
    open: async (number: number, of: { service?: string | undefined; severity?: Severity; rooms?: readonly string[] } = {}) => {
      const { severity = 'P1', rooms = ['slack:#ops', 'teams:19:ops'] } = of;
      const service = 'service' in of ? of.service : 'shop';
      const incident: Incident = {
        id: `INC-${number}`,
        ...(service === undefined ? { services: [] } : { service, services: [service] }),
        title: `Slow ${number}`,
        severity,
        state: 'triggered',
        openedAt: clock.now(),
        alerts: [],
        rooms: rooms.flatMap((room) => readTarget(room) ?? []).map((target) => ({ target })),
        version: 0,
      };
      await commit(incident, 'opened', ['opened']);
    },
    /** Something worse has joined INC-`number`. */
    raise: async (number: number, severity: Severity) => {
      const incident = await ledger.incident(`INC-${number}`);
      if (incident === undefined) throw new Error(`there is no INC-${number}`);
      await commit({ ...incident, severity }, 'severity', [`now ${severity}`]);
    },
    /** A word to those who run Tocsin, into slack:#ops. */
    notice: async (text: string) => {
      const target = { platform: 'slack', channel: '#ops' };
      const effect = { kind: 'notice', text, target } as const;
      const delivery = { key: text, lane: text, destination: 'slack:#ops', owner: '', urgency: 'act', effect, dueAt: clock.now() } as const;
      await ledger.commit({ deliveries: [delivery] });
    },
    /** A line of INC-`number`'s story, or several that are decided together. */
    news: async (number: number, texts: string | readonly string[], kind: TimelineEntry['kind'] = 'joined') => {
      const incident = await ledger.incident(`INC-${number}`);
      if (incident === undefined) throw new Error(`there is no INC-${number}`);
      await commit(incident, kind, typeof texts === 'string' ? [texts] : texts);
    },
  };
}

/** Lets the clock go from due time to due time until nothing waits or `until` is reached. */
export async function runOn(
  { deliveries }: Pick<DeliveryDesk, 'deliveries'>,
  clock: HandClock,
  until = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (;;) {
    const next = await deliveries.next();
    if (next === undefined || next > until) break;
    clock.set(Math.max(next, clock.now()));
    await deliveries.run(clock.now());
  }
  if (Number.isFinite(until)) clock.set(until);
}
