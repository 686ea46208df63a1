import type { CategoryChart, Picture, XyChart } from '../src/core/chart.ts';
import { drawnOf } from '../src/core/chart-limits.ts';
import { isDrawable, type QueryTable } from '../src/core/model/query.ts';
import { withoutArrays } from './query-arrays.ts';
import { isNumeric, numberOf, shownCell } from './query-cells.ts';
import { choose, grouped } from './query-columns.ts';
import { type Asked, type Drawing, type PictureOf, titleOf } from './query-drawing.ts';
import { barsOverTime, overTime } from './query-picture-time.ts';
import { sharesOf } from './query-shares.ts';

/**
 * Draws as `render` asks. Which columns are what follows Azure: the axis is the named one, else the first of times (of anything,
 * for bars and pies); numbers are drawn; columns of text tell series apart.
 */
export function pictureOf(given: QueryTable, render: Asked, of: PictureOf): Drawing {
  const { kind } = render;
  if (given.rows.length === 0) return { reason: 'There are no rows to draw.' };
  if (!isDrawable(kind)) return { reason: `I cannot draw “${kind}”; here is the table.` };
  const table = withoutArrays(given, render.x);
  switch (kind) {
    case 'timechart':
    case 'linechart':
    case 'areachart':
    case 'stackedareachart': {
      const asked = kind === 'stackedareachart' ? { ...render, stacked: true } : render;
      const style = kind === 'areachart' || kind === 'stackedareachart' ? 'area' : 'line';
      const drawing = overTime(table, asked, of, style);
      if (drawing !== undefined) return drawing;
      if (kind === 'timechart') return { reason: 'render timechart needs a column of times and one of numbers; here is the table.' };
      const drawn = points(table, render, of, 'curve');
      return style === 'line' || 'reason' in drawn ? drawn : withNote(drawn, 'Areas are drawn over time only; these are lines.');
    }
    case 'barchart':
      return barsOverTime(table, render, of) ?? categories(table, render, of, 'bars');
    case 'columnchart':
      return barsOverTime(table, render, of) ?? categories(table, render, of, 'columns');
    case 'piechart':
      return categories(table, render, of, 'pie');
    case 'scatterchart': {
      const first = choose(table, render, (one) => isNumeric(one) || one.type === 'datetime');
      const drawing = first?.x.type === 'datetime' ? overTime(table, render, of, 'dots') : undefined;
      return drawing ?? points(table, render, of, 'scatter');
    }
  }
}

/** How a result without `render` is drawn when somebody asks for a chart. */
export function likelyRender(given: QueryTable): string | undefined {
  const table = withoutArrays(given, undefined);
  const { columns } = table;
  if (!columns.some(isNumeric)) return undefined;
  if (columns.some((one) => one.type === 'datetime')) return 'timechart';
  return isNumeric(columns[0] ?? { name: '', type: 'string' }) ? 'scatterchart' : 'barchart';
}

function points(table: QueryTable, render: Asked, of: PictureOf, style: XyChart['style']): Drawing {
  const choice = choose(table, render, isNumeric);
  if (choice === undefined) return { reason: `render ${render.kind} needs two columns of numbers; here is the table.` };
  const series = grouped(table, choice).map(({ label, y, rows }) => ({
    label,
    points: rows.flatMap((row) => {
      const [x, value] = [numberOf(row[choice.x.index]), numberOf(row[y.index])];
      return x === undefined || value === undefined ? [] : [{ x, y: value }];
    }),
  }));
  const picture: XyChart = {
    title: titleOf(choice, render, of),
    subtitle: of.subtitle,
    style,
    unit: 'none',
    axis: choice.x.name,
    series,
  };
  return withNote({ picture }, leftOut(picture));
}

function categories(table: QueryTable, render: Asked, of: PictureOf, style: CategoryChart['style']): Drawing {
  const found = choose(table, render, () => true);
  if (found === undefined) return { reason: `render ${render.kind} needs a column of numbers beside the names; here is the table.` };
  const choice = style === 'pie' ? { ...found, series: [], y: found.y.slice(0, 1) } : found;
  const names = [...new Set(table.rows.map((row) => shownCell(row[choice.x.index], choice.x, of.timeZone)))];
  const place = new Map(names.map((name, index) => [name, index]));
  const series = grouped(table, choice).map(({ label, y, rows }) => {
    const values: (number | undefined)[] = names.map(() => undefined);
    for (const row of rows) {
      const at = place.get(shownCell(row[choice.x.index], choice.x, of.timeZone)) ?? 0;
      const value = numberOf(row[y.index]);
      if (value !== undefined) values[at] = (values[at] ?? 0) + value;
    }
    return { label, values };
  });
  const isShares = render.percent === true && style !== 'pie';
  const picture: CategoryChart = {
    title: titleOf({ ...choice, series: [choice.x, ...choice.series] }, render, of),
    subtitle: isShares ? `shares in percent · ${of.subtitle}` : of.subtitle,
    style,
    unit: isShares ? 'percent' : 'none',
    categories: names,
    series: isShares ? sharesOf(series) : series,
    stacked: render.stacked ?? choice.series.length > 0,
  };
  return withNote({ picture }, leftOut(picture));
}

function leftOut(picture: CategoryChart | XyChart): string | undefined {
  const { words } = drawnOf(picture);
  return words === undefined ? undefined : `${words}; the table and the CSV have all.`;
}

const withNote = (drawing: Extract<Drawing, { picture: Picture }>, note: string | undefined): Drawing =>
  note === undefined ? drawing : { ...drawing, note: drawing.note === undefined ? note : `${drawing.note} ${note}` };
