import type { QueryCell, QueryColumn, QueryRender, QueryTable } from '../src/core/model/query.ts';
import { isNumeric } from './query-cells.ts';

/** The columns that `render` names. */
export type Named = Pick<QueryRender, 'x' | 'y' | 'series'>;

export interface Placed extends QueryColumn {
  readonly index: number;
}

export interface Choice {
  readonly x: Placed;
  readonly y: readonly Placed[];
  readonly series: readonly Placed[];
}

/**
 * Which columns are what: the axis is the named one, else the first that may be it; the numbers are drawn; columns of text tell
 * series apart. undefined: what is needed is not there.
 */
export function choose({ columns }: QueryTable, render: Named, mayBeAxis: (column: Placed) => boolean): Choice | undefined {
  const all = columns.map((column, index): Placed => ({ ...column, index }));
  const x = all.find((one) => one.name === render.x) ?? all.find(mayBeAxis);
  if (x === undefined) return undefined;
  const others = all.filter((one) => one !== x);
  const y = others.filter((one) => (render.y === undefined ? isNumeric(one) : render.y.includes(one.name)));
  const series = others.filter((one) =>
    render.series === undefined
      ? !y.includes(one) && (one.type === 'string' || one.type === 'guid' || one.type === 'bool')
      : render.series.includes(one.name),
  );
  return y.length === 0 ? undefined : { x, y, series };
}

/**
 * Of rows as they were logged, nearly every text tells each row from all others, and no curve would have two points: then the first
 * column that does group them is taken alone, or none is. One column of text was meant to tell the series apart, and is left.
 */
export function withFewerSeries(table: QueryTable, choice: Choice, render: Named): Choice {
  const groupsBy = (series: readonly Placed[]): number => new Set(table.rows.map((row) => nameOf(row, series))).size;
  const isAlone = (series: readonly Placed[]): boolean => groupsBy(series) === table.rows.length;
  if (render.series !== undefined || choice.series.length < 2 || table.rows.length < 2 || !isAlone(choice.series)) return choice;
  const telling = choice.series.find((one) => groupsBy([one]) > 1 && !isAlone([one]));
  return { ...choice, series: telling === undefined ? [] : [telling] };
}

export interface Group {
  readonly label: string;
  readonly y: Placed;
  readonly rows: readonly (readonly QueryCell[])[];
}

/** One series per column of numbers and combination of the telling columns' values, in the order in which they come. */
export function grouped({ rows }: QueryTable, { y, series }: Choice): readonly Group[] {
  const groups = Map.groupBy(rows, (row) => nameOf(row, series));
  return [...groups].flatMap(([name, own]) =>
    y.map((column) => {
      const called = name === '' && series.length > 0 ? '(empty)' : name;
      return { label: series.length === 0 ? column.name : y.length === 1 ? called : `${called}: ${column.name}`, y: column, rows: own };
    }),
  );
}

const nameOf = (row: readonly QueryCell[], series: readonly Placed[]): string =>
  series.map(({ index }) => String(row[index] ?? '')).join(', ');

/** "count_ by name"; of many columns the first three. */
export function measured({ y, series }: Pick<Choice, 'y' | 'series'>): { readonly what: string; readonly by: string } {
  const listed = (columns: readonly Placed[]): string =>
    columns.length > 3
      ? `${columns
          .slice(0, 3)
          .map((one) => one.name)
          .join(', ')} and ${columns.length - 3} more`
      : columns.map((one) => one.name).join(', ');
  return { what: listed(y), by: series.length === 0 ? '' : ` by ${listed(series)}` };
}
