/**
 * `npm run check`: types, lint, format, rooms, dead code, side by side; `--fix` mends what can be mended.
 * Prints one line per tool, and the whole output of those that failed. Exit 1 when one did.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const fix = process.argv.includes('--fix');
const folders = ['src', 'commands', 'adapters', 'templates', 'emulators', 'test', 'tools'].filter((folder) => existsSync(folder));

const tools: readonly { readonly name: string; readonly command: readonly [string, ...string[]] }[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', ...(fix ? ['--fix'] : []), ...folders] },
  { name: 'format', command: ['biome', 'check', ...(fix ? ['--write'] : []), '.'] },
  { name: 'rooms', command: ['depcruise', '--config', '.dependency-cruiser.mjs', ...folders] },
  { name: 'dead code', command: ['knip', '--no-progress', ...(fix ? ['--fix'] : [])] },
];

interface Outcome {
  readonly name: string;
  readonly code: number;
  readonly seconds: string;
  readonly output: string;
}

function runTool(name: string, [program, ...args]: readonly [string, ...string[]]): Promise<Outcome> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ name, code: code ?? 1, seconds: ((performance.now() - started) / 1000).toFixed(1), output }));
  });
}

const outcomes = await Promise.all(tools.map((tool) => runTool(tool.name, tool.command)));
for (const { name, code, seconds, output } of outcomes) {
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)} ${seconds} s`);
  if (code !== 0) console.log(output);
}
process.exitCode = outcomes.some((outcome) => outcome.code !== 0) ? 1 : 0;
