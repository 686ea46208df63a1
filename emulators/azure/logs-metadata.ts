import type { LogScope } from '../logs/index.ts';
import type { LogEngine } from './logs-engine.ts';

/** What a workspace or resource has: its tables with their columns. */
export function metadataOf(scope: LogScope, schemas: LogEngine['schemas']): object {
  const tables = schemas
    .filter(({ family }) => family === (scope.kind === 'resource' ? 'classic' : 'workspace'))
    .map(({ name, columns, timeColumn }) => ({ id: `t/${name}`, name, timespanColumn: timeColumn, columns }));
  if (scope.kind !== 'workspace') return { tables };
  const { id, name, resource } = scope.workspace;
  return {
    tables,
    workspaces: [
      {
        id,
        name,
        resourceId: resource?.id ?? '',
        region: resource?.region ?? 'westeurope',
        related: { tables: tables.map((one) => one.id) },
      },
    ],
  };
}
