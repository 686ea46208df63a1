import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import type { Log } from '../src/core/ports.ts';
import { azureRules } from './azure/alert-rules.ts';
import { EmulatorClock } from './clock.ts';
import { type Configured, writeConfiguration } from './configuration.ts';
import { type ControlNeeds, mountControl } from './control.ts';
import { createWorld, type World } from './demo-world.ts';
import { EmulatorFault } from './emulator.ts';
import { Faults } from './faults.ts';
import { lockFolder } from './folder-lock.ts';
import { keepAhead, keptAhead } from './kept-clock.ts';
import { buildPage } from './page/build.ts';
import { mountPage } from './page/routes.ts';
import { type BotProcess, startBotProcess } from './process.ts';
import { createDemoServer, freePort, listen } from './server.ts';
import type { SlackEmulator } from './slack/index.ts';
import type { TeamsEmulator } from './teams/index.ts';
import { secrets } from './world.ts';

export interface DemoOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly botPort: number;
  /** For the bot's configuration, data and log. */
  readonly folder: string;
  readonly page: boolean;
  /** Whether the bot's data of the last time is kept; fresh unless said. */
  readonly data?: 'keep' | 'fresh' | undefined;
  /** Milliseconds since 1970; the real time unless given, or as far ahead of it as the kept data is. */
  readonly clockStart?: number | undefined;
  /** 'none': the emulators alone, for a test that runs the bot itself. */
  readonly bot?: 'process' | 'none' | undefined;
  /** Whether the chats keep their platforms' rate limits; they do unless said. A bench measures the bot without them. */
  readonly limits?: 'documented' | 'none' | undefined;
  /** As ConfigurationNeeds.database. */
  readonly database?: string | undefined;
  /** Gets lines about progress. */
  readonly tell?: ((line: string) => void) | undefined;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal | undefined;
}

export interface Demo {
  readonly url: string;
  readonly botUrl: string;
  readonly clock: EmulatorClock;
  readonly faults: Faults;
  readonly slack: SlackEmulator;
  readonly teams: TeamsEmulator;
  readonly bot: BotProcess | undefined;
  readonly configured: Configured;
  readonly logFile: string;
  /** Has the logs ready for the first query, in small steps, in the background. */
  readonly warmUp: () => Promise<void>;
  /** Ends the bot, the emulators and the server. */
  readonly stop: () => Promise<void>;
}

const heartbeatMs = 1_000;
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Starts the emulators and the bot; settles when everything can be used. Throws PortTaken, FolderTaken, or with the end of the bot's log. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const tell = options.tell ?? (() => undefined);
  const ahead = options.data === 'keep' ? await keptAhead(options.folder) : 0;
  const clock = new EmulatorClock({
    start: options.clockStart ?? Date.now() + ahead,
    onMoved: (by) => keepAhead(options.folder, by),
  });
  const faults = new Faults(clock.now);
  const port = await freePort(options.port, 'DEMO_PORT');
  const botPort = await freePort(options.botPort, 'TOCSIN_PORT');
  const url = `http://127.0.0.1:${port}`;
  const botUrl = `http://127.0.0.1:${botPort}`;
  const lock = await lockFolder(options.folder, url);
  const world = createWorld({ clock, faults, baseUrl: url, botUrl, limits: options.limits ?? 'documented', log: toldLog(tell) });
  let bot: BotProcess | undefined;

  const server = createDemoServer(world.emulators, faults);
  mountControl(server, { ...controlled(world), clock, faults, targets: world.emulators.map((one) => one.name), bot: () => bot, botUrl });
  const page = options.page ? buildPage() : undefined;
  // Whoever awaits it below hears of a failure; before that, another failure may have ended the start.
  page?.catch(() => undefined);
  if (page !== undefined) mountPage(server, page);
  await listen(server, port).catch((error: unknown) => {
    lock.release();
    throw error;
  });

  const heartbeat = setInterval(() => {
    clock.tick().catch((error: unknown) => tell(`Something that was due failed: ${String(error)}`));
  }, heartbeatMs);
  const stop = async (): Promise<void> => {
    clearInterval(heartbeat);
    await bot?.stop();
    for (const emulator of world.emulators) await emulator.stop();
    await server.close();
    lock.release();
  };

  try {
    const subscriptions = world.estate.subscriptions.map((one) => one.id);
    const configured = await writeConfiguration(
      options.folder,
      { baseUrl: url, botPort, subscriptions, workspaces: world.workspaces, database: options.database },
      options.data ?? 'fresh',
    );
    keepAhead(options.folder, clock.ahead());
    const logFile = join(options.folder, 'bot.log');
    if (options.bot !== 'none') bot = startBot(configured, { folder: options.folder, logFile, botUrl, world, tell });
    await orAborted(Promise.all([bot === undefined ? undefined : usable(bot, world), page]), options.signal);
    return { url, botUrl, clock, faults, slack: world.slack, teams: world.teams, warmUp: world.warmUp, bot, configured, logFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The emulators have nothing to say but what went wrong. */
function toldLog(tell: (line: string) => void): Log {
  const say = (what: object, message: string): void => tell(`${message}: ${inspect(what, { breakLength: Number.POSITIVE_INFINITY })}`);
  return { debug: () => undefined, info: () => undefined, warn: say, error: say };
}

interface BotSurroundings {
  readonly folder: string;
  readonly logFile: string;
  readonly botUrl: string;
  readonly world: World;
  readonly tell: (line: string) => void;
}

function startBot(configured: Configured, { folder, logFile, botUrl, world, tell }: BotSurroundings): BotProcess {
  const bot = startBotProcess({
    command: [main, 'start', '--config', configured.configFile],
    folder,
    env: { ...inherited(), ...configured.variables },
    logFile,
    url: botUrl,
    onRestart: (how) => {
      tell(`The bot ended (${how}) and is started again.`);
      usable(bot, world).catch((error: unknown) => tell(String(error)));
    },
  });
  return bot;
}

/** Settles when the bot is ready and can be spoken to on both chats. In Teams, somebody has to add it to the team first. */
async function usable(bot: BotProcess, world: World): Promise<void> {
  await bot.ready();
  await world.teams.install();
  await Promise.all([world.slack.botConnected(), world.teams.botConnected()]);
}

function controlled({
  slack,
  teams,
  feed,
  azure,
  workspaces,
  scenarios,
}: World): Pick<ControlNeeds, 'chats' | 'feed' | 'scenarios' | 'workspaces' | 'secrets' | 'alertRules'> {
  return {
    chats: [slack, teams],
    feed,
    scenarios,
    workspaces: workspaces.map(({ id, name }) => ({ id, name })),
    alertRules: {
      list: () => azureRules.map(({ name, severity }) => ({ name, severity, webhook: azure.actionGroups.kindOf(name) })),
      use: (webhook, rule) => {
        if (rule !== undefined && !azureRules.some(({ name }) => name === rule))
          throw new EmulatorFault(404, `No alert rule is called ${rule}.`);
        azure.actionGroups.use(webhook, rule);
      },
    },
    secrets: async () => ({
      // What POST /webhooks/azure takes. Tokens live for an hour, so each reader gets a new one.
      azureBearer: await azure.actionGroups.token(),
      azureWebhook: secrets.azureWebhook,
      sentry: secrets.sentry,
      alertmanager: secrets.alertmanager,
      sonarcloud: secrets.sonarcloud,
      jira: secrets.jiraWebhook,
    }),
  };
}

/** The process's own variables: the bot needs PATH and the like. */
function inherited(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

async function orAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return void (await work);
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The start was ended.')), { once: true });
  });
  await Promise.race([work, aborted]);
}
