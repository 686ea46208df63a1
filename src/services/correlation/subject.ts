import type { Alert } from '../../core/model/alert.ts';
import { resourceOfId } from '../membership.ts';

/** What of an alert is compared. */
export type Compared = Pick<Alert, 'key' | 'service' | 'severity' | 'resources' | 'operation' | 'release' | 'firedAt' | 'resolvedAt'>;

/** The resources an alert is about, as far as they tell one failure from another: ARM ids in lower case. */
export type Subject = readonly string[];

// A log alert's target is the workspace that was asked, whatever it found there: many services share one.
const workspaceType = 'microsoft.operationalinsights/workspaces';

export function subjectOf({ resources }: Pick<Alert, 'resources'>): Subject {
  return resources.filter((id) => resourceOfId(id)?.type !== workspaceType).map((id) => id.toLowerCase().replace(/\/+$/u, ''));
}

/** What keeps data for others: it is called, and calls nobody. */
const keeping = [
  'microsoft.dbforpostgresql/',
  'microsoft.dbformysql/',
  'microsoft.sql/',
  'microsoft.documentdb/',
  'microsoft.cache/',
  'microsoft.storage/',
  'microsoft.keyvault/',
  'microsoft.containerregistry/',
  'microsoft.servicebus/',
  'microsoft.eventhub/',
  'microsoft.search/',
  'microsoft.operationalinsights/',
];

/** Whether what an alert is about may suffer from what its service calls: not where it is about a database or its like alone. */
export function mayCall({ resources }: Pick<Alert, 'resources'>): 'may call' | 'calls nobody' {
  const types = resources.map((id) => resourceOfId(id)?.type ?? '');
  const keeps = types.length > 0 && types.every((type) => keeping.some((beginning) => type.startsWith(beginning)));
  return keeps ? 'calls nobody' : 'may call';
}

/** Name of the resource both are about: the same, or the whole (a server) of which the other's is a part. undefined: none. */
export function sharedResource(one: Subject, other: Subject): string | undefined {
  for (const id of one) {
    for (const its of other) {
      if (id === its || id.startsWith(`${its}/`)) return lastPart(its);
      if (its.startsWith(`${id}/`)) return lastPart(id);
    }
  }
  return undefined;
}

const lastPart = (id: string): string => id.split('/').at(-1) ?? id;
