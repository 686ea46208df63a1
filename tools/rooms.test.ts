import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Who may not import whom: each is a small house of its own with that one import. */
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

describe('the room table', () => {
  const houses = mkdtempSync(join(tmpdir(), 'tocsin-rooms-'));
  afterAll(() => rmSync(houses, { recursive: true, force: true }));

  const check = (from: string, to: string): number | null => {
    const house = mkdtempSync(join(houses, 'house-'));
    const write = (path: string, content: string): void => {
      mkdirSync(dirname(join(house, path)), { recursive: true });
      writeFileSync(join(house, path), content);
    };
    write('package.json', JSON.stringify({ type: 'module', dependencies: to.startsWith('.') ? {} : { [to]: '1.0.0' } }));
    write('tsconfig.json', '{}');
    if (to.startsWith('.')) write(join(dirname(from), to), 'export const b = 1;\n');
    else if (!to.startsWith('node:')) {
      write(`node_modules/${to}/package.json`, `{ "name": "${to}", "version": "1.0.0", "type": "module", "exports": "./index.js" }`);
      write(`node_modules/${to}/index.js`, 'export const b = 1;\n');
    }
    write(from, `import '${to}';\n`);
    const depcruise = join(root, 'node_modules/.bin/depcruise');
    const folders = ['src', 'commands', 'adapters', 'templates', 'emulators'].filter((folder) => from.startsWith(folder));
    return spawnSync(depcruise, ['--config', join(root, '.dependency-cruiser.mjs'), ...folders], { cwd: house }).status;
  };

  it.each(forbidden)('does not let %s import %s', (from, to) => {
    expect(check(from, to)).not.toBe(0);
  });

  it.each(allowed)('lets %s import %s', (from, to) => {
    expect(check(from, to)).toBe(0);
  });
});
