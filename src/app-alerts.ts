/**
 * The wiring of the way from alerts to incidents: the sources, what is asked of them, triage, and what is told.
 */
import { slackPace } from '../adapters/slack/index.ts';
import { teamsPace } from '../adapters/teams/index.ts';
import type { Stores } from './app-stores.ts';
import { linkHostsOf } from './config/link-hosts.ts';
import type { Config } from './config/load.ts';
import type { AlertPoll, AlertSource, DependencySource } from './core/alert-ports.ts';
import type { ChatAdapter } from './core/chat.ts';
import type { Pace } from './core/model/delivery.ts';
import type { Clock, CronTimes, DueJob, IssueTracker, Log, Suggest } from './core/ports.ts';
import type { WebhookNeeds } from './http/webhooks.ts';
import { createAlertPolls } from './services/alert-polls.ts';
import { createAlerts } from './services/alerts.ts';
import { assess } from './services/correlation/assess.ts';
import { correlate } from './services/correlation/correlate.ts';
import { createDependencies } from './services/correlation/dependencies.ts';
import { marksFor } from './services/correlation/marks.ts';
import { createDeliveries, type DeliveriesNeeds, systemOf } from './services/deliveries/deliveries.ts';
import { createFailedDeliveries } from './services/deliveries/failed.ts';
import { createHandlers } from './services/deliveries/handlers.ts';
import type { HandlerNeeds } from './services/deliveries/post.ts';
import { createIncidents } from './services/incidents.ts';
import { createIncidentsDue } from './services/incidents-due.ts';
import { noticesTo } from './services/notices.ts';
import type { Catalogue, Speech } from './services/services.ts';
import { createSilences } from './services/silences.ts';
import { createTriage, type TriageNeeds } from './services/triage/triage.ts';
import { createWaiting } from './services/triage/waiting.ts';

export interface AlertParts {
  readonly config: () => Config;
  readonly stores: Pick<Stores, 'ledger' | 'settings'>;
  readonly sources: readonly AlertSource[];
  readonly polls: readonly AlertPoll[];
  /** undefined: no telemetry can be asked. */
  readonly calls: DependencySource | undefined;
  readonly catalogue: Catalogue;
  readonly chats: ReadonlyMap<string, ChatAdapter>;
  readonly issues: IssueTracker | undefined;
  /** Tells this store from an earlier one, whose incidents had the same numbers. */
  readonly store: string;
  readonly digests: HandlerNeeds['digests'];
  readonly speech: Speech;
  readonly cron: CronTimes;
  readonly suggest: Suggest;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly pause: DeliveriesNeeds['pause'];
  readonly observe: DeliveriesNeeds['observe'];
  /** Aborted when the process ends: what asks a source for long is given up. */
  readonly stopping: AbortSignal;
  /** Lets webhooks be answered before more is decided. */
  readonly giveWay: TriageNeeds['giveWay'];
  /** Something was stored that may be due at once. */
  readonly wake: () => void;
}

/** What may go to a destination is its chat's affair; JIRA is asked as fast as it answers. */
const paces: ReadonlyMap<string, Pace> = new Map([
  ['slack', slackPace],
  ['teams', teamsPace],
]);

export function assembleAlerts(parts: AlertParts) {
  const { config, catalogue, cron, suggest, clock, log, issues } = parts;
  const { ledger, settings } = parts.stores;
  const { timeZone } = config().incidents;
  const issueTracker = issues === undefined ? 'absent' : 'configured';
  const linkHosts = (): readonly string[] => linkHostsOf(config());
  const handlers = createHandlers({ ...parts, ledger, settings, timeZone, linkHosts });
  const pace = (destination: string): Pace | undefined => paces.get(systemOf(destination));
  const deliveries = createDeliveries({ ...parts, ledger, handlers, pace });
  // The scheduler learns what falls due next, and what is due now goes out beside anything that is still under way.
  const announce = (): void => {
    parts.wake();
    deliveries.wake();
  };
  const dependencies = createDependencies({ source: parts.calls, catalogue, clock, log });
  const rules = (): Config['incidents'] => config().incidents;
  const deciding: TriageNeeds = {
    ledger,
    settings,
    catalogue,
    dependencies,
    rules,
    cron,
    clock,
    log,
    correlate,
    marksFor,
    assess,
    sources: parts.sources,
    giveWay: parts.giveWay,
    wake: announce,
  };
  const polls = createAlertPolls({
    polls: parts.polls,
    ledger,
    settings,
    clock,
    log,
    onStored: parts.wake,
    timeout: (ms) => AbortSignal.timeout(ms),
    stopping: parts.stopping,
  });
  const jobs: readonly DueJob[] = [
    createTriage(deciding),
    createWaiting({ ...deciding, ledger }),
    createIncidentsDue({ ...deciding, ledger }),
    deliveries,
    dependencies.job,
    ...polls,
  ];
  return {
    deliveries,
    jobs,
    incidents: createIncidents({ ledger, catalogue, settings, clock, issueTracker, timeZone, linkHosts, deliveries }),
    alerts: createAlerts({ ledger, settings, suggest }),
    silences: createSilences({
      ledger,
      catalogue,
      settings,
      maintenance: () => rules().maintenance,
      cron,
      suggest,
      clock,
      timeZone,
      wake: parts.wake,
    }),
    failedDeliveries: createFailedDeliveries({ ledger, deliveries, clock }),
    tell: teller(parts, announce),
  };
}

/** Of several processes that notice the same, one tells it; and it is told again when it still is so, or again. */
const noticeEveryMs = 3_600_000;

/** Tells those who run Tocsin something about itself, where incidents that no route matches are told. */
function teller({ config, stores, clock }: AlertParts, announce: () => void): WebhookNeeds['tell'] {
  return async ({ source, text }) => {
    const now = clock.now();
    const about = `${source}:${Math.floor(now / noticeEveryMs)}`;
    const deliveries = noticesTo(config().incidents.defaultRoute, { about, text, now });
    await stores.ledger.commit({ deliveries });
    announce();
  };
}
