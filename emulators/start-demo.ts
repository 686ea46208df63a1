import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmulatorClock } from './clock.ts';
import { type Configured, writeConfiguration } from './configuration.ts';
import { mountControl } from './control.ts';
import type { EmulatedChat } from './emulator.ts';
import { Faults } from './faults.ts';
import { buildPage } from './page/build.ts';
import { mountPage } from './page/routes.ts';
import { type BotProcess, startBotProcess } from './process.ts';
import { createDemoServer, freePort, listen } from './server.ts';
import { createWorld } from './demo-world.ts';

export interface DemoOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly botPort: number;
  /** For the bot's configuration, data and log. */
  readonly folder: string;
  readonly page: boolean;
  /** Whether the bot's data of the last time is kept; fresh unless said. */
  readonly data?: 'keep' | 'fresh' | undefined;
  /** Milliseconds since 1970; the real time unless given. */
  readonly clockStart?: number | undefined;
  /** 'none': the emulators alone, for a test that runs the bot itself. */
  readonly bot?: 'process' | 'none' | undefined;
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
  readonly slack: EmulatedChat;
  readonly teams: EmulatedChat;
  readonly bot: BotProcess | undefined;
  readonly configured: Configured;
  readonly logFile: string;
  /** Ends the bot, the emulators and the server. */
  readonly stop: () => Promise<void>;
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Starts the emulators and the bot; settles when everything can be used. Throws PortTaken, or with the end of the bot's log. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const tell = options.tell ?? (() => undefined);
  const clock = new EmulatorClock({ start: options.clockStart });
  const faults = new Faults(clock.now);
  const botPort = await freePort(options.botPort, 'TOCSIN_PORT');
  const botUrl = `http://127.0.0.1:${botPort}`;
  let url = '';
  const world = createWorld({ clock, faults, baseUrl: () => url, botUrl: () => botUrl });
  let bot: BotProcess | undefined;

  const server = createDemoServer(world.emulators);
  mountControl(server, { ...world.control, clock, faults, bot: () => bot, botUrl: () => botUrl });
  const page = options.page ? buildPage() : undefined;
  if (page !== undefined) mountPage(server, page);
  // Whoever awaits it below hears of a failure; before that, another failure may have ended the start.
  page?.catch(() => undefined);
  url = `http://127.0.0.1:${await listen(server, options.port)}`;

  const heartbeat = setInterval(() => {
    clock.tick().catch((error: unknown) => tell(`Something that was due failed: ${String(error)}`));
  }, 1_000);
  const stop = async (): Promise<void> => {
    clearInterval(heartbeat);
    await bot?.stop();
    for (const emulator of world.emulators) await emulator.stop();
    await server.close();
  };

  try {
    const configured = await writeConfiguration(options.folder, { baseUrl: url, botPort, ...world.configuration }, options.data ?? 'fresh');
    const logFile = join(options.folder, 'bot.log');
    if (options.bot !== 'none') {
      bot = startBotProcess({
        command: [process.execPath, main, 'start', '--config', configured.configFile],
        folder: options.folder,
        env: { ...inherited(), ...configured.variables },
        logFile,
        url: botUrl,
        onRestart: (how) => tell(`The bot ended (${how}) and is started again.`),
      });
      await orAborted(Promise.all([bot.ready(), world.slack.botConnected(), world.teams.botConnected(), page]), options.signal);
    } else await page;
    return { url, botUrl, clock, faults, slack: world.slack, teams: world.teams, bot, configured, logFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
