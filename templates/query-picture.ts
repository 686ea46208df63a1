import type { CategoryChart, Chart, ChartSeries, Picture, XyChart } from '../src/core/chart.ts';
import type { QueryCell, QueryColumn, QueryRender, QueryTable } from '../src/core/model/query.ts';
import { isNumeric, numberOf, shownCell } from './query-cells.ts';

export interface PictureOf {
  readonly title: string;
  readonly subtitle: string;
  readonly timeZone: string;
  readonly from: number;
  readonly to: number;
}

/** A picture of the rows, or a sentence that says why there is none. */
export type Drawing = { readonly picture: Picture; readonly note?: string | undefined } | { readonly reason: string };

interface Choice {
  readonly x: Placed;
  readonly y: readonly Placed[];
  readonly series: readonly Placed[];
}

interface Placed extends QueryColumn {
  readonly index: number;
}

/**
 * Draws as `render` asks. Which columns are what follows Azure: the axis is the named one, else the first of times (of anything,
 * for bars and pies); numbers are drawn; columns of text tell series apart.
 */
export function pictureOf(
  table: QueryTable,
  render: Pick<QueryRender, 'kind' | 'x' | 'y' | 'series' | 'stacked' | 'title'>,
  of: PictureOf,
): Drawing {
  if (table.rows.length === 0) return { reason: 'There are no rows to draw.' };
  const shape = { ...of, title: render.title ?? of.title };
  switch (render.kind) {
    case 'timechart':
    case 'linechart':
    case 'areachart':
    case 'stackedareachart':
      return overAxis(table, render, shape);
    case 'barchart':
      return categories(table, render, shape, 'bars');
    case 'columnchart':
      return categories(table, render, shape, 'columns');
    case 'piechart':
      return categories(table, render, shape, 'pie');
    case 'scatterchart':
      return scatter(table, render, shape);
    default:
      return { reason: `I cannot draw “${render.kind}”; here is the table.` };
  }
}

/** How a result without `render` is drawn when somebody asks for a chart. */
export function likelyRender({ columns }: QueryTable): string | undefined {
  if (!columns.some(isNumeric)) return undefined;
  if (columns.some((one) => one.type === 'datetime')) return 'timechart';
  return isNumeric(columns[0] ?? { name: '', type: 'string' }) ? 'scatterchart' : 'barchart';
}

function overAxis(table: QueryTable, render: Pick<QueryRender, 'kind' | 'x' | 'y' | 'series'>, of: PictureOf): Drawing {
  const choice = choose(table, render, (one) => one.type === 'datetime');
  if (choice === undefined) {
    if (render.kind === 'timechart') return { reason: 'render timechart needs a column of times and one of numbers; here is the table.' };
    return curves(table, render, of, 'curve');
  }
  const groups = grouped(table, choice);
  const series = groups.map(({ label, y, rows }): ChartSeries => {
    const points = rows.flatMap((row) => {
      const at = Date.parse(String(row[choice.x.index]));
      return Number.isNaN(at) ? [] : [{ at, value: numberOf(row[y.index]) }];
    });
    return { label, points: points.toSorted((one, other) => one.at - other.at) };
  });
  const times = series.flatMap(({ points }) => points.map(({ at }) => at));
  const chart: Chart = {
    title: of.title,
    subtitle: of.subtitle,
    style: render.kind === 'areachart' || render.kind === 'stackedareachart' ? 'area' : 'line',
    unit: 'none',
    timeZone: of.timeZone,
    from: times.reduce((one, other) => Math.min(one, other), of.from),
    to: times.reduce((one, other) => Math.max(one, other), of.to),
    series,
    lines: [],
    marks: [],
  };
  return { picture: chart };
}

function curves(
  table: QueryTable,
  render: Pick<QueryRender, 'kind' | 'x' | 'y' | 'series'>,
  of: PictureOf,
  style: XyChart['style'],
): Drawing {
  const choice = choose(table, render, isNumeric);
  if (choice === undefined) return { reason: `render ${render.kind} needs two columns of numbers; here is the table.` };
  const series = grouped(table, choice).map(({ label, y, rows }) => ({
    label,
    points: rows.flatMap((row) => {
      const [x, value] = [numberOf(row[choice.x.index]), numberOf(row[y.index])];
      return x === undefined || value === undefined ? [] : [{ x, y: value }];
    }),
  }));
  return { picture: { title: of.title, subtitle: of.subtitle, style, unit: 'none', axis: choice.x.name, series } };
}

function scatter(table: QueryTable, render: Pick<QueryRender, 'kind' | 'x' | 'y' | 'series'>, of: PictureOf): Drawing {
  const first = choose(table, render, (one) => isNumeric(one) || one.type === 'datetime');
  if (first?.x.type !== 'datetime') return curves(table, render, of, 'scatter');
  const drawn = overAxis(table, { ...render, kind: 'timechart' }, of);
  return 'picture' in drawn ? { ...drawn, note: 'Over time, dots are joined to lines.' } : drawn;
}

function categories(
  table: QueryTable,
  render: Pick<QueryRender, 'kind' | 'x' | 'y' | 'series' | 'stacked'>,
  of: PictureOf,
  style: CategoryChart['style'],
): Drawing {
  const choice = choose(table, render, () => true);
  if (choice === undefined) return { reason: `render ${render.kind} needs a column of numbers beside the names; here is the table.` };
  const names = [...new Set(table.rows.map((row) => shownCell(row[choice.x.index], choice.x, of.timeZone)))];
  const place = new Map(names.map((name, index) => [name, index]));
  const series = grouped(table, style === 'pie' ? { ...choice, series: [], y: choice.y.slice(0, 1) } : choice).map(({ label, y, rows }) => {
    const values: (number | undefined)[] = names.map(() => undefined);
    for (const row of rows) {
      const at = place.get(shownCell(row[choice.x.index], choice.x, of.timeZone)) ?? 0;
      const value = numberOf(row[y.index]);
      if (value !== undefined) values[at] = (values[at] ?? 0) + value;
    }
    return { label, values };
  });
  const stacked = render.stacked ?? choice.series.length > 0;
  return { picture: { title: of.title, subtitle: of.subtitle, style, unit: 'none', categories: names, series, stacked } };
}

/** undefined: what is needed is not there. */
function choose(
  { columns }: QueryTable,
  render: Pick<QueryRender, 'x' | 'y' | 'series'>,
  mayBeAxis: (column: QueryColumn) => boolean,
): Choice | undefined {
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

interface Group {
  readonly label: string;
  readonly y: Placed;
  readonly rows: readonly (readonly QueryCell[])[];
}

/** One series per column of numbers and combination of the telling columns' values, in the order in which they come. */
function grouped({ rows }: QueryTable, { y, series }: Choice): readonly Group[] {
  const groups = Map.groupBy(rows, (row) => series.map(({ index }) => String(row[index] ?? '')).join(', '));
  return [...groups].flatMap(([name, own]) =>
    y.map((column) => {
      const called = name === '' && series.length > 0 ? '(empty)' : name;
      return { label: series.length === 0 ? column.name : y.length === 1 ? called : `${called}: ${column.name}`, y: column, rows: own };
    }),
  );
}
