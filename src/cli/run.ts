import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Access } from '../core/permissions.ts';
import { quoteWord } from '../core/words.ts';
import { addConfigOptions, type ConfigOptions, loadFor, noDemo } from './configuration.ts';
import { type CliDependencies, type ExitCode, exitCodes } from './dependencies.ts';
import { writeFiles } from './files.ts';
import { type RunAnswer, type RunFormat, type RunRequest, readActor, readPlace, runFormats } from './run-request.ts';
import { runThroughSocket } from './socket-client.ts';

interface RunOptions extends ConfigOptions {
  readonly as?: string | undefined;
  readonly in?: string | undefined;
  readonly format: RunFormat;
  readonly out: string;
}

export function addRun(program: Command, deps: CliDependencies, done: (code: ExitCode) => void): void {
  addConfigOptions(program.command('run'))
    .description('run one chat command from the terminal, through the running bot if there is one')
    .argument('<command...>', 'as in a chat: "chart cpu of checkout over 6h"')
    .option(
      '--as <user>',
      'with the role of this person: an e-mail address, slack:U…, teams:<Entra object id> or console:<name> (default: you, as admin)',
    )
    .option('--in <channel>', 'as if said there: slack:#ops or teams:19:…')
    .addOption(new Option('--format <format>', 'how to print the answer').choices(runFormats).default('text'))
    .option('--out <folder>', 'where pictures and files go', 'tocsin-out')
    .action(async (words: readonly string[], options: RunOptions) => done(await run(words, options, deps)));
}

async function run(words: readonly string[], options: RunOptions, deps: CliDependencies): Promise<ExitCode> {
  const { terminal } = deps;
  const request: RunRequest = {
    words: joinWords(words),
    ...readActor(options.as, terminal.user),
    place: readPlace(options.in),
    format: options.format,
  };
  const stopping = new AbortController();
  const forget = terminal.onSignal('SIGINT', () => stopping.abort());
  try {
    const answer = await runSomewhere(request, options, deps, stopping.signal);
    // Files first: a folder that cannot be written is told instead of an answer that names files which are not there.
    const paths = answer.files.length === 0 ? [] : writeFiles(resolve(terminal.folder, options.out), answer.files);
    terminal.out(answer.text);
    // Only text is for people; what a script reads is not mixed with paths.
    for (const path of paths) (options.format === 'text' ? terminal.out : terminal.err)(`${path}\n`);
    return codeOf(answer.outcome);
  } finally {
    forget();
  }
}

async function runSomewhere(request: RunRequest, options: ConfigOptions, deps: CliDependencies, signal: AbortSignal): Promise<RunAnswer> {
  // The running bot has the secrets; only without one does this process need them.
  const { store, access } = loadFor(options, 'no secrets', deps).config;
  if (mayMissRole(request, access)) {
    const { platform, id } = request.actor;
    deps.terminal.err(
      `Only a chat knows the e-mail address of ${platform}:${id}: roles given by address do not count here. Name the address.\n`,
    );
  }
  const answer = await runThroughSocket(deps.socketPath(store.folder), request, signal);
  if (answer !== 'no bot') return answer;
  if (options.demo === true) throw noDemo();
  return deps.runHere(loadFor(options, 'secrets', deps), request, signal);
}

/** Whether a role that the configuration gives by e-mail address could be this person's, whose address is not known here. */
function mayMissRole({ actor, rights }: RunRequest, { roles }: Access): boolean {
  if (rights === 'admin' || actor.platform === 'console') return false;
  return [...roles.responder, ...roles.admin].some((entry) => entry.includes('@'));
}

/** One argument is the whole command; of several, those that the shell has taken the quotes off get them back. */
function joinWords(words: readonly string[]): string {
  const [only] = words;
  return words.length === 1 && only !== undefined ? only : words.map((word) => (/\s/u.test(word) ? quoteWord(word) : word)).join(' ');
}

function codeOf(outcome: RunAnswer['outcome']): ExitCode {
  switch (outcome) {
    case 'done':
      return exitCodes.done;
    case 'mistake':
      return exitCodes.mistake;
    case 'failed':
      return exitCodes.platformFailed;
  }
}
