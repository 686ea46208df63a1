import { type EstateResource, resources, type ServiceName, serviceNames } from '../estate/resources.ts';

/** A Log Analytics workspace. */
export interface LogWorkspace {
  /** The customer id: what queries are sent to. */
  readonly id: string;
  readonly name: string;
  /** Whose rows it holds. */
  readonly services: readonly ServiceName[];
  /** Undefined: it is in a subscription that the bot does not see. */
  readonly resource: EstateResource | undefined;
}

const resourceNamed = (name: string): EstateResource | undefined => resources.find((one) => one.name === name);

/** What everybody sends to, for those services that have no workspace of their own as well. */
export const centralLogs: LogWorkspace = {
  id: '10c5ce27-0000-4000-8000-0000000000c1',
  name: 'central-logs',
  services: serviceNames,
  resource: undefined,
};

export const workspaces: readonly LogWorkspace[] = [
  centralLogs,
  { id: '10c5bacc-1111-4111-8111-0000000000a1', name: 'packamal-logs', services: ['packamal'], resource: resourceNamed('packamal-logs') },
  {
    id: '10c5c0e5-2222-4222-8222-0000000000a2',
    name: 'log-compliance',
    services: ['compliance'],
    resource: resourceNamed('log-compliance'),
  },
];

/** Where a service's rows are at home. */
export const homeOf = (service: ServiceName): LogWorkspace =>
  workspaces.find((one) => one.services.length === 1 && one.services[0] === service) ?? centralLogs;
