import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readVariables } from '../config/environment.ts';
import { ConfigFault } from '../config/faults.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Need } from '../config/secrets.ts';
import { UserError } from '../core/errors.ts';
import type { CliDependencies } from './dependencies.ts';

/** The options that every subcommand takes. */
export interface ConfigOptions {
  readonly config?: string | undefined;
  readonly demo?: true | undefined;
}

const usual = 'tocsin.yaml';
/** Where `npm run demo` keeps what it runs on. */
const demoFolder = '.tocsin-demo';

export function addConfigOptions(command: Command): Command {
  return command
    .option('--config <file>', 'the configuration (default: $TOCSIN_CONFIG, else tocsin.yaml)')
    .option('--demo', 'use the configuration of the demo that runs in this folder');
}

/** Throws ConfigFault, and UserError for options that contradict each other or a demo that does not run. */
export function loadFor(options: ConfigOptions, need: Need, deps: CliDependencies): LoadedConfig {
  if (options.demo === true) return loadDemo(options, need, deps);
  const environment = deps.environment({});
  return deps.load({ file: resolve(deps.terminal.folder, fileOf(options, deps)), environment, need });
}

/** The same for a bot: one that connects to no chat could neither be asked nor tell anything. */
export function loadForBot(options: ConfigOptions, deps: CliDependencies): LoadedConfig {
  const loaded = loadFor(options, 'secrets', deps);
  if (namesChat(loaded)) return loaded;
  throw new ConfigFault(loaded.file, [{ path: [], message: `connects to no chat: ${addChat}` }]);
}

export const namesChat = ({ config }: LoadedConfig): boolean => config.slack !== undefined || config.teams !== undefined;
export const addChat = 'add slack or teams';

/** undefined when nobody named a configuration and the usual one does not exist. */
export function loadIfThere(options: ConfigOptions, need: Need, deps: CliDependencies): LoadedConfig | undefined {
  const named = options.demo === true || options.config !== undefined || deps.environment({}).configFile !== undefined;
  return named || existsSync(join(deps.terminal.folder, usual)) ? loadFor(options, need, deps) : undefined;
}

export function noDemo(): UserError {
  return new UserError('No demo is running in this folder. Start one in another terminal:', ['npm run demo']);
}

function fileOf(options: ConfigOptions, deps: CliDependencies): string {
  return options.config ?? deps.environment({}).configFile ?? usual;
}

function loadDemo(options: ConfigOptions, need: Need, deps: CliDependencies): LoadedConfig {
  if (options.config !== undefined) throw new UserError('--demo brings its own configuration; leave out --config.');
  const folder = join(deps.terminal.folder, demoFolder);
  const [file, variables] = [join(folder, usual), join(folder, 'env')];
  if (!existsSync(file) || !existsSync(variables)) throw noDemo();
  return deps.load({ file, environment: deps.environment(readVariables(readFileSync(variables, 'utf8'))), need });
}
