import type { Log } from '../src/core/ports.ts';
import { createAzureEmulator } from './azure/index.ts';
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
import { createTeamsEmulator, type TeamsEmulator } from './teams/index.ts';

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
  const sentry = createSentryEmulator(needs);
  const jira = createJiraEmulator(needs);
  const scenarios = createScenarios({
    clock,
    estate,
    fireAzureAlert: azure.fireAlert,
    fireSentryAlert: sentry.fire,
    releaseInSentry: sentry.release,
  });
  return {
    slack,
    teams,
    feed,
    estate,
    workspaces: store.workspaces,
    scenarios,
    warmUp: logs.warmUp,
    emulators: [slack, teams, azure, sentry, jira],
  };
}
