import { Command, CommanderError } from 'commander';
import { ConfigFault } from '../config/faults.ts';
import { ProviderError, sentenceOf, UserError } from '../core/errors.ts';
import { addCheck } from './check.ts';
import { type CliDependencies, type ExitCode, exitCodes } from './dependencies.ts';
import { addManifest } from './manifest.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import { addStart } from './start.ts';

/** Runs `tocsin` with these arguments (without the program's name) and gives back the exit code. Never throws. */
export async function runCli(args: readonly string[], deps: CliDependencies): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const program = buildProgram(deps, (reached) => {
    code = reached;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return report(error, deps);
  }
}

function buildProgram(deps: CliDependencies, done: (code: ExitCode) => void): Command {
  const { terminal } = deps;
  // Subcommands take these over when they are added, so they come first.
  const program = new Command('tocsin')
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHelpWidth: () => terminal.width ?? 100,
      getErrHelpWidth: () => terminal.width ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('(tocsin --help shows what there is)')
    .description('A chat-ops bot for teams on Azure: charts, incidents and health digests in Slack and Microsoft Teams.')
    .version(deps.version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .addHelpText('after', examples);
  addStart(program, deps, done);
  addCheck(program, deps, done);
  addRun(program, deps, done);
  addReplay(program, deps, done);
  addManifest(program, deps, done);
  return program;
}

const examples = `
First steps:
  $ tocsin manifest slack > slack.json   the Slack app to create
  $ tocsin check                         is everything connected?
  $ tocsin start                         run the bot
  $ tocsin run "help"                    the chat commands, in the terminal
  $ tocsin replay alerts.ndjson          what would triage do with these?

Exit codes: 0 done, 1 a mistake or a failed check, 2 faulty configuration, 3 a platform failed.`;

function report(error: unknown, { terminal }: CliDependencies): ExitCode {
  // Commander has printed its own message by now; help and version end with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.mistake;
  if (error instanceof ConfigFault) {
    const count = error.faults.length === 1 ? 'one fault' : `${error.faults.length} faults`;
    terminal.err(`The configuration has ${count}:\n${error.message}\n`);
    return exitCodes.faultyConfiguration;
  }
  if (error instanceof UserError) {
    terminal.err(`${[error.message, ...error.examples.map((example) => `  ${example}`)].join('\n')}\n`);
    return exitCodes.mistake;
  }
  if (error instanceof ProviderError) {
    terminal.err(`${sentenceOf(error)}\n`);
    return exitCodes.platformFailed;
  }
  terminal.err(`This is a bug of Tocsin: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.mistake;
}
