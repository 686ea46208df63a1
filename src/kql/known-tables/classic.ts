import { type KnownTable, tableOf } from './known-table.ts';

const context =
  'string: operation_Name operation_Id operation_ParentId operation_SyntheticSource session_Id user_Id user_AuthenticatedId ' +
  'user_AccountId application_Version client_Type client_Model client_OS client_IP client_City client_StateOrProvince ' +
  'client_CountryOrRegion client_Browser cloud_RoleName cloud_RoleInstance appId appName iKey sdkVersion itemId';
const custom = 'dynamic: customDimensions customMeasurements';
const counted = 'int: itemCount; string: _ResourceId';
const result = 'string: success resultCode; real: duration; string: performanceBucket itemType';

const classic = (name: string, ...columns: readonly string[]): KnownTable => tableOf('classic', name, 'datetime: timestamp', ...columns);

/** The tables of an Application Insights resource. `success` is a string there: "True", "False". */
export const classicTables: readonly KnownTable[] = [
  classic('requests', 'string: id source name url', result, custom, context, counted),
  classic('dependencies', 'string: id target type name data', result, custom, context, counted),
  classic(
    'exceptions',
    'string: problemId handledAt type message assembly method outerType outerMessage outerAssembly outerMethod',
    'string: innermostType innermostMessage innermostAssembly innermostMethod; int: severityLevel; dynamic: details; string: itemType',
    custom,
    context,
    counted,
  ),
  classic('traces', 'string: message; int: severityLevel; string: itemType', custom, context, counted),
  classic('customEvents', 'string: name itemType', custom, context, counted),
  classic(
    'customMetrics',
    'string: name; real: value; int: valueCount; real: valueSum valueMin valueMax valueStdDev; string: itemType',
    'dynamic: customDimensions',
    context,
    'string: _ResourceId',
  ),
  classic(
    'performanceCounters',
    'string: name; real: value; string: category counter instance itemType; dynamic: customDimensions',
    context,
    'string: _ResourceId',
  ),
  classic('pageViews', 'string: id name url; real: duration; string: performanceBucket itemType', custom, context, counted),
  classic(
    'availabilityResults',
    'string: id name location success message; real: size duration; string: performanceBucket itemType',
    custom,
    context,
    counted,
  ),
  classic(
    'browserTimings',
    'string: name url; real: networkDuration sendDuration receiveDuration processingDuration totalDuration',
    'string: performanceBucket itemType',
    custom,
    context,
    counted,
  ),
];
