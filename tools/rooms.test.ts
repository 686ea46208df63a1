import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');

/** Who may not import whom. */
const forbidden: readonly (readonly [from: string, to: string])[] = [
  ['src/core/a.ts', 'node:fs'],
  ['src/core/a.ts', 'zod'],
  ['src/core/a.ts', './../services/b.ts'],
  ['src/services/a.ts', 'node:fs'],
  ['src/services/a.ts', '../stores/b.ts'],
  ['src/services/a.ts', '../../templates/b.ts'],
  ['src/stores/a.ts', '../services/b.ts'],
  ['src/providers/jira/a.ts', '../sentry/b.ts'],
  ['src/http/a.ts', 'pino'],
  ['src/cli/a.ts', '../providers/jira/b.ts'],
  ['src/config/a.ts', '../text/b.ts'],
  ['src/render/a.ts', '../text/b.ts'],
  ['src/app.ts', '../emulators/b.ts'],
  ['src/bot.ts', '../commands/b.ts'],
  ['adapters/slack/a.ts', '../teams/b.ts'],
  ['adapters/slack/a.ts', '../../src/services/b.ts'],
  ['adapters/console/a.ts', '@slack/bolt'],
  ['commands/a.ts', './b.ts'],
  ['commands/a.ts', '../src/stores/b.ts'],
  ['templates/a.ts', '../src/services/b.ts'],
  ['emulators/a.ts', '../src/services/b.ts'],
  ['emulators/a.ts', '../tools/b.ts'],
];

const allowed: readonly (readonly [from: string, to: string])[] = [
  ['commands/a.ts', '../templates/b.ts'],
  ['commands/index.ts', './b.ts'],
  ['adapters/slack/a.ts', '@slack/bolt'],
  ['adapters/slack/a.ts', '../../src/core/b.ts'],
  ['src/stores/a.ts', 'node:sqlite'],
  ['emulators/a.ts', '../src/core/b.ts'],
];

interface Wall {
  readonly from: string;
  readonly to: string;
}

/** Each import in a file of its own, so that one run of the checker tells of all of them. */
const numbered = (walls: readonly (readonly [from: string, to: string])[], first: number): readonly Wall[] =>
  walls.map(([from, to], index) => ({
    from: from.replace(/\ba\.ts$/u, `a${first + index}.ts`),
    to: to.replace(/\bb\.ts$/u, `b${first + index}.ts`),
  }));

const violations = z.object({ summary: z.object({ violations: z.array(z.object({ from: z.string() })) }) });

describe('the room table', () => {
  const crossed = numbered(forbidden, 1);
  const open = numbered(allowed, forbidden.length + 1);
  const house = mkdtempSync(join(tmpdir(), 'tocsin-rooms-'));
  let refused: ReadonlySet<string> = new Set();
  beforeAll(() => {
    refused = check(house, [...crossed, ...open]);
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it.each(crossed)('does not let $from import $to', ({ from }) => {
    expect([...refused]).toContain(from);
  });

  it.each(open)('lets $from import $to', ({ from }) => {
    expect([...refused]).not.toContain(from);
  });
});

/** The files whose import is refused. */
function check(house: string, walls: readonly Wall[]): ReadonlySet<string> {
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), content);
  };
  const packages = new Set(walls.map((one) => one.to).filter((to) => !to.startsWith('.') && !to.startsWith('node:')));
  const dependencies = Object.fromEntries([...packages].map((name) => [name, '1.0.0']));
  write('package.json', JSON.stringify({ type: 'module', dependencies }));
  write('tsconfig.json', '{}');
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, `{ "name": "${name}", "version": "1.0.0", "type": "module", "exports": "./index.js" }`);
    write(`node_modules/${name}/index.js`, 'export const b = 1;\n');
  }
  for (const { from, to } of walls) {
    if (to.startsWith('.')) write(join(dirname(from), to), 'export const b = 1;\n');
    write(from, `import '${to}';\n`);
  }
  const folders = ['src', 'commands', 'adapters', 'templates', 'emulators'];
  const depcruise = join(root, 'node_modules/.bin/depcruise');
  const { stdout } = spawnSync(depcruise, ['--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', ...folders], {
    cwd: house,
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  });
  return new Set(violations.parse(JSON.parse(stdout)).summary.violations.map((one) => one.from));
}
