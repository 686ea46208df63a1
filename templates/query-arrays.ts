import type { QueryCell, QueryColumn, QueryTable } from '../src/core/model/query.ts';

/**
 * What `make-series` gives has a whole curve in each row: its times and its values are arrays. Written out it has a row for each
 * moment. Every other table is given back as it is.
 */
export function withoutArrays(table: QueryTable, axis: string | undefined): QueryTable {
  if (table.columns.some((one) => one.type === 'datetime')) return table;
  const read = table.rows.map((row) => row.map((cell, index) => (table.columns[index]?.type === 'dynamic' ? arrayOf(cell) : undefined)));
  const arrays = table.columns.flatMap((_, index) => (read.some((row) => row[index] !== undefined) ? [index] : []));
  const time = arrays.find((index) => isNamed(table, index, axis) && read.every((row) => areTimes(row[index])));
  if (time === undefined) return table;
  const values = arrays.filter((index) => index !== time && read.every((row) => areNumbers(row[index])));
  const kept = tellingColumns(table);
  const columnOf = (index: number, type: QueryColumn['type']): QueryColumn => ({ name: table.columns[index]?.name ?? '', type });
  return {
    columns: [
      ...kept.map((index) => columnOf(index, 'string')),
      columnOf(time, 'datetime'),
      ...values.map((index) => columnOf(index, 'real')),
    ],
    rows: table.rows.flatMap((row, at) => {
      const own = read[at] ?? [];
      const told = kept.map((index): QueryCell => (row[index] === undefined ? undefined : String(row[index])));
      return (own[time] ?? []).map((moment, step): readonly QueryCell[] => [
        ...told,
        String(moment),
        ...values.map((index) => numberOrGap(own[index]?.[step])),
      ]);
    }),
  };
}

const isNamed = ({ columns }: QueryTable, index: number, axis: string | undefined): boolean =>
  axis === undefined || columns[index]?.name === axis;

/** The columns of texts; where they do not tell the rows apart, also those of whole numbers. Others were computed of a curve. */
function tellingColumns({ columns, rows }: QueryTable): readonly number[] {
  const ofTypes = (types: readonly QueryColumn['type'][]): readonly number[] =>
    columns.flatMap(({ type }, index) => (types.includes(type) ? [index] : []));
  const texts = ofTypes(['string', 'guid', 'bool']);
  const isEnough = new Set(rows.map((row) => JSON.stringify(texts.map((index) => row[index] ?? '')))).size === rows.length;
  return isEnough ? texts : ofTypes(['string', 'guid', 'bool', 'int', 'long']);
}

function arrayOf(cell: QueryCell): readonly unknown[] | undefined {
  if (typeof cell !== 'string' || !cell.startsWith('[')) return undefined;
  try {
    const read: unknown = JSON.parse(cell);
    return Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

const areTimes = (values: readonly unknown[] | undefined): boolean =>
  values !== undefined &&
  values.every((one) => typeof one === 'string' && /^\d{4}-\d\d-\d\dT/u.test(one) && !Number.isNaN(Date.parse(one)));

/** What is not a number ("NaN", null) is a gap; an array of nothing else has no curve. */
const areNumbers = (values: readonly unknown[] | undefined): boolean =>
  values === undefined || values.length === 0 || values.some((one) => typeof one === 'number') || values.every((one) => one === null);

const numberOrGap = (value: unknown): QueryCell => (typeof value === 'number' ? value : undefined);
