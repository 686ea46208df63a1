import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface BotProcessOptions {
  /** What Node is to run: the program's file and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where its log goes; appended to. */
  readonly logFile: string;
  /** "http://127.0.0.1:3978": asked for /readyz. */
  readonly url: string;
  /** Told when it died and is started again. */
  readonly onRestart: (how: string) => void;
}

/** The bot as a process of its own, started again whenever it dies. It dies with this one. */
export interface BotProcess {
  /** undefined while there is none. */
  readonly pid: () => number | undefined;
  /** Settles when /readyz answers 200; rejects with the end of the log when the process died before it ever was ready. */
  readonly ready: () => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => 'sent' | 'not running';
  /** Ends it for good: SIGTERM, and SIGKILL when it does not end within 11 s. */
  readonly stop: () => Promise<void>;
}

/** A bot that dies at once would otherwise be started again in a busy loop. */
const restartPauseMs = 300;
const leash = fileURLToPath(new URL('end-with-parent.ts', import.meta.url));
const readyPauseMs = 25;
const readyPatienceMs = 30_000;
/** The bot promises to end within 10 s of SIGTERM. */
const stopPatienceMs = 11_000;

export function startBotProcess(options: BotProcessOptions): BotProcess {
  let state: 'starting' | 'ready' | 'stopping' = 'starting';
  let child = launch(options);
  let startedAt = performance.now();
  let restart: NodeJS.Timeout | undefined;
  let failure: Error | undefined;

  const again = (): void => {
    child = launch(options);
    startedAt = performance.now();
    watch(child);
  };
  const watch = (one: ChildProcess): void => {
    one.once('error', (error) => (failure = error));
    one.once('exit', (code, signal) => {
      const how = signal ?? `exit code ${code}`;
      if (state === 'starting') failure = new Error(`The bot ended with ${how} before it was ready. ${lastLines(options.logFile)}`);
      if (state !== 'ready') return;
      options.onRestart(how);
      restart = setTimeout(again, Math.max(0, restartPauseMs - (performance.now() - startedAt)));
    });
  };
  watch(child);

  return {
    pid: () => (isRunning(child) ? child.pid : undefined),
    ready: async () => {
      const end = performance.now() + readyPatienceMs;
      while (!(await answersReady(options.url))) {
        if (failure !== undefined) throw failure;
        if (state === 'stopping') throw new Error('The bot was stopped before it was ready.');
        if (performance.now() > end) throw new Error(`The bot was not ready within 30 s. ${lastLines(options.logFile)}`);
        await new Promise((resolve) => setTimeout(resolve, readyPauseMs));
      }
      if (state === 'starting') state = 'ready';
    },
    signal: (name) => (isRunning(child) && child.kill(name) ? 'sent' : 'not running'),
    stop: async () => {
      state = 'stopping';
      clearTimeout(restart);
      await end(child);
    },
  };
}

function launch(options: BotProcessOptions): ChildProcess {
  const log = openSync(options.logFile, 'a');
  const args = ['--import', leash, ...options.command];
  const child = spawn(process.execPath, args, { cwd: options.folder, env: options.env, stdio: ['pipe', log, log] });
  closeSync(log);
  return child;
}

const isRunning = (child: ChildProcess): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

async function answersReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).status === 200;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
  await gone;
  clearTimeout(force);
}

function lastLines(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8);
  return `The end of ${logFile}:\n${lines.join('\n')}`;
}
