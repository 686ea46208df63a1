import type { Command } from 'commander';
import type { CheckResult } from '../core/ports.ts';
import { addChat, addConfigOptions, type ConfigOptions, loadFor, namesChat } from './configuration.ts';
import { type CliDependencies, type ExitCode, exitCodes } from './dependencies.ts';

/** Whoever runs a check has all of it within 10 s, the start of the process included: what has not answered by then has failed. */
const patienceMs = 7_000;
const tooLate = `no answer within ${patienceMs / 1000} s: check the network, then try again`;

export function addCheck(program: Command, deps: CliDependencies, done: (code: ExitCode) => void): void {
  addConfigOptions(program.command('check'))
    .description('read the configuration, test every connection and permission, and say how to mend what fails')
    .action(async (options: ConfigOptions) => done(await check(options, deps)));
}

async function check(options: ConfigOptions, deps: CliDependencies): Promise<ExitCode> {
  const loaded = loadFor(options, 'secrets', deps);
  const print = (result: 'ok' | 'failed', what: string, detail: string): void =>
    deps.terminal.out(`${result.padEnd('failed'.length)}  ${what}: ${detail}\n`);
  print('ok', 'configuration', loaded.file);
  let failures = 0;
  const tell = ({ ok, what, detail }: CheckResult): void => {
    if (!ok) failures += 1;
    print(ok ? 'ok' : 'failed', what, detail);
  };
  if (!namesChat(loaded)) tell({ what: 'chat', ok: false, detail: `no chat is configured: ${addChat}` });
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(new DOMException(tooLate, 'TimeoutError')), patienceMs);
  try {
    for await (const result of deps.checks(loaded, waiting.signal)) tell(result);
  } finally {
    clearTimeout(timer);
  }
  if (failures === 0) return exitCodes.done;
  deps.terminal.err(failures === 1 ? 'One check failed.\n' : `${failures} checks failed.\n`);
  return exitCodes.mistake;
}
