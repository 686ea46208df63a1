import type { Command } from 'commander';
import { ConfigFault } from '../config/faults.ts';
import { addConfigOptions, type ConfigOptions, loadForBot } from './configuration.ts';
import { type CliDependencies, type ExitCode, exitCodes, type RunningApp } from './dependencies.ts';

/** The promise is to end within 10 s of SIGTERM; the rest is for the process to go away. */
const drainMs = 9_500;

export function addStart(program: Command, deps: CliDependencies, done: (code: ExitCode) => void): void {
  addConfigOptions(program.command('start'))
    .description('run the bot until SIGTERM or Ctrl-C; SIGHUP reads the configuration again')
    .action(async (options: ConfigOptions) => done(await start(options, deps)));
}

async function start(options: ConfigOptions, deps: CliDependencies): Promise<ExitCode> {
  const signals = listen(deps);
  const deadline = deadlineAfter(signals.ended);
  let app: RunningApp | undefined;
  const serve = async (): Promise<'drained'> => {
    app = await deps.startApp(loadForBot(options, deps));
    const running = app;
    signals.onReload(() => reload(options, running, deps));
    await signals.ended;
    await running.stop();
    return 'drained';
  };
  try {
    if ((await Promise.race([serve(), deadline.passed])) === 'drained') return exitCodes.done;
    app?.log.warn({ afterMs: drainMs }, 'ending although work is left; what was accepted is taken up at the next start');
    return exitCodes.mistake;
  } finally {
    deadline.clear();
    signals.stop();
  }
}

/** Listens from the first moment on, so that a signal during the start is not lost. */
function listen({ terminal }: CliDependencies): {
  readonly ended: Promise<void>;
  readonly onReload: (reload: () => Promise<void>) => void;
  readonly stop: () => void;
} {
  const end = Promise.withResolvers<void>();
  let reloading = Promise.resolve();
  let reload = (): Promise<void> => Promise.resolve();
  const forget = [
    terminal.onSignal('SIGTERM', end.resolve),
    terminal.onSignal('SIGINT', end.resolve),
    // One after the other: a second SIGHUP during a reload reads the newest file when the first is through.
    terminal.onSignal('SIGHUP', () => {
      reloading = reloading.then(() => reload());
    }),
  ];
  return {
    ended: end.promise,
    onReload: (newReload) => {
      reload = newReload;
    },
    stop: () => {
      for (const stop of forget) stop();
    },
  };
}

/** Whatever goes wrong, the bot goes on as it was. */
async function reload(options: ConfigOptions, app: RunningApp, deps: CliDependencies): Promise<void> {
  try {
    await app.reload(loadForBot(options, deps));
  } catch (error) {
    const reason = error instanceof ConfigFault ? { faults: error.message.split('\n') } : { error };
    app.log.error(reason, 'the configuration was not reloaded; the old one stays in force');
  }
}

/** Passes `drainMs` after `ended`, whether the bot is then still starting or stopping. */
function deadlineAfter(ended: Promise<void>): { readonly passed: Promise<'late'>; readonly clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const pass = async (): Promise<'late'> => {
    await ended;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, drainMs);
    });
    return 'late';
  };
  return { passed: pass(), clear: () => clearTimeout(timer) };
}
