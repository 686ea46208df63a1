import type { Clock } from '../../src/core/ports.ts';
import { knownTables } from '../../src/kql/known-tables.ts';
import type { Table, TableSource } from '../../src/kql/table.ts';
import type { Estate } from '../estate/estate.ts';
import type { EstateResource } from '../estate/resources.ts';
import { createKept, type KeptStatistics } from './kept.ts';
import { createMakers } from './makers.ts';
import { createMinutes } from './minutes.ts';
import type { LogRange } from './rows.ts';
import { createShards } from './shards.ts';
import { tableOver } from './table-over.ts';
import { type LogWorkspace, workspaces } from './workspaces.ts';

export type { LogRange } from './rows.ts';
export type { LogWorkspace } from './workspaces.ts';

/** Whose rows a query sees. */
export type LogScope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'workspace'; readonly workspace: LogWorkspace }
  | { readonly kind: 'resource'; readonly resource: EstateResource };

/** What the emulated Azure has written down. Every row is a function of seed, resource, minute and the estate's metrics then. */
export interface LogStore {
  readonly workspaces: readonly LogWorkspace[];
  /** By its id (in any case), its name, or its ARM id; undefined: there is none. */
  readonly workspace: (key: string) => LogWorkspace | undefined;
  /** All known tables; those that nobody in the scope writes are empty. Only what is asked of it is made. */
  readonly tableSource: (scope: LogScope, range: LogRange) => TableSource;
  readonly statistics: () => KeptStatistics;
}

/** In cells of 8 bytes: what all tables of two days need, and no month; the process has other things to keep. */
const keptCells = 4_000_000;

export function createLogs(needs: {
  readonly estate: Estate;
  readonly clock: Clock;
  readonly seed: string;
  /** How many cells are kept at most. */
  readonly mostCells?: number | undefined;
}): LogStore {
  const { estate, clock } = needs;
  const kept = createKept(needs.mostCells ?? keptCells);
  const minutes = createMinutes({ estate, kept });
  const makers = createMakers({ estate, minutes, kept, seed: needs.seed });
  const shards = createShards({ estate, clock, kept, makers });
  const workspaceNamed = (key: string): LogWorkspace | undefined => {
    const wanted = key.toLowerCase().replace(/^\/+/u, '');
    return workspaces.find(({ id, name, resource }) => [id, name, resource?.id.toLowerCase().slice(1)].includes(wanted));
  };
  /** What workspace("…"), app("…") and resource("…") mean: a name or an id. */
  const scopeNamed = (key: string): LogScope | undefined => {
    const workspace = workspaceNamed(key);
    if (workspace !== undefined) return { kind: 'workspace', workspace };
    const resource = estate.find(key) ?? estate.resources.find(({ name }) => name.toLowerCase() === key.toLowerCase());
    return resource && { kind: 'resource', resource };
  };
  return {
    workspaces,
    workspace: workspaceNamed,
    tableSource: (scope, range) => {
      const table = (name: string, of: LogScope): Table | undefined => {
        const schema = knownTables.find((one) => one.name === name);
        const owners = estate.resources.filter((one) => isIn(of, one));
        return schema && tableOver(schema, shards.of(schema, owners, range));
      };
      return {
        schemas: knownTables,
        table: (name) => table(name, scope),
        elsewhere: (place, name) => {
          const of = scopeNamed(place);
          return of && table(name, of);
        },
      };
    },
    statistics: kept.statistics,
  };
}

function isIn(scope: LogScope, resource: EstateResource): boolean {
  switch (scope.kind) {
    case 'everything':
      return true;
    case 'workspace':
      return scope.workspace.services.includes(resource.service);
    case 'resource': {
      const own = workspaces.find((one) => one.resource?.id === scope.resource.id);
      return own === undefined ? resource.id === scope.resource.id : own.services.includes(resource.service);
    }
  }
}
