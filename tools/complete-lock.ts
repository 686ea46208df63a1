/**
 * `node tools/complete-lock.ts`, after `npm install`: adds the optional packages of other platforms to package-lock.json.
 * A registry mirror that holds the binaries of one platform only makes npm leave the others out, and `npm ci` then refuses
 * the file. The added entries have version and platform but no integrity, which only their tarball could give.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const entry = z.looseObject({
  version: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  engines: z.unknown().optional(),
  license: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), entry) });

const systems = new Set(['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']);
const processors: Readonly<Record<string, string>> = {
  arm64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  loong64: 'loong64',
};

/** From the parts of a name such as "core-linux-arm64-musl"; undefined when it names no platform. */
function platformOf(
  name: string,
): { readonly os: readonly string[]; readonly cpu: readonly string[]; readonly libc?: readonly string[] } | undefined {
  const parts = name.split(/[-/]/u);
  const os = parts.find((part) => systems.has(part));
  const cpu = parts.flatMap((part) => processors[part] ?? [])[0];
  if (os === undefined || cpu === undefined) return undefined;
  const libc = parts.includes('musl') ? 'musl' : parts.includes('gnu') ? 'glibc' : undefined;
  return { os: [os], cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }) };
}

const file = new URL('../package-lock.json', import.meta.url);
const lock = lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const added = Object.entries(lock.packages).flatMap(([path, parent]) =>
  Object.entries(parent.optionalDependencies ?? {}).flatMap(([name, version]) => {
    const place = `node_modules/${name}`;
    const platform = platformOf(name);
    // Found by Node's own rule: beside the parent, or at the top.
    if (place in lock.packages || `${path}/${place}` in lock.packages || platform === undefined || !/^\d/u.test(version)) return [];
    const { cpu, libc, os } = platform;
    return [
      [
        place,
        {
          version,
          cpu,
          ...(parent.dev === true ? { dev: true } : {}),
          ...(libc === undefined ? {} : { libc }),
          license: parent.license,
          optional: true,
          os,
          engines: parent.engines,
        },
      ] as const,
    ];
  }),
);
const packages = Object.fromEntries([...Object.entries(lock.packages), ...added].toSorted(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
console.log(`${added.length} packages of other platforms added`);
