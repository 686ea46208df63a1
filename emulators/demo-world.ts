import type { Log } from '../src/core/ports.ts';
import { type AlertMessage, createAlerting } from './alerting/index.ts';
import { createAlertmanagerEmulator } from './alertmanager/index.ts';
import { type AzureEmulator, createAzureEmulator } from './azure/index.ts';
import { createLogEngine } from './azure/logs-kql.ts';
import type { EmulatorClock } from './clock.ts';
import { type Emulator, MessageFeed, MessageLog } from './emulator.ts';
import { createEstate, type Estate } from './estate/estate.ts';
import type { Faults } from './faults.ts';
import { createJiraEmulator } from './jira/index.ts';
import { createLogs, type LogWorkspace } from './logs/index.ts';
import { createScenarios, type Scenarios } from './scenarios/index.ts';
import { createSentryEmulator } from './sentry/index.ts';
import { createSlackEmulator, type SlackEmulator } from './slack/index.ts';
import { createSonarcloudEmulator } from './sonarcloud/index.ts';
import { createTeamsEmulator, type TeamsEmulator } from './teams/index.ts';
import type { Attempt } from './webhook.ts';

export interface WorldNeeds {
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  readonly baseUrl: string;
  readonly botUrl: string;
  /** Whether the chats keep their platforms' rate limits. */
  readonly limits: 'documented' | 'none';
  readonly log: Log;
}

/** Everything outside the bot. */
export interface World {
  readonly slack: SlackEmulator;
  readonly teams: TeamsEmulator;
  readonly azure: AzureEmulator;
  /** What both chats have in common: one order of all that is posted. */
  readonly feed: MessageFeed;
  readonly estate: Estate;
  /** Log Analytics, the central one first. */
  readonly workspaces: readonly LogWorkspace[];
  readonly scenarios: Scenarios;
  /** Has the logs ready for the first query, in the background. */
  readonly warmUp: () => Promise<void>;
  /** All of them, to be mounted and stopped. */
  readonly emulators: readonly Emulator[];
}

/** The same seed every time: the demo's charts look alike from one start to the next. */
const seed = 'tocsin';

export function createWorld(needs: WorldNeeds): World {
  const { clock, faults } = needs;
  const world = { clock, faults, baseUrl: () => needs.baseUrl, botUrl: () => needs.botUrl };
  const estate = createEstate({ seed, clock });
  const feed = new MessageFeed();
  const slack = createSlackEmulator({
    ...world,
    messages: new MessageLog(feed),
    limits: needs.limits === 'documented' ? 'documented' : undefined,
  });
  const teams = createTeamsEmulator({
    ...world,
    messages: new MessageLog(feed),
    limits: needs.limits === 'documented' ? undefined : { perSecond: Number.POSITIVE_INFINITY, perThreadAndHour: Number.POSITIVE_INFINITY },
  });
  const store = createLogs({ estate, clock, seed });
  const logs = createLogEngine({ store, clock, log: needs.log });
  const azure = createAzureEmulator({ ...world, estate, logs });
  const sentry = createSentryEmulator({ ...needs, estate });
  const jira = createJiraEmulator(needs);
  const alertmanager = createAlertmanagerEmulator(needs);
  const sonarcloud = createSonarcloudEmulator(needs);
  const sources = { azure, sentry, alertmanager, sonarcloud };
  const scenarios = createScenarios({
    clock,
    estate,
    seed,
    baseUrl: needs.baseUrl,
    alerting: createAlerting({ estate, seed, baseUrl: needs.baseUrl }),
    post: (message) => told(sources[message.source].post(message), message, needs.log),
    releaseInSentry: sentry.release,
  });
  return {
    slack,
    teams,
    azure,
    feed,
    estate,
    workspaces: store.workspaces,
    scenarios,
    warmUp: logs.warmUp,
    emulators: [slack, teams, azure, sentry, jira, alertmanager, sonarcloud],
  };
}

/** Whoever runs the demo is told what the bot does not take; whether the source tries again is its own affair. */
async function told(posted: Promise<Attempt>, message: AlertMessage, log: Log): Promise<Attempt> {
  const attempt = await posted;
  const { status } = attempt;
  if (status === undefined || status > 299)
    log.warn({ source: message.source, rule: message.alerts[0]?.rule, status: status ?? 'no answer' }, 'the bot did not take a message');
  return attempt;
}
