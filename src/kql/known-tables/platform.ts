import { type KnownTable, tableOf } from './known-table.ts';

const tail = 'string: Type _ResourceId _SubscriptionId; real: _BilledSize; string: _IsBillable';

const workspace = (name: string, ...columns: readonly string[]): KnownTable =>
  tableOf('workspace', name, 'string: TenantId SourceSystem; datetime: TimeGenerated', ...columns, tail);

/** What clusters, machines, the platform itself and the hosts of applications send to a Log Analytics workspace. */
export const platformTables: readonly KnownTable[] = [
  workspace(
    'ContainerLogV2',
    'string: Computer ContainerId ContainerName PodName PodNamespace; dynamic: LogMessage; string: LogSource',
    'dynamic: KubernetesMetadata; string: LogLevel',
  ),
  workspace('ContainerLog', 'datetime: TimeOfCommand; string: Computer ContainerID Image ImageTag Repository Name LogEntry LogEntrySource'),
  workspace(
    'ContainerInventory',
    'string: Computer ContainerID Name ContainerHostname ImageID Repository Image ImageTag ContainerState Ports Links; int: ExitCode',
    'string: ComposeGroup EnvironmentVar Command; datetime: CreatedTime StartedTime FinishedTime',
  ),
  workspace(
    'KubePodInventory',
    'string: Computer ClusterId ClusterName PodUid PodLabel Namespace Name PodStatus PodIp',
    'datetime: PodCreationTimeStamp PodStartTime; int: PodRestartCount; string: ControllerKind ControllerName ServiceName',
    'string: ContainerID ContainerName ContainerStatus ContainerStatusReason ContainerLastStatus; int: ContainerRestartCount',
    'datetime: ContainerCreationTimeStamp ContainerStartTime; string: InstanceName',
  ),
  workspace(
    'KubeNodeInventory',
    'string: Computer ClusterId ClusterName; datetime: CreationTimeStamp LastTransitionTimeReady',
    'string: Labels Status KubeletVersion KubeProxyVersion KubernetesProviderID OperatingSystem DockerVersion',
  ),
  workspace('KubeServices', 'string: ClusterId ClusterName ServiceName Namespace SelectorLabels ClusterIP ServiceType'),
  workspace(
    'KubeEvents',
    'string: Computer ClusterId ClusterName ObjectKind Namespace Name Reason Message KubeEventType SourceComponent',
    'datetime: FirstSeen LastSeen; real: Count',
  ),
  workspace(
    'Perf',
    'string: Computer ObjectName CounterName InstanceName; real: Min Max; int: SampleCount; real: CounterValue StandardDeviation',
    'datetime: BucketStartTime BucketEndTime; string: CounterPath MG',
  ),
  workspace('InsightsMetrics', 'string: Computer Origin Namespace Name; real: Val; string: Tags AgentId'),
  workspace(
    'Heartbeat',
    'string: SourceComputerId ComputerIP Computer Category OSType OSName OSMajorVersion OSMinorVersion Version SCAgentChannel',
    'bool: IsGatewayInstalled; real: RemoteIPLongitude RemoteIPLatitude; string: RemoteIPCountry SubscriptionId ResourceGroup',
    'string: ResourceProvider Resource ResourceId ResourceType ComputerEnvironment Solutions VMUUID; dynamic: ComputerPrivateIPs',
  ),
  workspace(
    'Syslog',
    'string: Computer; datetime: EventTime; string: Facility HostName SeverityLevel SyslogMessage; int: ProcessID',
    'string: HostIP ProcessName MG CollectorHostName',
  ),
  workspace(
    'AzureMetrics',
    'string: ResourceId ResourceGroup ResourceProvider Resource SubscriptionId MetricName UnitName TimeGrain',
    'real: Total Count Minimum Maximum Average',
  ),
  workspace(
    'AzureActivity',
    'string: OperationName OperationNameValue Level ActivityStatus ActivityStatusValue ActivitySubstatus ActivitySubstatusValue Category',
    'string: CategoryValue Caller CallerIpAddress Authorization; dynamic: Authorization_d; string: Claims; dynamic: Claims_d',
    'string: CorrelationId EventDataId; datetime: EventSubmissionTimestamp; string: Hierarchy HTTPRequest OperationId Properties',
    'dynamic: Properties_d; string: ResourceId Resource ResourceGroup ResourceProvider ResourceProviderValue SubscriptionId',
  ),
  workspace(
    'AzureDiagnostics',
    'string: ResourceId Category ResourceGroup SubscriptionId ResourceProvider Resource ResourceType OperationName OperationVersion',
    'string: ResultType ResultSignature ResultDescription; long: DurationMs; string: CallerIPAddress CorrelationId Level Message',
    'string: errorLevel_s sqlerrcode_s backend_type_s LogicalServerName_s; real: processId_d; string: properties_s requestUri_s',
    'real: httpStatusCode_d; string: identity_claim_appid_g id_s',
  ),
  workspace(
    'Usage',
    'string: Computer; datetime: StartTime EndTime; string: ResourceUri DataType Solution; real: Quantity; string: QuantityUnit',
    'bool: IsBillable; string: MeterId LinkedMeterId',
  ),
  workspace(
    'AppServiceHTTPLogs',
    'string: Category CsMethod CsUriStem SPort CIp UserAgent CsHost; int: ScStatus; string: ScSubStatus ScWin32Status',
    'int: ScBytes CsBytes TimeTaken; string: Result Cookie CsUriQuery CsUsername Referer ComputerName Protocol',
  ),
  workspace('AppServiceConsoleLogs', 'string: Category OperationName Level Host ResultDescription ContainerId'),
  workspace(
    'ContainerAppConsoleLogs_CL',
    'string: ContainerAppName_s ContainerGroupName_s ContainerName_s ContainerImage_s ContainerId_s RevisionName_s EnvironmentName_s',
    'string: Stream_s Log_s; real: _timestamp_d',
  ),
  workspace(
    'ContainerAppSystemLogs_CL',
    'string: ContainerAppName_s ReplicaName_s RevisionName_s EnvironmentName_s Reason_s Type_s EventSource_s Level Log_s; real: Count_d',
  ),
];
