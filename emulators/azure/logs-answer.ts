import type { RenderSpec } from '../../src/kql/plan.ts';
import type { LogOutcome } from './logs-engine.ts';
import { partialError } from './logs-errors.ts';
import type { Preferences } from './logs-request.ts';

/** What the service gives back of one query at most. */
const mostRows = 500_000;
const mostBytes = 64_000_000;

export interface AnswerNeeds extends Pick<Preferences, 'render' | 'statistics'> {
  /** A part of the rows is missing, by order. */
  readonly incomplete: 'partial' | undefined;
  /** How long the query took, in ms. */
  readonly tookMs: number;
}

/** The body of a 200 as text. */
export function writeAnswer({ columns, rows, render }: Extract<LogOutcome, { kind: 'table' }>, needs: AnswerNeeds): string {
  const given: string[] = [];
  let bytes = 0;
  let cut: object | undefined;
  for (const row of rows) {
    bytes += row.length + 1;
    if (given.length >= mostRows) cut = tooLarge(`record count limit ${mostRows}`);
    else if (bytes > mostBytes) cut = tooLarge(`data size limit ${mostBytes}`);
    if (cut !== undefined) break;
    given.push(row);
  }
  const whole = given.length;
  if (needs.incomplete !== undefined) {
    given.length = Math.ceil(whole / 2);
    cut = partialError('-2133196797', 'The query was answered by a part of the servers only.');
  }
  const table = `{"name":"PrimaryResult","columns":${JSON.stringify(columns)},"rows":[${given.join(',')}]}`;
  const more = [
    ...(needs.render === 'asked for' ? [`"render":${JSON.stringify(renderOf(render))}`] : []),
    ...(needs.statistics === 'asked for' ? [`"statistics":${JSON.stringify(statisticsOf(whole, bytes, needs.tookMs))}`] : []),
    ...(cut === undefined ? [] : [`"error":${JSON.stringify(cut)}`]),
  ];
  return `{${[`"tables":[${table}]`, ...more].join(',')}}`;
}

const tooLarge = (which: string): object =>
  partialError('-2133196797', `Query result set has exceeded the internal ${which} (E_QUERY_RESULT_SET_TOO_LARGE).`);

/** Every property is there, null where the query does not set it. */
function renderOf(render: RenderSpec | undefined): object {
  const said = (name: string): string | null => render?.properties[name] ?? null;
  const list = (name: string): readonly string[] | null =>
    said(name)
      ?.split(',')
      .map((one) => one.trim()) ?? null;
  return {
    visualization: render?.kind ?? null,
    title: said('title'),
    accumulate: said('accumulate') === 'true',
    isQuerySorted: false,
    kind: said('kind'),
    legend: said('legend'),
    series: list('series'),
    yMin: said('ymin') ?? 'NaN',
    yMax: said('ymax') ?? 'NaN',
    xAxis: said('xaxis'),
    xColumn: said('xcolumn'),
    xTitle: said('xtitle'),
    yAxis: said('yaxis'),
    yColumns: list('ycolumns'),
    ySplit: said('ysplit'),
    yTitle: said('ytitle'),
    anomalyColumns: list('anomalycolumns'),
  };
}

const statisticsOf = (rows: number, bytes: number, tookMs: number): object => ({
  query: {
    executionTime: tookMs / 1000,
    resourceUsage: {
      cpu: { user: '00:00:00', kernel: '00:00:00', 'total cpu': '00:00:00' },
      memory: { peak_per_node: 0 },
    },
    inputDatasetStatistics: { extents: { total: 0, scanned: 0 }, rows: { total: 0, scanned: 0 } },
    datasetStatistics: [{ tableRowCount: rows, tableSize: bytes }],
  },
});
