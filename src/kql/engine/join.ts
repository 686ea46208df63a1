import type { Expression, JoinKind, Step } from '../plan.ts';
import type { Table } from '../table.ts';
import type { Value } from '../types.ts';
import { createKeys, rowsOfEach } from './keys.ts';
import { type LazyColumn, lazily, lazyTable, select } from './lazy.ts';
import { valuesOf } from './project.ts';
import type { QueryRun } from './query-run.ts';

type JoinStep = Extract<Step, { kind: 'join' }>;
type LookupStep = Extract<Step, { kind: 'lookup' }>;

/** Pairs of rows, -1 where a side has none. */
interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

export function join(left: Table, step: JoinStep, run: QueryRun): Table {
  const right = run.pipeline(step.right);
  const matches = matchRows(left, right, step.on, run);
  if (step.join === 'leftsemi' || step.join === 'leftanti')
    return shape(select(left, partnered(matches.leftKeys, matches, step.join === 'leftsemi')), undefined, step);
  if (step.join === 'rightsemi' || step.join === 'rightanti') {
    const found = new Uint8Array(matches.keyCount);
    for (const key of matches.leftKeys) if (key >= 0) found[key] = 1;
    const rows = rowsWhere(matches.rightKeys, (key) => (key >= 0 && found[key] === 1) === (step.join === 'rightsemi'));
    return shape(undefined, select(right, rows), step);
  }
  const pairs = pairRows(matches, step.join, run);
  return shape(select(left, pairs.left), select(right, pairs.right), step);
}

interface Matches {
  readonly leftKeys: Int32Array;
  readonly rightKeys: Int32Array;
  readonly keyCount: number;
  /** The right rows of each key. */
  readonly rightRows: readonly Int32Array[];
}

/** Keys are numbered by the right side. A null is not equal to another null: rows with one have no partner. */
function matchRows(left: Table, right: Table, on: JoinStep['on'], run: QueryRun): Matches {
  const leftColumns = on.map((pair) => keyValues(pair.left, left, run));
  const rightColumns = on.map((pair) => keyValues(pair.right, right, run));
  const keys = createKeys(on.length);
  const rightKeys = withoutNulls(keys.add(rightColumns, right.length), rightColumns);
  const leftKeys = withoutNulls(keys.find(leftColumns, left.length), leftColumns);
  return { leftKeys, rightKeys, keyCount: keys.count(), rightRows: rowsOfEach(rightKeys, keys.count()) };
}

const keyValues = (expression: Expression, table: Table, run: QueryRun): readonly Value[] =>
  valuesOf(run.compile(expression, table), table, run);

function withoutNulls(keys: Int32Array, columns: readonly (readonly Value[])[]): Int32Array {
  for (const values of columns) {
    for (let row = 0; row < keys.length; row += 1) if (values[row] === null) keys[row] = -1;
  }
  return keys;
}

const partnered = (keys: Int32Array, { rightRows }: Matches, wanted: boolean): Int32Array =>
  rowsWhere(keys, (key) => (key >= 0 && (rightRows[key]?.length ?? 0) > 0) === wanted);

function rowsWhere(keys: Int32Array, test: (key: number) => boolean): Int32Array {
  const rows: number[] = [];
  keys.forEach((key, row) => {
    if (test(key)) rows.push(row);
  });
  return new Int32Array(rows);
}

function pairRows(matches: Matches, kind: JoinKind, run: QueryRun): Pairs {
  const { leftKeys, rightRows, rightKeys } = matches;
  const left: number[] = [];
  const right: number[] = [];
  const used = new Uint8Array(matches.keyCount);
  let told = 0;
  for (let row = 0; row < leftKeys.length; row += 1) {
    const key = leftKeys[row] ?? -1;
    const partners = key < 0 ? undefined : rightRows[key];
    if (partners === undefined || partners.length === 0) {
      if (kind === 'leftouter' || kind === 'fullouter') {
        left.push(row);
        right.push(-1);
      }
    } else if (kind !== 'innerunique' || used[key] === 0) {
      used[key] = 1;
      for (const partner of partners) {
        left.push(row);
        right.push(partner);
        if ((left.length & 0x3fff) === 0) told = tell(left.length, told, run);
      }
    }
    if ((row & 0x3ff) === 0) told = tell(left.length, told, run);
  }
  if (kind === 'rightouter' || kind === 'fullouter') {
    for (const row of rowsWhere(rightKeys, (key) => key < 0 || used[key] === 0)) {
      left.push(-1);
      right.push(row);
    }
  }
  tell(left.length, told, run);
  return { left: new Int32Array(left), right: new Int32Array(right) };
}

function tell(made: number, told: number, run: QueryRun): number {
  run.check(made - told);
  return made;
}

/** The output columns as the parser named them; where it could not, a right column whose name is taken gets a number. */
function shape(left: Table | undefined, right: Table | undefined, { output }: JoinStep): Table {
  const length = (left ?? right)?.length ?? 0;
  if (output === undefined) return lazyTable(besides(left, right, new Set()), length);
  const columns = output.flatMap(({ side, column, name }): readonly LazyColumn[] => {
    const table = side === 'left' ? left : right;
    const place = table?.columns.findIndex((spec) => spec.name === column) ?? -1;
    return table === undefined || place < 0 ? [] : [lazily(table, place, name)];
  });
  return lazyTable(columns, length);
}

function besides(left: Table | undefined, right: Table | undefined, without: ReadonlySet<string>): readonly LazyColumn[] {
  const columns = left?.columns.map((_, at) => lazily(left, at)) ?? [];
  right?.columns.forEach(({ name }, at) => {
    if (!without.has(name)) columns.push(lazily(right, at, freeName(name, columns)));
  });
  return columns;
}

export function freeName(name: string, taken: readonly { readonly name: string }[]): string {
  const isTaken = (candidate: string): boolean => taken.some((column) => column.name === candidate);
  let candidate = name;
  for (let number = 1; isTaken(candidate); number += 1) candidate = `${name}${number}`;
  return candidate;
}

/** The left rows, each with the columns of its right partners but for the keys. */
export function lookup(left: Table, step: LookupStep, run: QueryRun): Table {
  const right = run.pipeline(step.right);
  const pairs = pairRows(matchRows(left, right, step.on, run), step.join, run);
  const keyNames = new Set(step.on.flatMap(({ right: key }) => (key.kind === 'column' ? [key.name] : [])));
  return lazyTable(besides(select(left, pairs.left), select(right, pairs.right), keyNames), pairs.left.length);
}
