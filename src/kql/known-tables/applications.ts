import { type KnownTable, tableOf } from './known-table.ts';

const context =
  'string: OperationName OperationId ParentId SyntheticSource SessionId UserId UserAuthenticatedId UserAccountId AppVersion AppRoleName ' +
  'AppRoleInstance ClientType ClientModel ClientOS ClientIP ClientCity ClientStateOrProvince ClientCountryOrRegion ClientBrowser ' +
  'ResourceGUID IKey SDKVersion';
const custom = 'dynamic: Properties Measurements';
const tail =
  'string: ReferencedItemId ReferencedType SourceSystem Type _ResourceId _SubscriptionId; real: _BilledSize; string: _IsBillable';
const counted = `int: ItemCount; ${tail}`;
const result = 'bool: Success; string: ResultCode; real: DurationMs; string: PerformanceBucket';

const application = (name: string, ...columns: readonly string[]): KnownTable =>
  tableOf('workspace', name, 'string: TenantId; datetime: TimeGenerated', ...columns);

/** What applications send, as a Log Analytics workspace keeps it. */
export const applicationTables: readonly KnownTable[] = [
  application('AppRequests', 'string: Id Source Name Url', result, custom, context, counted),
  application('AppDependencies', 'string: Id Target DependencyType Name Data', result, custom, context, counted),
  application(
    'AppExceptions',
    'string: ProblemId HandledAt ExceptionType Assembly Method OuterType OuterMessage OuterAssembly OuterMethod InnermostType',
    'string: InnermostMessage InnermostAssembly InnermostMethod Message; int: SeverityLevel; dynamic: Details',
    custom,
    context,
    counted,
  ),
  application('AppTraces', 'string: Message; int: SeverityLevel', custom, context, counted),
  application('AppEvents', 'string: Name', custom, context, counted),
  application('AppMetrics', 'string: Name; int: ItemCount; real: Sum Min Max; dynamic: Properties', context, tail),
  application('AppPerformanceCounters', 'string: Name Category Counter Instance; real: Value; dynamic: Properties', context, tail),
  application('AppPageViews', 'string: Id Name Url; real: DurationMs; string: PerformanceBucket', custom, context, counted),
  application(
    'AppAvailabilityResults',
    'string: Id Name Location; bool: Success; string: Message; real: Size DurationMs; string: PerformanceBucket',
    custom,
    context,
    counted,
  ),
  application(
    'AppBrowserTimings',
    'string: Name Url; real: NetworkDurationMs SendDurationMs ReceiveDurationMs ProcessingDurationMs TotalDurationMs',
    'string: PerformanceBucket',
    custom,
    context,
    counted,
  ),
];
