import type { SearchSource } from '../core/actions.ts';
import type { ChatListener, SearchChoice } from '../core/chat.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Resource } from '../core/model/resource.ts';
import type { Log, Suggest } from '../core/ports.ts';
import { kinds, kindTitle } from './kinds.ts';
import { logMetricTitles } from './log-metric-names.ts';
import { metricNames } from './metric-names.ts';
import type { QueryPlaces, SavedQueries } from './query-services.ts';
import { best, type Candidate, isAmong } from './search-rank.ts';
import type { Catalogue } from './services.ts';

export interface SearchNeeds {
  readonly places: Pick<QueryPlaces, 'names'>;
  readonly savedQueries: Pick<SavedQueries, 'list'>;
  readonly catalogue: Pick<Catalogue, 'services' | 'resources'>;
  readonly suggest: Suggest;
  readonly log: Log;
}

/** Where people sit, as far as one can guess; all others are found by typing. */
const usualZones = [
  'UTC',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Sydney',
] as const;

/** Choices for the searchable fields of forms. Looking never fails: what cannot be read is not offered. */
export function createSearch({ catalogue, places, savedQueries, suggest, log }: SearchNeeds): ChatListener['search'] {
  const zones = zoneCandidates();
  const known = async (): Promise<readonly Resource[]> => {
    try {
      return await catalogue.resources();
    } catch (error) {
      if (!(error instanceof ProviderError || error instanceof UserError)) throw error;
      return [];
    }
  };
  const candidates = async (source: SearchSource): Promise<readonly Candidate[]> => {
    switch (source) {
      case 'metrics':
        return metricCandidates(await known());
      case 'targets':
        return targetCandidates(catalogue, await known());
      case 'places':
        return (await places.names()).map(({ name, title }) => ({ label: title, value: name, words: [name, title] }));
      case 'queries':
        return queryCandidates(await savedQueries.list());
      case 'zones':
        return zones;
    }
  };

  return async ({ source, typed, most }, { signal }) => {
    try {
      const all = await Promise.race([candidates(source), aborted(signal)]);
      const found = best(typed, all, most, suggest).map(({ label, value }): SearchChoice => ({ label, value }));
      return source === 'metrics' && !isAmong(typed, all) ? [...found, ...asTyped(typed)].slice(0, most) : found;
    } catch (error) {
      if (!signal.aborted) log.error({ source, error }, 'choices for a form could not be looked up');
      return [];
    }
  };
}

/** Whoever types one of Azure's own names, which nobody lists, knows what they want. */
function asTyped(typed: string): readonly SearchChoice[] {
  const name = typed.trim();
  return name.length < shortestName || name.length > longestName ? [] : [{ label: name, value: name }];
}

const shortestName = 3;
/** What a choice holds in every chat. */
const longestName = 75;

/** Ours, with those that something here has first, then what only logs know; Azure's own are understood as well. */
function metricCandidates(resources: readonly Resource[]): readonly Candidate[] {
  const types = new Set(resources.map((one) => one.type));
  const has = (on: readonly { readonly type: string }[]): boolean => types.size === 0 || on.some((one) => types.has(one.type));
  const ordered = [...metricNames.filter((one) => has(one.on)), ...metricNames.filter((one) => !has(one.on))];
  const ours = ordered.map(({ name, title, aliases }) => ({ label: title, value: name, words: [name, title, ...aliases] }));
  const ofLogs = logMetricTitles.map((name) => ({ label: `${name} (from logs)`, value: name, words: [name] }));
  return [...ours, ...ofLogs];
}

/** Services, then resources, then kinds, each saying what it is. */
function targetCandidates(catalogue: Pick<Catalogue, 'services'>, resources: readonly Resource[]): readonly Candidate[] {
  const services = catalogue.services();
  const taken = new Set(services.map((one) => one.name.toLowerCase()));
  const types = new Set(resources.map((one) => one.type));
  return [
    ...services.map(({ name, title }) => ({ label: `${name} (service)`, value: name, words: [name, title] })),
    ...resources
      .toSorted((one, other) => one.name.localeCompare(other.name, 'en') || one.type.localeCompare(other.type, 'en'))
      .map((one) => ({ label: `${one.name} (${kindTitle(one.type)})`, value: valueOf(one, resources, taken), words: [one.name] })),
    ...kinds
      .filter(({ type }) => types.has(type))
      .map(({ title, aliases }) => ({ label: `every ${title}`, value: title, words: [title, ...aliases, `every ${title}`] })),
  ];
}

/** What comes with us by its title, what people saved by its name. */
function queryCandidates(queries: Awaited<ReturnType<SavedQueries['list']>>): readonly Candidate[] {
  return queries.map((one) =>
    'texts' in one
      ? { label: `${one.title} (${one.name})`, value: one.name, words: [one.name, one.title] }
      : { label: `${one.name} (by ${one.ownerName})`, value: one.name, words: [one.name] },
  );
}

/** Its name; with its kind where a service or another resource is called the same; its id where even that is not enough. */
function valueOf(resource: Resource, all: readonly Resource[], services: ReadonlySet<string>): string {
  const alike = all.filter((one) => one.name.toLowerCase() === resource.name.toLowerCase());
  if (alike.length === 1 && !services.has(resource.name.toLowerCase())) return resource.name;
  const isOneOfKind = alike.filter((one) => one.type === resource.type).length === 1;
  return isOneOfKind ? `${kindTitle(resource.type)} ${resource.name}` : resource.id;
}

function zoneCandidates(): readonly Candidate[] {
  const usual = new Set<string>(usualZones);
  const others = Intl.supportedValuesOf('timeZone').filter((one) => !usual.has(one));
  return [...usualZones, ...others].map((zone) => ({ label: zone, value: zone, words: [zone, cityOf(zone)] }));
}

/** "America/New_York" → "New York" */
function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new Error('nobody waits for the choices any more'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
