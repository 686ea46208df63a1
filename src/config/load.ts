import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DigestSchedule } from '../core/model/schedule.ts';
import { type ConfigNeeds, crossCheck, whereOutside } from './cross-checks.ts';
import { type Environment, readClockUrl, readPort } from './environment.ts';
import { ConfigFault, type Fault, type LocatedFault, type Path } from './faults.ts';
import { type IncidentRules, incidentRules } from './incident-rules.ts';
import { describeIssue, faultsOf, type IssueContext } from './issues.ts';
import { configJsonSchema } from './json-schema.ts';
import { type FileContent, sections } from './schema/index.ts';
import { type Need, resolveVariables } from './secrets.ts';
import { checkStoreSecret, storeSecrets } from './store-secrets.ts';
import { readTree, type Tree } from './tree.ts';
import { unknownKey } from './unknown-keys.ts';

export interface Config extends Omit<FileContent, 'digests' | 'incidents' | 'teams'> {
  readonly incidents: IncidentRules;
  /** With where the machine gives out tokens, for a bot that is a managed identity. */
  readonly teams?: (NonNullable<FileContent['teams']> & Pick<Environment, 'identityEndpoint'>) | undefined;
  readonly digests: readonly Omit<DigestSchedule, 'addedAt'>[];
  /** Where the time comes from, in tests; undefined: from the system. */
  readonly clockUrl: string | undefined;
}

export interface LoadedConfig {
  /** Absolute. */
  readonly file: string;
  readonly config: Config;
  /** Values that must never be written anywhere. */
  readonly secrets: readonly string[];
}

export interface LoadOptions {
  readonly file: string;
  readonly environment: Environment;
  readonly need: Need;
}

/** Reads and checks the configuration. Throws ConfigFault with everything that is wrong with it. */
export function loadConfig(options: LoadOptions, needs: ConfigNeeds): LoadedConfig {
  return readConfig(readText(options.file), options, needs);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const message = reason === 'ENOENT' ? 'there is no such file; write it, or name another with --config' : `cannot be read (${reason})`;
    throw new ConfigFault(file, [{ path: [], message }]);
  }
}

/** The same from the file's text; `options.file` is where it came from: the data folder is relative to it. */
export function readConfig(text: string, options: LoadOptions, needs: ConfigNeeds): LoadedConfig {
  const tree = readTree(text);
  if (tree.value === undefined) throw new ConfigFault(options.file, tree.faults);
  const schema = configJsonSchema();
  const { value, faults, hidden, secrets } = resolveVariables(tree.value ?? {}, schema, options.environment, options.need);
  if (!isGroup(value))
    throw new ConfigFault(options.file, [{ path: [], message: 'must be a group of keys, such as services: and slack:' }]);

  const sectionsRead = readSections(value, { schema, suggest: needs.suggest, hidden, valueAt: (path) => valueAt(value, path) });
  const content = sectionsRead.content;
  const port = readPort(options.environment);
  const all: readonly LocatedFault[] = [
    ...tree.faults,
    ...[
      ...faults,
      ...sectionsRead.faults,
      ...crossCheck({
        content,
        services: keysOf(value['services']),
        platforms: ['slack', 'teams'].filter((name) => name in value),
        workspaces: keysOf(valueAt(value, ['azure', 'workspaces'])),
        needs,
      }),
      ...port.faults,
      ...checkStoreSecret(content, hidden),
      ...readClockUrl(options.environment, whereOutside(content)).faults,
    ].map(tree.locate),
  ];
  if (all.length > 0 || !isWhole(content)) throw new ConfigFault(options.file, inOrder(all));
  const { identityEndpoint } = options.environment;
  return {
    file: resolve(options.file),
    config: assemble(content, options, { port: port.port, locate: tree.locate }),
    secrets: [...secrets, ...storeSecrets(content.store), ...(identityEndpoint === undefined ? [] : [identityEndpoint.header])],
  };
}

function readSections(value: Readonly<Record<string, unknown>>, context: IssueContext): { content: Partial<FileContent>; faults: Fault[] } {
  const content: Record<string, unknown> = {};
  const faults = Object.keys(value)
    .filter((key) => !Object.hasOwn(sections, key))
    .map((key) => unknownKey([key], context.schema, context.suggest));
  for (const [name, section] of Object.entries(sections)) {
    const read = section.safeParse(value[name], { error: describeIssue });
    if (read.success) content[name] = read.data;
    else faults.push(...read.error.issues.flatMap((issue) => faultsOf(issue, [name], context)));
  }
  return { content, faults };
}

/** A section that could not be read has left a fault, so without faults every section is there. */
function isWhole(content: Partial<FileContent>): content is FileContent {
  return Object.keys(sections).every((name) => name in content);
}

function assemble(
  content: FileContent,
  options: LoadOptions,
  { port, locate }: { readonly port: number | undefined; readonly locate: Tree['locate'] },
): Config {
  return {
    ...content,
    digests: content.digests.map((digest) => ({ id: digestId(digest), ...digest })),
    incidents: incidentRules(content.incidents, locate),
    store: { ...content.store, folder: resolve(dirname(options.file), content.store.folder) },
    teams: content.teams && {
      ...content.teams,
      identityEndpoint: content.teams.managedIdentity ? options.environment.identityEndpoint : undefined,
    },
    server: port === undefined ? content.server : { ...content.server, port },
    clockUrl: options.environment.clockUrl,
  };
}

/** From what the digest says and not from its place in the list, so that moving an entry does not make it another one. */
function digestId(digest: FileContent['digests'][number]): string {
  return `config-${createHash('sha256').update(JSON.stringify(digest)).digest('hex').slice(0, 8)}`;
}

/** In the order of the file; those without a place last. */
function inOrder(faults: readonly LocatedFault[]): readonly LocatedFault[] {
  const rank = ({ line, column }: LocatedFault): number => (line === undefined ? Number.MAX_SAFE_INTEGER : line * 10_000 + (column ?? 0));
  return faults.toSorted((one, other) => rank(one) - rank(other));
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined), root);
}

function keysOf(value: unknown): readonly string[] {
  return isGroup(value) ? Object.keys(value) : [];
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
