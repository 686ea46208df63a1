import type { AlertSource } from '../../src/core/alert-ports.ts';
import { ProviderError, UserError } from '../../src/core/errors.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Alert, AlertEvent } from '../../src/core/model/alert.ts';
import type { DecisionRecord } from '../../src/core/model/decision.ts';
import type { Service } from '../../src/core/model/service.ts';
import { createCronTimes } from '../../src/schedule/cron-times.ts';
import { createIncidentsDue } from '../../src/services/incidents-due.ts';
import type { Correlating } from '../../src/services/triage/context.ts';
import type { TriageRules } from '../../src/services/triage/rules.ts';
import { createTriage } from '../../src/services/triage/triage.ts';
import { createWaiting } from '../../src/services/triage/waiting.ts';
import { openSqliteLedger } from '../../src/stores/ledger/sqlite.ts';
import { createMemorySettings } from './catalogue-settings.ts';
import { plainRules, sameService } from './correlating.ts';
import { createHandClock } from './hand-clock.ts';
import { createLogList } from './log.ts';

/** Bodies are lists of alert events as they are. */
export const listSource: Pick<AlertSource, 'name' | 'read'> = {
  name: 'azure',
  read: (body) => {
    if (!Array.isArray(body)) throw new UserError('This is not a list of alerts.');
    return body as readonly AlertEvent[];
  },
};

export const serviceCalled = (name: string): Service => ({
  name,
  title: name,
  tier: 2,
  environment: 'production',
  owners: [],
  resources: [],
  dependsOn: [],
  kpis: {},
});

/** "slow" of "shop-db" fires, unless said otherwise. */
export const eventOf = (over: Partial<AlertEvent>): AlertEvent => ({
  source: 'azure',
  rule: 'slow',
  key: 'slow',
  state: 'fired',
  at: 1_000,
  title: 'Slow',
  description: '',
  severity: 'P2',
  resources: ['shop-db'],
  labels: {},
  ...over,
});

export interface TriageDeskOptions {
  readonly over?: (ledger: Ledger) => Partial<Ledger>;
  readonly rules?: Partial<TriageRules>;
  readonly correlating?: Correlating;
}

export type TriageDesk = Awaited<ReturnType<typeof openTriageDesk>>;

/** Triage on a real ledger; every service ("shop", "bank") owns the resources that begin with its name. Nothing goes out. */
export async function openTriageDesk({ over, rules: changed, correlating = sameService }: TriageDeskOptions = {}) {
  const clock = createHandClock();
  const opened = await openSqliteLedger({ file: ':memory:', clock });
  const ledger = { ...opened, ...over?.(opened) };
  const log = createLogList();
  const services = [serviceCalled('shop'), serviceCalled('bank')];
  const settings = createMemorySettings();
  let rules: TriageRules = { ...plainRules, ...changed };
  const told: DecisionRecord[] = [];
  const needs = {
    ...correlating,
    ledger,
    catalogue: {
      services: () => services,
      serviceOf: async ({ resources }: Pick<AlertEvent, 'resources'>) => {
        if (resources[0] === 'catalogue down')
          throw new ProviderError('Azure', 'it cannot be reached', { retry: { when: 'later', afterMs: 0 } });
        const service = services.find((one) => resources[0]?.startsWith(one.name) === true);
        return service === undefined ? undefined : { service, by: `its resource ${resources[0]}` };
      },
    },
    sources: [listSource],
    rules: () => rules,
    settings,
    dependencies: { all: () => [] },
    cron: createCronTimes(),
    clock,
    log,
    wake: () => undefined,
    observe: (decisions: readonly DecisionRecord[]) => void told.push(...decisions),
  };
  const start = () => ({
    triage: createTriage(needs),
    waiting: createWaiting(needs),
    due: createIncidentsDue(needs),
  });
  const running = start();
  let stored = 0;
  const store = async (...events: readonly AlertEvent[]): Promise<void> => {
    stored += 1;
    await ledger.storeEvent({ source: 'azure', identity: `e${stored}`, receivedAt: clock.now(), body: JSON.stringify(events) });
  };
  const incident = async (id = 'INC-1') => ledger.incident(id);
  return {
    ...running,
    clock,
    ledger,
    log,
    settings,
    /** Another process on the same ledger, as after a restart. */
    restart: start,
    changeRules: (to: Partial<TriageRules>) => {
      rules = { ...rules, ...to };
    },
    store,
    /** Stores the events as one message, triages, and gives back what was decided. */
    tell: async (...events: readonly AlertEvent[]): Promise<readonly DecisionRecord[]> => {
      const from = told.length;
      await store(...events);
      await running.triage.run();
      return told.slice(from);
    },
    /** Decisions so far, those that time brought too. */
    told: (): readonly DecisionRecord[] => told,
    incident,
    alert: (key = 'slow'): Promise<Alert | undefined> => ledger.alert(key),
    /** What the story of the incident says, without its opening. */
    story: async (id = 'INC-1'): Promise<readonly string[]> => (await ledger.timeline(id)).slice(1).map((entry) => entry.text),
    /** Runs what is due, at its own time, for so long. */
    elapse: async (ms: number): Promise<void> => {
      const end = clock.now() + ms;
      for (;;) {
        const nexts = await Promise.all([running.waiting, running.due].map(async (job) => ({ job, at: await job.next() })));
        const [next] = nexts
          .flatMap(({ job, at }) => (at === undefined || at > end ? [] : [{ job, at }]))
          .toSorted((one, other) => one.at - other.at);
        if (next === undefined) break;
        clock.set(Math.max(next.at, clock.now()));
        await next.job.run(clock.now());
      }
      clock.set(end);
    },
  };
}
