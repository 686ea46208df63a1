import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readDuration } from '../core/duration.ts';
import { UserError } from '../core/errors.ts';
import { addConfigOptions, type ConfigOptions, loadFor } from './configuration.ts';
import { type CliDependencies, type ExitCode, exitCodes, type Replayed } from './dependencies.ts';
import { type ReadLine, readLine } from './replay-input.ts';
import { createReplayProgress } from './replay-progress.ts';
import { comparisonText, lineText, rejectedText, summaryText } from './replay-text.ts';

interface ReplayOptions extends ConfigOptions {
  readonly json?: true | undefined;
  readonly fromLedger?: true | undefined;
  readonly since: string;
}

export function addReplay(program: Command, deps: CliDependencies, done: (code: ExitCode) => void): void {
  addConfigOptions(program.command('replay'))
    .description('run recorded alert messages through the rules of triage; nothing is sent, and no secret or network is needed')
    .argument('[file]', 'one message a line: {"at": time, "source": "azure", "body": {…}}')
    .option('--json', 'one line of JSON for each message')
    .option('--from-ledger', 'compare the rules of --config with what happened here')
    .option('--since <duration>', 'with --from-ledger: how far back', '30d')
    .action(async (file: string | undefined, options: ReplayOptions) => done(await replay(file, options, deps)));
}

async function replay(file: string | undefined, options: ReplayOptions, deps: CliDependencies): Promise<ExitCode> {
  if ((file === undefined) === (options.fromLedger === undefined))
    throw new UserError('Name a file of recorded messages, or say --from-ledger.', [
      'tocsin replay alerts.ndjson',
      'tocsin replay --from-ledger --config new.yaml',
    ]);
  const loaded = loadFor(options, 'no secrets', deps);
  const progress = createReplayProgress(deps.terminal, performance.now.bind(performance));
  if (file === undefined) {
    const sinceMs = readDuration(options.since);
    if (sinceMs === undefined)
      throw new UserError(`“${options.since}” is not a length of time such as 12h, 30d or 2w.`, [
        'tocsin replay --from-ledger --since 30d',
      ]);
    const comparison = await deps.replayLedger(loaded, { sinceMs, onMessage: progress.count }).finally(progress.end);
    deps.terminal.out(options.json === true ? `${JSON.stringify(comparison)}\n` : comparisonText(comparison));
    return exitCodes.done;
  }
  return replayFile(readLines(resolve(deps.terminal.folder, file)), {
    json: options.json === true ? 'json' : 'text',
    replay: (messages) => deps.replay(loaded, messages, progress.count).finally(progress.end),
    deps,
  });
}

/** Numbered as an editor does: empty lines count, though nothing is told of them. */
interface NumberedLine {
  readonly number: number;
  readonly read: ReadLine;
}

function readLines(path: string): readonly NumberedLine[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => (line.trim() === '' ? [] : [{ number: index + 1, read: readLine(line) }]));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UserError(reason === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${reason}).`);
  }
}

interface FileReplay {
  readonly json: 'json' | 'text';
  readonly replay: (messages: Parameters<CliDependencies['replay']>[1]) => Promise<readonly Replayed[]>;
  readonly deps: CliDependencies;
}

/** A line that cannot be read is rejected in its place; the others are decided as if it had not been there. */
async function replayFile(lines: readonly NumberedLine[], { json, replay: run, deps }: FileReplay): Promise<ExitCode> {
  const decided = await run(lines.flatMap(({ read }) => (read.ok ? [read.message] : [])));
  let next = 0;
  const results = lines.map(({ number, read }) => {
    if (!read.ok) return { number, result: { decision: 'rejected', reason: read.fault, alerts: [] } satisfies Replayed };
    const result = decided[next];
    next += 1;
    if (result === undefined) throw new Error('a message was not decided');
    return { number, result };
  });
  for (const { number, result } of results) deps.terminal.out(json === 'json' ? `${jsonLine(number, result)}\n` : lineText(number, result));
  if (json === 'text') deps.terminal.out(summaryText(results.map(({ result }) => result)));
  const faults = lines.filter(({ read }) => !read.ok).length;
  const rejected = results.filter(({ result }) => result.decision === 'rejected').length;
  deps.terminal.err(rejectedText({ lines: lines.length, faults, refused: rejected - faults }));
  if (faults === 0) return exitCodes.done;
  return exitCodes.mistake;
}

function jsonLine(line: number, { decision, incident, alert, service, reason, alerts }: Replayed): string {
  const nulled = <Value>(value: Value | undefined): Value | null => value ?? null;
  return JSON.stringify({
    line,
    decision,
    incident: nulled(incident),
    alert: nulled(alert),
    service: nulled(service),
    reason,
    alerts: alerts.map((one) => ({ ...one, incident: nulled(one.incident), alert: nulled(one.alert), service: nulled(one.service) })),
  });
}
