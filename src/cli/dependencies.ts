import type { Environment } from '../config/environment.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Need } from '../config/secrets.ts';
import type { DecisionName } from '../core/model/decision.ts';
import type { CheckResult, Log } from '../core/ports.ts';
import type { RecordedMessage } from './replay-input.ts';
import type { RunAnswer, RunRequest } from './run-request.ts';

/** What the command line needs from the rest of the product. */
export interface CliDependencies {
  readonly version: string;
  readonly terminal: Terminal;
  /** The process's variables; `extra` goes before them. */
  readonly environment: (extra: Readonly<Record<string, string>>) => Environment;
  /** Throws ConfigFault. */
  readonly load: (options: { readonly file: string; readonly environment: Environment; readonly need: Need }) => LoadedConfig;
  /** Settles when the bot runs. */
  readonly startApp: (loaded: LoadedConfig) => Promise<RunningApp>;
  /** One result for each connection and granted scope, as they come. */
  readonly checks: (loaded: LoadedConfig, signal: AbortSignal) => AsyncIterable<CheckResult>;
  /** Where a bot that uses this data folder listens for `run`. */
  readonly socketPath: (folder: string) => string;
  /** Runs one command in this process, with the data folder to itself. Throws UserError when another process has it. */
  readonly runHere: (loaded: LoadedConfig, request: RunRequest, signal: AbortSignal) => Promise<RunAnswer>;
  /** What triage would do with each message, in their order, without effects. `onMessage` is called with each that is decided. */
  readonly replay: (loaded: LoadedConfig, messages: readonly RecordedMessage[], onMessage: () => void) => Promise<readonly Replayed[]>;
  /** The same for what the ledger of the configuration holds, beside what was done. Throws UserError where there is no ledger. */
  readonly replayLedger: (
    loaded: LoadedConfig,
    range: { readonly sinceMs: number; readonly onMessage: () => void },
  ) => Promise<ReplayComparison>;
  /** The first file is the one that is printed. Without a configuration, `loaded` is undefined and examples stand in for it. */
  readonly manifests: Readonly<Record<ManifestName, (loaded: LoadedConfig | undefined) => readonly ManifestFile[]>>;
}

export interface RunningApp {
  readonly log: Log;
  /** Takes over what can change while it runs, and logs what needs a restart. */
  readonly reload: (loaded: LoadedConfig) => Promise<void>;
  /** Takes no more work, finishes what runs and closes everything. */
  readonly stop: () => Promise<void>;
}

/** What was decided about one alert of a message. */
export interface ReplayedAlert {
  readonly decision: DecisionName;
  readonly incident?: string | undefined;
  /** The alert's key. */
  readonly alert?: string | undefined;
  readonly service?: string | undefined;
  readonly reason: string;
}

/** What was decided about a message: what its first alert was decided, and all of them. */
export interface Replayed extends ReplayedAlert {
  readonly alerts: readonly ReplayedAlert[];
}

export interface ReplayFigures {
  readonly incidents: number;
  /** Messages that went out, or would have: first messages and posts in threads. */
  readonly announcements: number;
  readonly atNight: number;
  readonly held: number;
}

export interface ReplayComparison {
  readonly messages: number;
  readonly from: number;
  readonly timeZone: string;
  readonly happened: ReplayFigures;
  readonly wouldHave: ReplayFigures;
  /** Sentences about what a replay cannot know. */
  readonly notes: readonly string[];
}

export type ManifestName = 'slack' | 'teams' | 'azure';

export interface ManifestFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The process as far as the command line touches it. */
export interface Terminal {
  /** Written as it is; the caller ends lines. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Columns of the terminal; undefined when the output is none. */
  readonly width: number | undefined;
  /** The operating system's name of who types. */
  readonly user: string;
  /** Absolute; relative files are meant from here. */
  readonly folder: string;
  /** Calls `handle` for each signal until the function that is given back is called. */
  readonly onSignal: (signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP', handle: () => void) => () => void;
}

/** What a script can tell apart. */
export const exitCodes = { done: 0, mistake: 1, faultyConfiguration: 2, platformFailed: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
