import { type Resource, sameId } from '../core/model/resource.ts';
import type { ResourceMatch, Service } from '../core/model/service.ts';

/** Whether any entry of the service has every one of its parts met by the resource. */
export function belongsTo(service: Service, resource: Resource): boolean {
  return service.resources.some((match) => matches(match, resource));
}

/** By which entry of the service a resource belongs to it: "is in the group rg-orders"; undefined: it does not. */
export function matchOf(service: Service, resource: Resource): string | undefined {
  const match = service.resources.find((one) => matches(one, resource));
  if (match === undefined) return undefined;
  const tags = Object.entries(match.tags ?? {}).map(([name, value]) => `${name}=${value}`);
  const parts = [
    match.id === undefined ? undefined : 'is named in the catalogue',
    match.group === undefined ? undefined : `is in the group ${match.group}`,
    match.type === undefined ? undefined : `is of type ${match.type}`,
    tags.length === 0 ? undefined : `has the tag ${tags.join(', ')}`,
  ];
  return parts.filter((part) => part !== undefined).join(' and ');
}

function matches(match: ResourceMatch, resource: Resource): boolean {
  const parts = [
    match.id === undefined || isWithin(resource.id, match.id),
    match.type === undefined || match.type.toLowerCase() === resource.type,
    match.group === undefined || match.group.toLowerCase() === resource.group.toLowerCase(),
    match.tags === undefined || hasTags(resource, match.tags),
  ];
  // An entry without any part would match the whole subscription; nobody means that.
  const isEmpty = [match.id, match.type, match.group, match.tags].every((part) => part === undefined);
  return !isEmpty && parts.every(Boolean);
}

/** A slot of a web app is a part of the app. */
function isWithin(id: string, whole: string): boolean {
  return sameId(id, whole) || id.toLowerCase().startsWith(`${whole.toLowerCase()}/`);
}

/** Azure compares names of tags without regard to case, and their values with it. */
function hasTags(resource: Resource, wanted: Readonly<Record<string, string>>): boolean {
  const own = new Map(Object.entries(resource.tags).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.entries(wanted).every(([name, value]) => own.get(name.toLowerCase()) === value);
}

/**
 * What an ARM id alone tells: subscription, group, type and name ("…/providers/Microsoft.Sql/servers/s/databases/d" is a
 * microsoft.sql/servers/databases called d). undefined for ids of groups and subscriptions.
 */
export function resourceOfId(id: string): Resource | undefined {
  const [, subscription, group, provider, rest] =
    /^\/?subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/iu.exec(id) ?? [];
  if (subscription === undefined || group === undefined || provider === undefined || rest === undefined) return undefined;
  const parts = rest.split('/');
  const types = parts.filter((_part, index) => index % 2 === 0);
  const name = parts.at(-1);
  if (name === undefined || parts.length % 2 === 1) return undefined;
  return { id, name, type: [provider, ...types].join('/').toLowerCase(), subscription, group, region: '', tags: {} };
}
