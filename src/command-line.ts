/** Gives src/cli what it needs of everything else, and the process its exit code. */
import { readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { slackManifest } from '../adapters/slack/manifest.ts';
import { teamsIcons } from '../adapters/teams/icons.ts';
import { teamsManifest } from '../adapters/teams/manifest.ts';
import { commands } from '../commands/index.ts';
import { createSignatures } from './auth/signatures.ts';
import type { CliDependencies, Terminal } from './cli/dependencies.ts';
import { runCli } from './cli/index.ts';
import { azureFiles } from './cli/manifest-azure.ts';
import { slackFiles, teamsFiles } from './cli/manifest-files.ts';
import { readEnvironment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import type { Log } from './core/ports.ts';
import { socketPath } from './core/socket-path.ts';
import { createCronTimes } from './schedule/cron-times.ts';
import { builtInKpis } from './services/kpis.ts';
import { createTextPatterns } from './text/patterns.ts';
import { createSuggest } from './text/suggest.ts';
import { createTimeText } from './text/time-text.ts';

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  width: process.stdout.columns,
  user: userInfo().username,
  folder: process.cwd(),
  onSignal: (signal, handle) => {
    process.on(signal, handle);
    return () => process.off(signal, handle);
  },
};

// The bot and all that it loads are imported by the subcommand that needs them, so that the others answer at once.
const bot = (): Promise<typeof import('./bot.ts')> => import('./bot.ts');

const replays = (): Promise<typeof import('./app-replay.ts')> => import('./app-replay.ts');
/** What was decided is the answer; nobody reads a log beside it. */
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const dependencies: CliDependencies = {
  version: versionOf(readFileSync(new URL('../package.json', import.meta.url), 'utf8')),
  terminal,
  environment: readEnvironment,
  load: (options) =>
    loadConfig(options, {
      suggest: createSuggest(),
      cron: createCronTimes(),
      patterns: createTextPatterns(),
      times: createTimeText(),
      kpis: builtInKpis,
    }),
  startApp: async (loaded) => (await bot()).startBot(loaded, dependencies.socketPath),
  checks: async function* checks(loaded, signal) {
    yield* (await bot()).checkConnections(loaded, signal);
  },
  socketPath: (folder) => socketPath(folder, { hash: createSignatures().hash, temporary: tmpdir() }),
  runHere: async (loaded, request, signal) => (await bot()).runHere(loaded, request, signal),
  replay: async (loaded, messages, onMessage) => (await replays()).replayLines(loaded, { messages, onMessage }, quiet),
  replayLedger: async (loaded, range) => (await replays()).replayLedger(loaded, range, quiet),
  manifests: {
    slack: (loaded) => slackFiles(loaded, (options) => slackManifest(commands, options)),
    teams: (loaded) => teamsFiles(loaded, (options) => teamsManifest(commands, options), teamsIcons()),
    azure: azureFiles,
  },
};

function versionOf(json: string): string {
  const content: unknown = JSON.parse(json);
  return typeof content === 'object' && content !== null && 'version' in content ? String(content.version) : 'unknown';
}

/** With the time `start` gives its work, less than the ten seconds that the process has after SIGTERM. */
const lingerMs = 300;

/** Runs `tocsin` with these arguments. */
export async function runMain(args: readonly string[]): Promise<void> {
  process.exitCode = await runCli(args, dependencies);
  // Work that was given up still holds sockets and timers, and would keep the process for as long as it takes. One that has
  // nothing left ends before this.
  setTimeout(() => process.exit(), lingerMs).unref();
}
