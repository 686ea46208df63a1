import { shorten } from '../core/clauses.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Place } from '../core/model/person.ts';
import type { Resource } from '../core/model/resource.ts';
import type { Service } from '../core/model/service.ts';
import type { Suggest } from '../core/ports.ts';
import { quoteWord } from '../core/words.ts';
import { kindTitle } from './kinds.ts';
import { belongsTo } from './membership.ts';
import { allowedIn, type ChannelRule } from './queries-channels.ts';
import type { Bindings, FoundPlace, LogTables, QueryPlaces } from './query-services.ts';
import type { Catalogue } from './services.ts';

export interface QueryPlacesNeeds {
  readonly catalogue: Pick<Catalogue, 'services' | 'resources' | 'resourcesOf' | 'find'>;
  readonly bindings: Pick<Bindings, 'of'>;
  /** Ids by name, as configured; "default" is asked where nothing is named. */
  readonly workspaces: () => Readonly<Record<string, string>>;
  readonly channels: () => readonly ChannelRule[];
  readonly suggest: Suggest;
}

const componentType = 'microsoft.insights/components';
const workspaceType = 'microsoft.operationalinsights/workspaces';
const defaultName = 'default';

/** See QueryPlaces. */
export function createQueryPlaces(needs: QueryPlacesNeeds): QueryPlaces {
  return {
    find: async (name, wanted, where) => {
      const allowed = allowedIn(where, needs.channels());
      const asked = name ?? (await meantWithout(needs, where, allowed));
      const found = await findNamed(needs, asked, wanted);
      if (allowed !== undefined && !allowed.some((one) => one === found.service?.name)) throw notHere(asked, allowed);
      return found;
    },
    names: async () => {
      const services = needs.catalogue.services().map(({ name, title }) => ({ name, title: `${name} (${title})` }));
      const workspaces = Object.keys(needs.workspaces()).map((name) => ({ name, title: `${name} (workspace)` }));
      const resources = (await known(needs))
        .filter(({ type }) => type === componentType || type === workspaceType)
        .map(({ name, type }) => ({ name, title: `${name} (${kindTitle(type)})` }));
      const taken = new Set<string>();
      return [...services, ...workspaces, ...resources].filter(
        ({ name }) => !taken.has(name.toLowerCase()) && taken.add(name.toLowerCase()),
      );
    },
  };
}

/** Choices are offered without what cannot be discovered just now. */
async function known({ catalogue }: QueryPlacesNeeds): Promise<readonly Resource[]> {
  try {
    return await catalogue.resources();
  } catch (error) {
    if (!(error instanceof ProviderError || error instanceof UserError)) throw error;
    return [];
  }
}

/** What is asked where nothing is named: the channel's service, the only one that is allowed there, or the default workspace. */
async function meantWithout(needs: QueryPlacesNeeds, where: Place, allowed: readonly string[] | undefined): Promise<string> {
  const binding = await needs.bindings.of(where);
  if (binding !== undefined) return binding.service;
  if (allowed?.[0] !== undefined && allowed.length === 1) return allowed[0];
  const fallback = Object.keys(needs.workspaces()).find((one) => one.toLowerCase() === defaultName);
  if (fallback !== undefined && allowed === undefined) return fallback;
  const example = allowed?.[0] ?? needs.catalogue.services()[0]?.name ?? 'NAME';
  throw new UserError('Of what? No service is bound to this channel; name one, or bind one.', [
    `kql in ${quoteWord(example)} requests | take 5`,
    `bind ${quoteWord(example)}`,
  ]);
}

async function findNamed(needs: QueryPlacesNeeds, name: string, wanted: LogTables): Promise<FoundPlace> {
  const wantedName = name.trim().toLowerCase();
  const service = needs.catalogue.services().find((one) => [one.name, one.title].some((its) => its.toLowerCase() === wantedName));
  if (service !== undefined) return placeOfService(needs, service, name, wanted);
  const [title, id] = Object.entries(needs.workspaces()).find((entry) => entry.some((one) => one.toLowerCase() === wantedName)) ?? [];
  if (title !== undefined && id !== undefined) {
    const owner = needs.catalogue.services().find((one) => one.workspace !== undefined && workspaceId(needs, one.workspace) === id);
    return { place: { kind: 'workspace', id, title }, tables: 'workspace', service: owner, name: title };
  }
  return placeOfResource(needs, name);
}

/** Its component has the classic tables; its workspace, configured or discovered, all others. What it has not gives way to what it has. */
async function placeOfService(needs: QueryPlacesNeeds, service: Service, name: string, wanted: LogTables): Promise<FoundPlace> {
  const resources = await needs.catalogue.resourcesOf(service);
  const component = resources.find(({ type }) => type === componentType);
  const own = resources.find(({ type }) => type === workspaceType);
  const classic: FoundPlace | undefined = component && ofResource(component, service, name);
  const workspace: FoundPlace | undefined =
    service.workspace === undefined
      ? own && ofResource(own, service, name)
      : {
          place: { kind: 'workspace', id: workspaceId(needs, service.workspace), title: `workspace of ${service.name}` },
          tables: 'workspace',
          service,
          name,
        };
  const found = wanted === 'workspace' ? (workspace ?? classic) : (classic ?? workspace);
  if (found !== undefined) return found;
  throw new UserError(
    `${service.name} has no logs that I know of: neither Application Insights nor a Log Analytics workspace is among its resources.`,
    ['resources', 'services'],
  );
}

async function placeOfResource(needs: QueryPlacesNeeds, name: string): Promise<FoundPlace> {
  const found = await findOr(needs, name);
  switch (found.kind) {
    case 'service':
      return placeOfService(needs, found.service, name, 'either');
    case 'resource': {
      const service = needs.catalogue.services().find((one) => belongsTo(one, found.resource));
      return ofResource(found.resource, service, name);
    }
    case 'kind':
      throw new UserError(`“${shorten(name)}” is a kind of resource; ask one service, resource or workspace.`, ['resources']);
  }
}

/** Throws as Catalogue.find, but what is near may be a workspace too. */
async function findOr({ catalogue, workspaces, suggest }: QueryPlacesNeeds, name: string): ReturnType<Catalogue['find']> {
  try {
    return await catalogue.find(name);
  } catch (error) {
    const near = suggest(name, Object.keys(workspaces()));
    if (!(error instanceof UserError) || near === undefined || error.message.includes('Did you mean')) throw error;
    throw new UserError(`No service, resource or workspace called “${shorten(name)}”. Did you mean ${near}?`, error.examples);
  }
}

function ofResource(resource: Resource, service: Service | undefined, name: string): FoundPlace {
  const tables = resource.type === componentType ? 'classic' : 'workspace';
  return { place: { kind: 'resource', resource, title: resource.name }, tables, service, name };
}

/** A name of azure.workspaces, or an id. */
function workspaceId({ workspaces }: QueryPlacesNeeds, nameOrId: string): string {
  const entry = Object.entries(workspaces()).find(([name]) => name.toLowerCase() === nameOrId.toLowerCase());
  return entry?.[1] ?? nameOrId;
}

function notHere(asked: string, allowed: readonly string[]): UserError {
  return new UserError(`“${shorten(asked)}” may not be asked about in this channel; ${allowed.join(', ')} may.`, [
    `kql in ${quoteWord(allowed[0] ?? 'NAME')} requests | take 5`,
  ]);
}
