import type { ProviderError } from '../../src/core/errors.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { AlertEvent } from '../../src/core/model/alert.ts';
import type { Service } from '../../src/core/model/service.ts';
import type { IssueTracker, NewIssue } from '../../src/core/ports.ts';
import { createDeliveries } from '../../src/services/deliveries.ts';
import { createHandlers } from '../../src/services/deliveries-handlers.ts';
import { createIncidents } from '../../src/services/incidents.ts';
import { createResolveQuiet } from '../../src/services/incidents-quiet.ts';
import { createTriage } from '../../src/services/triage.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { digest } from '../../templates/digest.ts';
import { incidentCard } from '../../templates/incident.ts';
import { timelineEntry } from '../../templates/timeline.ts';
import { createFakeChat } from './chat.ts';
import { createHandClock } from './hand-clock.ts';
import { createLogList } from './log.ts';

export const shop: Service = {
  name: 'shop',
  title: 'Web shop',
  tier: 1,
  environment: 'production',
  owners: [],
  resources: [],
  jira: { project: 'SHOP' },
  dependsOn: [],
  kpis: {},
};

/** Everything around incidents, wired as in app.ts: the real ledger, services and templates; chats and the tracker are small fakes. */
export async function openIncidentDesk(over: (ledger: Ledger) => Partial<Ledger> = () => ({})) {
  const clock = createHandClock();
  const log = createLogList();
  const opened = await openSqliteLedger({ file: ':memory:', clock });
  const ledger = { ...opened, ...over(opened) };
  const slack = createFakeChat('slack');
  const teams = createFakeChat('teams');
  const tracker = createFakeTracker();
  const catalogue = { services: () => [shop], serviceOf: async () => shop };
  const start = () =>
    createDeliveries({
      ledger,
      handlers: createHandlers({
        ledger,
        catalogue,
        chats: new Map([
          ['slack', slack],
          ['teams', teams],
        ]),
        issues: tracker,
        store: 'ab12',
        digests: {
          schedule: async () => undefined,
          content: async (_schedule, at) => ({ at, from: at, timeZone: 'UTC', services: [], unassigned: [] }),
        },
        speech: { incidentCard, timelineEntry, digest },
        timeZone: 'UTC',
        clock,
        log,
      }),
      clock,
      log,
      random: () => 0.5,
    });
  const events: (readonly AlertEvent[])[] = [];
  const deliveries = start();
  const triage = createTriage({
    ledger,
    catalogue,
    // Bodies are numbers of what was handed to `alert`.
    sources: [{ name: 'azure', read: (body) => events[Number(body)] ?? [] }],
    routes: {
      routes: [],
      defaultRoute: [
        { platform: 'slack', channel: '#incidents' },
        { platform: 'teams', channel: '19:inc' },
      ],
    },
    clock,
    log,
    wake: () => undefined,
  });
  return {
    clock,
    log,
    ledger,
    slack,
    teams,
    tracker,
    deliveries,
    /** A second process on the same ledger, as after a restart. */
    restart: start,
    incidents: createIncidents({ ledger, catalogue, clock, issueTracker: 'configured', timeZone: 'UTC', deliveries }),
    quiet: createResolveQuiet({ ledger, resolveAfterMs: 300_000, log, wake: () => undefined }),
    /** Stores the alert and triages it; nothing is delivered yet. */
    alert: async (event: Partial<AlertEvent>) => {
      const number = events.push([
        {
          source: 'azure',
          key: 'slow',
          state: 'fired',
          at: clock.now(),
          title: 'Slow responses',
          description: '',
          severity: 'P2',
          resources: [],
          ...event,
        },
      ]);
      await ledger.storeEvent({ source: 'azure', identity: `e${number}`, receivedAt: clock.now(), body: String(number - 1) });
      await triage.run();
    },
  };
}

export type IncidentDesk = Awaited<ReturnType<typeof openIncidentDesk>>;

/** A desk where INC-1 is open and told in both chats. */
export async function deskWithIncident(): Promise<IncidentDesk> {
  const desk = await openIncidentDesk();
  await desk.alert({});
  await desk.deliveries.run(desk.clock.now());
  return desk;
}

/** Keeps issues by their mark, so that one mark is one issue, as the port wants it. */
export function createFakeTracker(): Pick<IssueTracker, 'create' | 'check'> & {
  readonly issues: () => readonly NewIssue[];
  readonly fail: (error: ProviderError) => void;
} {
  const issues = new Map<string, NewIssue>();
  const failures: ProviderError[] = [];
  return {
    issues: () => [...issues.values()],
    fail: (error) => void failures.push(error),
    create: async (issue) => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      issues.set(issue.mark, issue);
      const key = `${issue.project}-${[...issues.keys()].indexOf(issue.mark) + 1}`;
      return { key, url: `https://jira.example.com/browse/${key}` };
    },
    check: async () => [],
  };
}
