import { users } from '../../world.ts';
import { type Dice, diceOf, guidOf } from '../dice.ts';
import { plainRows } from '../plain-rows.ts';
import { pick } from '../profiles/profile.ts';
import type { RowSet, Stretch, TableMaker } from '../rows.ts';
import { ticksOfMinute, ticksPerMinute } from '../times.ts';

interface Action {
  readonly operation: string;
  readonly says: string;
  readonly level: 'Informational' | 'Warning';
  readonly weight: number;
}

/** What people and pipelines do to each kind of resource. */
const actions: Readonly<Record<string, readonly Action[]>> = {
  'microsoft.web/sites': [
    { operation: 'MICROSOFT.WEB/SITES/RESTART/ACTION', says: 'Restart Web App', level: 'Informational', weight: 2 },
    { operation: 'MICROSOFT.WEB/SITES/WRITE', says: 'Update website', level: 'Informational', weight: 5 },
    {
      operation: 'MICROSOFT.WEB/SITES/CONFIG/LIST/ACTION',
      says: 'List Web App Security Sensitive Settings',
      level: 'Informational',
      weight: 3,
    },
  ],
  'microsoft.app/containerapps': [
    { operation: 'MICROSOFT.APP/CONTAINERAPPS/WRITE', says: 'Create or Update Container App', level: 'Informational', weight: 5 },
    {
      operation: 'MICROSOFT.APP/CONTAINERAPPS/REVISIONS/RESTART/ACTION',
      says: 'Restart Container App Revision',
      level: 'Informational',
      weight: 1,
    },
  ],
  'microsoft.containerservice/managedclusters': [
    {
      operation: 'MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/WRITE',
      says: 'Create or Update Managed Cluster',
      level: 'Informational',
      weight: 1,
    },
    {
      operation: 'MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/LISTCLUSTERUSERCREDENTIAL/ACTION',
      says: 'List clusterUser credential',
      level: 'Informational',
      weight: 6,
    },
  ],
  'microsoft.dbforpostgresql/flexibleservers': [
    {
      operation: 'MICROSOFT.DBFORPOSTGRESQL/FLEXIBLESERVERS/CONFIGURATIONS/WRITE',
      says: 'Update PostgreSQL server configuration',
      level: 'Warning',
      weight: 1,
    },
    { operation: 'MICROSOFT.DBFORPOSTGRESQL/FLEXIBLESERVERS/BACKUPS/WRITE', says: 'Create backup', level: 'Informational', weight: 4 },
  ],
};
const anywhere: readonly Action[] = [
  { operation: 'MICROSOFT.RESOURCES/DEPLOYMENTS/WRITE', says: 'Create Deployment', level: 'Informational', weight: 4 },
  { operation: 'MICROSOFT.RESOURCES/TAGS/WRITE', says: 'Update Tags', level: 'Informational', weight: 1 },
];

interface EventRow {
  readonly at: number;
  readonly key: number;
  readonly hour: number;
  readonly action: Action;
  readonly status: 'Start' | 'Success' | 'Failure';
  readonly caller: string;
}

/** Who changed what: two things a day for each resource, most of them while people work. */
export function activityTables({ seed }: { readonly seed: string }): readonly TableMaker[] {
  return [{ table: 'AzureActivity', writes: () => true, rows: (stretch) => activityTable(seed, stretch) }];
}

function activityTable(seed: string, stretch: Stretch): RowSet {
  const dice = diceOf(seed, stretch.resource.id, 'activity');
  const { resource } = stretch;
  return plainRows<EventRow>(eventsOf(dice, stretch), {
    OperationName: ({ action }) => action.says,
    OperationNameValue: ({ action }) => action.operation,
    Level: ({ action }) => action.level,
    ActivityStatus: ({ status }) => ({ Start: 'Started', Success: 'Succeeded', Failure: 'Failed' })[status],
    ActivityStatusValue: ({ status }) => status,
    ActivitySubstatusValue: ({ status }) => ({ Start: '', Success: 'OK', Failure: 'Conflict' })[status],
    Category: () => 'Administrative',
    CategoryValue: () => 'Administrative',
    Caller: ({ caller }) => caller,
    CallerIpAddress: () => '198.51.100.24',
    CorrelationId: ({ hour }) => guidOf(dice, hour),
    OperationId: ({ hour }) => guidOf(dice, hour),
    EventDataId: ({ key }) => guidOf(dice, ~key),
    EventSubmissionTimestamp: ({ at }) => at + 2 * ticksPerMinute,
    Hierarchy: () => resource.subscription,
    Properties: ({ action }) => JSON.stringify(propertiesOf(stretch, action)),
    Properties_d: ({ action }) => propertiesOf(stretch, action),
    ResourceId: () => resource.id.toLowerCase(),
    Resource: () => resource.name,
    ResourceGroup: () => resource.group,
    ResourceProvider: () => resource.provider.split('/')[0] ?? '',
    ResourceProviderValue: () => resource.provider.split('/')[0]?.toUpperCase() ?? '',
    SubscriptionId: () => resource.subscription,
  });
}

const propertiesOf = ({ resource }: Stretch, action: Action) => ({
  entity: resource.id.toLowerCase(),
  message: action.operation,
  hierarchy: resource.subscription,
});

/** An action and what came of it, in the hours that dice choose. */
function eventsOf(dice: Dice, stretch: Stretch): readonly EventRow[] {
  const hour = Math.floor(stretch.first / 60);
  const working = hour % 24 >= 7 && hour % 24 < 17;
  if (dice(hour) > (working ? 0.15 : 0.03)) return [];
  const action = pick([...(actions[stretch.resource.type] ?? []), ...anywhere], dice(~hour));
  const person = users[Math.floor(dice(hour + 1) * users.length)]?.email ?? '';
  const caller = dice(hour + 2) < 0.5 ? 'deploy@pipelines.example' : person;
  const at = ticksOfMinute(stretch.first) + Math.floor(dice(hour + 3) * 55 * ticksPerMinute);
  const status = dice(hour + 4) < 0.06 ? ('Failure' as const) : ('Success' as const);
  const whole: readonly EventRow[] = [
    { at, key: hour * 2, hour, action, status: 'Start', caller },
    { at: at + Math.floor((0.1 + dice(hour + 5)) * ticksPerMinute), key: hour * 2 + 1, hour, action, status, caller },
  ];
  return whole.filter((one) => one.at < ticksOfMinute(stretch.end));
}
