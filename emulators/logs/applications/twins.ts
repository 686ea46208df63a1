import { applicationTables } from '../../../src/core/model/log-tables.ts';
import type { Value } from '../../../src/kql/types.ts';
import type { RowSet, TableMaker } from '../rows.ts';

/** What a workspace calls the columns that an Application Insights resource has under another name; the rest differ in case only. */
const renamed: Readonly<Record<string, string>> = {
  OperationId: 'operation_Id',
  OperationName: 'operation_Name',
  ParentId: 'operation_ParentId',
  SyntheticSource: 'operation_SyntheticSource',
  SessionId: 'session_Id',
  UserId: 'user_Id',
  UserAuthenticatedId: 'user_AuthenticatedId',
  UserAccountId: 'user_AccountId',
  AppVersion: 'application_Version',
  AppRoleName: 'cloud_RoleName',
  AppRoleInstance: 'cloud_RoleInstance',
  ClientType: 'client_Type',
  ClientModel: 'client_Model',
  ClientOS: 'client_OS',
  ClientIP: 'client_IP',
  ClientCity: 'client_City',
  ClientStateOrProvince: 'client_StateOrProvince',
  ClientCountryOrRegion: 'client_CountryOrRegion',
  ClientBrowser: 'client_Browser',
  ResourceGUID: 'appId',
  Properties: 'customDimensions',
  Measurements: 'customMeasurements',
  DurationMs: 'duration',
  NetworkDurationMs: 'networkDuration',
  SendDurationMs: 'sendDuration',
  ReceiveDurationMs: 'receiveDuration',
  ProcessingDurationMs: 'processingDuration',
  TotalDurationMs: 'totalDuration',
  DependencyType: 'type',
  ExceptionType: 'type',
  SDKVersion: 'sdkVersion',
  IKey: 'iKey',
  Sum: 'valueSum',
  Min: 'valueMin',
  Max: 'valueMax',
};

/** The tables of a workspace that have the rows of classic ones. */
export function twinsOf(classic: readonly TableMaker[]): readonly TableMaker[] {
  return applicationTables.flatMap(([from, to]) => {
    const maker = classic.find(({ table }) => table === from);
    if (maker === undefined) return [];
    const named = (column: string): string => {
      if (to === 'AppMetrics' && column === 'ItemCount') return 'valueCount';
      return renamed[column] ?? `${column.charAt(0).toLowerCase()}${column.slice(1)}`;
    };
    return [{ ...maker, table: to, rows: (stretch) => twin(maker.rows(stretch), named) }];
  });
}

function twin({ times, cell }: RowSet, named: (column: string) => string): RowSet {
  return {
    times,
    cell: (column) => {
      const made = cell(named(column));
      // What is “True” and “False” in the classic table is a bool in a workspace.
      return column === 'Success' && made !== undefined ? (row): Value => made(row) === 'True' : made;
    },
  };
}
