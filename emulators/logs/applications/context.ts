import type { Value } from '../../../src/kql/types.ts';
import { hashText } from '../../estate/noise.ts';
import { diceOf, guidOf, hexOf } from '../dice.ts';
import { profiles } from '../profiles/index.ts';
import type { RowSet, Stretch } from '../rows.ts';
import type { RequestRow } from './requests.ts';

/** What the columns that all tables of an application have need to know of a row. */
export interface Told {
  /** Undefined: it belongs to no operation. */
  readonly request: () => RequestRow | undefined;
  /** No other row of the table has it. */
  readonly key: number;
  readonly count: number;
}

/** [city, province, country, weight] */
const places = [
  ['Johannesburg', 'Gauteng', 'South Africa'],
  ['Cape Town', 'Western Cape', 'South Africa'],
  ['Nairobi', 'Nairobi', 'Kenya'],
  ['Amsterdam', 'North Holland', 'Netherlands'],
  ['Berlin', 'Berlin', 'Germany'],
  ['Paris', 'Ile-de-France', 'France'],
] as const;
const browsers = ['Chrome 131.0', 'Edge 131.0', 'Firefox 133.0', 'Safari 18.1'];
const systems = ['Windows 11', 'Mac OS X 15.1', 'Android 15', 'iOS 18.1'];
const usersPerService = 260;

/** The id of a component's operation, which all that happened in it carries. */
export function operationIdOf(seed: string, stretch: Stretch): (request: RequestRow) => string {
  const dice = diceOf(seed, stretch.resource.id, 'operation id');
  return (request) => hexOf(dice, request.key, 32);
}

export function spanIdOf(seed: string, stretch: Stretch, of: 'request' | 'call'): (key: number) => string {
  const dice = diceOf(seed, stretch.resource.id, `${of} id`);
  return (key) => hexOf(dice, key, 16);
}

/** The columns that every table of an application has, under their classic names. */
export function contextCells(needs: {
  readonly seed: string;
  readonly stretch: Stretch;
  readonly table: string;
  readonly told: (row: number) => Told;
}): RowSet['cell'] {
  const { seed, stretch, table, told } = needs;
  const { resource } = stretch;
  const { sdk, version } = profiles[resource.service];
  const operationId = operationIdOf(seed, stretch);
  const parentId = spanIdOf(seed, stretch, 'request');
  const item = diceOf(seed, resource.id, `item of ${table}`);
  const user = diceOf(seed, resource.id, 'user');
  const instance = diceOf(seed, resource.id, 'instance');
  const userOf = ({ key }: RequestRow): number => Math.floor(user(key) ** 2 * usersPerService);
  const fixed = diceOf(seed, resource.id, 'component');
  const appId = guidOf(fixed, 1);
  const iKey = guidOf(fixed, 2);
  const ofPerson = (make: (person: number) => Value) => (row: number) => {
    const request = told(row).request();
    return request === undefined || request.operation.role === 'worker' ? '' : make(userOf(request));
  };
  const cells: Readonly<Record<string, (row: number) => Value>> = {
    operation_Name: (row) => told(row).request()?.operation.name ?? '',
    operation_Id: (row) => {
      const request = told(row).request();
      return request === undefined ? '' : operationId(request);
    },
    operation_ParentId: (row) => {
      const request = told(row).request();
      return request === undefined ? '' : parentId(request.key);
    },
    user_Id: ofPerson(
      (person) => `u${person.toString(36).padStart(3, '0')}${(hashText(`${resource.name}${person}`) % 46_656).toString(36)}`,
    ),
    session_Id: (row) =>
      ofPerson((person) => `s${person.toString(36)}${(Math.floor((told(row).request()?.span.minute ?? 0) / 30) % 1000).toString(36)}`)(row),
    application_Version: () => version,
    client_Type: ofPerson(() => 'PC'),
    client_OS: ofPerson((person) => systems[person % systems.length] ?? ''),
    client_Browser: ofPerson((person) => browsers[person % browsers.length] ?? ''),
    // The service keeps no address unless it is told to.
    client_IP: () => '0.0.0.0',
    client_City: ofPerson((person) => places[person % places.length]?.[0] ?? ''),
    client_StateOrProvince: ofPerson((person) => places[person % places.length]?.[1] ?? ''),
    client_CountryOrRegion: ofPerson((person) => places[person % places.length]?.[2] ?? ''),
    cloud_RoleName: (row) => (told(row).request()?.operation.role === 'worker' ? `${resource.service}-worker` : resource.service),
    cloud_RoleInstance: (row) => instanceNames(resource.name, resource.service)[instance(told(row).key) < 5 / 9 ? 0 : 1],
    appId: () => appId,
    appName: () => resource.name,
    iKey: () => iKey,
    sdkVersion: () => sdk,
    itemId: (row) => guidOf(item, told(row).key),
    itemCount: (row) => told(row).count,
  };
  return (column) => cells[column];
}

/** As the metrics' dimension cloud/roleInstance has them. */
function instanceNames(component: string, service: string): readonly [string, string] {
  const own = hashText(component).toString(16).padStart(8, '0');
  return [`${service}-7d9f8c6b5-${own.slice(0, 5)}`, `${service}-7d9f8c6b5-${own.slice(3, 8)}`];
}
