import { setTimeout as pause } from 'node:timers/promises';
import type { ProviderError } from '../../src/core/errors.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { AlertEvent } from '../../src/core/model/alert.ts';
import type { Service } from '../../src/core/model/service.ts';
import type { IssueTracker, NewIssue } from '../../src/core/ports.ts';
import { createCronTimes } from '../../src/schedule/cron-times.ts';
import { createDeliveries } from '../../src/services/deliveries/deliveries.ts';
import { createHandlers } from '../../src/services/deliveries/handlers.ts';
import { createIncidents } from '../../src/services/incidents.ts';
import { createIncidentsDue } from '../../src/services/incidents-due.ts';
import type { TriageRules } from '../../src/services/triage/rules.ts';
import { createTriage } from '../../src/services/triage/triage.ts';
import { createWaiting } from '../../src/services/triage/waiting.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { digest } from '../../templates/digest.ts';
import { incidentCard } from '../../templates/incident.ts';
import { notice } from '../../templates/notice.ts';
import { threadNews } from '../../templates/timeline.ts';
import { createMemorySettings } from './catalogue-settings.ts';
import { createFakeChat } from './chat.ts';
import { plainRules, sameService } from './correlating.ts';
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
export async function openIncidentDesk(over: (ledger: Ledger) => Partial<Ledger> = () => ({}), changed: Partial<TriageRules> = {}) {
  const clock = createHandClock();
  const log = createLogList();
  const opened = await openSqliteLedger({ file: ':memory:', clock });
  const ledger = { ...opened, ...over(opened) };
  const slack = createFakeChat('slack', { now: clock.now });
  const teams = createFakeChat('teams', { now: clock.now });
  const tracker = createFakeTracker();
  const catalogue = { services: () => [shop], serviceOf: async () => ({ service: shop, by: 'everything is of it' }) };
  const all: TriageRules = { ...plainRules, ...changed };
  const rules = (): TriageRules => all;
  const settings = createMemorySettings();
  const linkHosts = (): readonly string[] => ['portal.azure.com', 'jira.example.com'];
  const start = () =>
    createDeliveries({
      ledger,
      handlers: createHandlers({
        ledger,
        catalogue,
        settings,
        chats: new Map([
          ['slack', slack],
          ['teams', teams],
        ]),
        issues: tracker,
        store: 'ab12',
        digests: {
          schedule: async () => undefined,
          content: async (_schedule, at) => ({
            at,
            from: at,
            timeZone: 'UTC',
            services: [],
            unassigned: [],
          }),
        },
        speech: { incidentCard, threadNews, notice, digest },
        timeZone: 'UTC',
        linkHosts,
        clock,
        log,
      }),
      clock,
      log,
      random: () => 0.5,
      pace: () => undefined,
      pause: (ms, signal) => pause(ms, undefined, { signal }),
    });
  const events: (readonly AlertEvent[])[] = [];
  const deliveries = start();
  const needs = {
    ...sameService,
    ledger,
    catalogue,
    // Bodies are numbers of what was handed to `alert`.
    sources: [{ name: 'azure' as const, read: (body: unknown) => events[Number(body)] ?? [] }],
    rules,
    settings,
    dependencies: { all: () => [] },
    cron: createCronTimes(),
    clock,
    log,
    wake: () => undefined,
  };
  const triage = createTriage(needs);
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
    incidents: createIncidents({
      ledger,
      catalogue,
      settings,
      clock,
      issueTracker: 'configured',
      timeZone: 'UTC',
      linkHosts,
      deliveries,
    }),
    settings,
    /** Resolves incidents that stayed quiet, and reminds of those that still fire. */
    due: createIncidentsDue(needs),
    /** Looks again at alerts that wait. */
    waiting: createWaiting(needs),
    /** Stores the alert and triages it; nothing is delivered yet. */
    alert: async (event: Partial<AlertEvent>) => {
      const number = events.push([
        {
          source: 'azure',
          rule: 'slow responses',
          labels: {},
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

/** Lets time go by for so long, stopping wherever something falls due: jobs and messages happen at their own times. */
export async function elapse(
  { clock, due, waiting, deliveries }: Pick<IncidentDesk, 'clock' | 'due' | 'waiting' | 'deliveries'>,
  ms: number,
): Promise<void> {
  const end = clock.now() + ms;
  for (;;) {
    const nexts = await Promise.all([due, waiting, deliveries].map(async (job) => ({ job, at: await job.next() })));
    const [next] = nexts
      .flatMap(({ job, at }) => (at === undefined || at > end ? [] : [{ job, at }]))
      .toSorted((one, other) => one.at - other.at);
    if (next === undefined) break;
    clock.set(Math.max(next.at, clock.now()));
    await next.job.run(clock.now());
    await deliveries.idle();
  }
  clock.set(end);
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
