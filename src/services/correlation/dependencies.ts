import type { DependencySource } from '../../core/alert-ports.ts';
import { ProviderError } from '../../core/errors.ts';
import type { QueryPlace } from '../../core/model/query.ts';
import type { Resource } from '../../core/model/resource.ts';
import type { Service } from '../../core/model/service.ts';
import type { Clock, DueJob, Log } from '../../core/ports.ts';
import { belongsTo } from '../membership.ts';
import type { Catalogue } from '../services.ts';
import type { Dependencies, Dependency } from './correlation.ts';
import { hostNameOf, readTarget, resourceOf } from './targets.ts';

export interface DependenciesNeeds {
  /** undefined: no telemetry can be asked, so what is declared is all. */
  readonly source: DependencySource | undefined;
  readonly catalogue: Pick<Catalogue, 'services' | 'resources'>;
  readonly clock: Clock;
  readonly log: Log;
}

const everyMs = 3_600_000;
const againMs = 600_000;
/** What was called counts for a day; more than that is not asked for at once, however long nothing was heard. */
const keptMs = 86_400_000;
const longestMs = 120_000;
/** Fewer calls in a day are a try, or somebody's mistake. */
const fewestCalls = 10;

/** What was called in the time before `at`. */
interface Look {
  readonly at: number;
  readonly calls: Calls;
}

type Calls = Awaited<ReturnType<DependencySource['calls']>>;

/**
 * Who needs whom: as the catalogue declares it, and as telemetry shows it. `job` asks, ten minutes after a start and then each hour,
 * what was called since the last look, at first in the last hour, because a day of telemetry is dear to read; what was called counts for a day. When asking fails, what
 * was known stays, and it asks again ten minutes later.
 */
export function createDependencies({ source, catalogue, clock, log }: DependenciesNeeds): Dependencies & { readonly job: DueJob } {
  let looks: readonly Look[] = [];
  let seen: readonly Dependency[] = [];
  // A bot that has just been started has more urgent things to ask of Azure, and one that is restarted often would ask each time.
  let nextAt = clock.now() + againMs;

  const look = async (from: DependencySource): Promise<void> => {
    const now = clock.now();
    const since = Math.max(looks.at(-1)?.at ?? now - everyMs, now - keptMs);
    const signal = AbortSignal.timeout(longestMs);
    const [calls, resources] = await Promise.all([from.calls({ from: since, to: now }, { signal }), catalogue.resources()]);
    looks = [...looks.filter((one) => one.at > now - keptMs), { at: now, calls }];
    seen = calledOften(looks).flatMap(({ service, target }) => dependencyOf(service, target, catalogue.services(), resources));
  };
  const run = async (): Promise<void> => {
    if (source === undefined) return;
    try {
      await look(source);
      nextAt = clock.now() + everyMs;
      log.debug({ seen: seen.length }, 'dependencies were read from telemetry');
    } catch (error) {
      nextAt = clock.now() + againMs;
      if (!(error instanceof ProviderError)) throw error;
      log.warn({ error, kept: seen.length }, 'dependencies could not be read from telemetry');
    }
  };
  return {
    all: () => [...declared(catalogue.services()), ...seen],
    job: { name: 'dependencies', next: () => Promise.resolve(source === undefined ? undefined : nextAt), run },
  };
}

/** Of all looks together; in the order in which they were first seen. */
function calledOften(looks: readonly Look[]): readonly { readonly service: string; readonly target: string }[] {
  const all = Map.groupBy(
    looks.flatMap((one) => one.calls),
    ({ service, target }) => JSON.stringify([service, target]),
  );
  return [...all.values()].flatMap((calls) => {
    const count = calls.reduce((sum, one) => sum + one.count, 0);
    const [first] = calls;
    return first === undefined || count < fewestCalls ? [] : [first];
  });
}

const declared = (services: readonly Service[]): readonly Dependency[] =>
  services.flatMap(({ name, dependsOn }) => dependsOn.map((on) => ({ service: name, on, how: 'declared' as const })));

/** Of its own, what a service calls is told too where it is a resource: another one may need the same. */
function dependencyOf(service: string, text: string, services: readonly Service[], resources: readonly Resource[]): readonly Dependency[] {
  const target = readTarget(text);
  if (target === undefined) return [];
  const resource = resourceOf(target, resources);
  const name = hostNameOf(target);
  const owner =
    resource === undefined ? services.find((one) => one.name.toLowerCase() === name) : services.find((one) => belongsTo(one, resource));
  if (owner?.name === service && resource === undefined) return [];
  const what = resource === undefined ? { name: target.host } : { name: resource.name, id: resource.id };
  return [{ service, on: owner?.name, target: what, how: 'seen' }];
}

/** Whose telemetry a row is: of the service its role is called by, else of the one that its Application Insights resource belongs to. */
export function createCallerOf(catalogue: Pick<Catalogue, 'serviceOf'>) {
  return async (row: { readonly role: string; readonly resource: string }): Promise<string | undefined> => {
    const byRole = await catalogue.serviceOf({ source: 'azure', resources: [], labels: { AppRoleName: row.role } });
    const found = byRole ?? (await catalogue.serviceOf({ source: 'azure', resources: [row.resource], labels: {} }));
    return found?.service.name;
  };
}

/** Where calls are looked for: every workspace of the configuration, by its name there or by its id, each once. */
export function telemetryPlaces(workspaces: Readonly<Record<string, string>>, services: readonly Service[]): readonly QueryPlace[] {
  const byName = new Map(Object.entries(workspaces).map(([name, id]) => [name.toLowerCase(), id]));
  const named = services.flatMap(({ workspace }) => (workspace === undefined ? [] : [byName.get(workspace.toLowerCase()) ?? workspace]));
  const ids = new Map([...Object.values(workspaces), ...named].map((id) => [id.toLowerCase(), id]));
  const titleOf = (id: string): string => Object.entries(workspaces).find(([, one]) => one === id)?.[0] ?? id;
  return [...ids.values()].map((id) => ({ kind: 'workspace', id, title: titleOf(id) }));
}
