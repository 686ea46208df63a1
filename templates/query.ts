import { button } from '../src/core/actions.ts';
import { actions, type Block, bold, type Document, note, text } from '../src/core/document.ts';
import { formatDuration } from '../src/core/duration.ts';
import { isDrawable, type QueryTable } from '../src/core/model/query.ts';
import { clockText, zoneText } from '../src/core/moments.ts';
import type { QueryAnswer, QuerySpeech, QueryState, QueryView } from '../src/services/query-services.ts';
import { pictureWords } from './query-alt.ts';
import { cut, shownCell } from './query-cells.ts';
import { queryCsv, queryFileName } from './query-csv.ts';
import { figures } from './query-figures.ts';
import { likelyRender, pictureOf } from './query-picture.ts';
import { queryHeld, queryRejected } from './query-refused.ts';
import { tablePage } from './query-table.ts';

/** Of more columns or longer cells nobody reads the line that notifications show. */
const mostColumnsInWords = 3;
const mostLettersInWords = 30;

/** How the answers to queries are said. */
export const querySpeech: QuerySpeech = { message, held: queryHeld, rejected: queryRejected, running, csv: csvFile };

/** The rows that came, as a picture, a number or a table, and what is to be known about them. */
function message(answer: QueryAnswer, view: QueryView): Document {
  const shown = shownRows(answer, view);
  const count = countOf(answer);
  const summary = shown.summary ?? `${count} · ${titleOf(answer, view)}`;
  return {
    summary,
    blocks: [
      text(bold(titleOf(answer, view)), ` · ${count} · ${rangeOf(answer, view.timeZone)}`),
      ...shown.blocks,
      ...warnings(answer),
      ...quietly([...shown.notes, ...quietFindings(answer), ...aside(answer)]),
      ...view.rows.map((row) => actions(...row)),
    ],
  };
}

interface Shown {
  readonly blocks: readonly Block[];
  readonly notes: readonly string[];
  /** Said in a notification in place of the count. */
  readonly summary?: string | undefined;
}

function shownRows(answer: QueryAnswer, view: QueryView): Shown {
  const { table, render } = answer.result;
  const [row] = table.rows;
  if (row === undefined)
    return { blocks: [text(`Nothing was found in the last ${spanOf(answer)} (to ${endOf(answer, view.timeZone)}).`)], notes: [] };
  if (view.as === 'chart') return picture(answer, view);
  const numbers = figures(table, { isCard: render?.kind === 'card', zone: view.timeZone });
  if (numbers !== undefined) return { ...numbers, summary: `${titleOf(answer, view)}: ${numbers.words}` };
  const page = tablePage(table, { page: view.page, zone: view.timeZone, zoneName: zoneText(answer.to, view.timeZone) });
  const notes = [...undrawn(answer), ...(page.words === undefined ? [] : [page.words])];
  return { blocks: [page.block], notes, summary: `${countOf(answer)} · ${titleOf(answer, view)}${rowWords(table, view.timeZone)}` };
}

/** ": GET /, 953; POST /, 448; …": what a notification can tell of a table with few columns. */
function rowWords({ columns, rows }: QueryTable, zone: string): string {
  if (columns.length > mostColumnsInWords) return '';
  const words = rows
    .slice(0, 2)
    .map((row) => columns.map((column, index) => cut(shownCell(row[index], column, zone), mostLettersInWords)).join(', '));
  return `: ${words.join('; ')}${rows.length > 2 ? '; …' : ''}`;
}

/** What `render` asks for and we have no picture of. */
function undrawn({ result: { render } }: QueryAnswer): readonly string[] {
  if (render === undefined || render.kind === 'table' || isDrawable(render.kind)) return [];
  return render.kind === 'card'
    ? ['A card shows one row of numbers; here is the table.']
    : [`I cannot draw “${render.kind}”; here is the table.`];
}

/** What cannot be drawn is a table, and says why. */
function picture(answer: QueryAnswer, view: QueryView): Shown {
  const { table, render } = answer.result;
  const asked = render === undefined || !isDrawable(render.kind) ? { kind: likelyRender(table) ?? 'table' } : render;
  const of = {
    title: titleOf(answer, view),
    isNamed: view.title !== undefined || answer.analysis.tables.length === 0,
    subtitle: rangeOf(answer, view.timeZone),
    timeZone: view.timeZone,
    from: answer.from,
    to: answer.to,
  };
  const drawing = pictureOf(table, asked, of);
  if ('reason' in drawing) {
    const page = shownRows(answer, { ...view, as: 'table' });
    return { ...page, notes: [drawing.reason, ...page.notes] };
  }
  const alt = pictureWords(drawing.picture, view.timeZone);
  const notes = drawing.note === undefined ? [] : [drawing.note];
  return { blocks: [{ kind: 'chart', chart: drawing.picture, alt }], notes, summary: alt };
}

/** "requests and exceptions in compliance"; of a query with a name that name. */
function titleOf({ analysis, found }: QueryAnswer, { title }: Pick<QueryView, 'title'>): string {
  const tables =
    analysis.tables.length === 0 ? 'Query' : analysis.tables.length > 3 ? `${analysis.tables.length} tables` : analysis.tables.join(', ');
  return `${title ?? tables} in ${found.name}`;
}

function countOf({ result, analysis }: QueryAnswer): string {
  const { length } = result.table.rows;
  const isCut = analysis.addedCap !== undefined && length >= analysis.addedCap;
  return `${isCut ? 'the first ' : ''}${length.toLocaleString('en-US')} ${length === 1 ? 'row' : 'rows'}`;
}

/** "24h to 2026-11-20 14:05 CET" */
const rangeOf = (answer: Pick<QueryAnswer, 'from' | 'to'>, timeZone: string): string => `${spanOf(answer)} to ${endOf(answer, timeZone)}`;

const spanOf = ({ from, to }: Pick<QueryAnswer, 'from' | 'to'>): string => formatDuration(Math.round((to - from) / 60_000) * 60_000);

const endOf = ({ to }: Pick<QueryAnswer, 'to'>, timeZone: string): string =>
  `${clockText(to, timeZone).slice(0, 16)} ${zoneText(to, timeZone)}`;

/** Nearly every query somebody types has it, and it changes no row: no warning, or nobody would read those that are. */
const quietRule = 'no-time-filter';

const quietFindings = ({ analysis }: QueryAnswer): readonly string[] =>
  analysis.findings.filter((one) => one.rule === quietRule && one.verdict !== 'refuse').map((one) => one.message);

/** What makes the rows other than what was asked for. The row cap is told in the count, and here only once it cut something. */
function warnings({ analysis, notes, result }: QueryAnswer): readonly Block[] {
  const isCut = analysis.addedCap !== undefined && result.table.rows.length >= analysis.addedCap;
  const told = analysis.findings
    .filter((one) => one.verdict !== 'refuse' && one.rule !== quietRule && (one.rule !== 'row-cap' || isCut))
    .map((one) => one.message);
  const partial = result.partial === undefined ? [] : [`Only a part of the rows came. Azure says: ${result.partial.message}`];
  const { cutCells = 0 } = result;
  const cut =
    cutCells === 0
      ? []
      : [`${cutCells === 1 ? '1 cell is' : `${cutCells.toLocaleString('en-US')} cells are`} cut: too long to be read whole.`];
  return [...partial, ...cut, ...notes, ...told].map((one) => note('warning', one));
}

function aside({ redactions, ageMs, ms }: QueryAnswer): readonly string[] {
  return [
    ...(redactions === 0 ? [] : [`Something is hidden in ${redactions === 1 ? '1 cell' : `${redactions.toLocaleString('en-US')} cells`}.`]),
    ageMs === undefined
      ? `Took ${formatMs(ms)}.`
      : `Read ${ageMs < 1_000 ? 'a moment' : formatDuration(Math.round(ageMs / 1_000) * 1_000)} ago.`,
  ];
}

const formatMs = (ms: number): string => (ms < 1_000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`);

const quietly = (words: readonly string[]): readonly Block[] => (words.length === 0 ? [] : [note('neutral', words.join(' '))]);

function running({ id, ahead, forMs }: QueryState): Document {
  const seconds = formatDuration(Math.max(1, Math.round(forMs / 1_000)) * 1_000);
  const words = ahead > 0 ? `Waiting for other queries: ${placeInQueue(ahead)}.` : `The query is running, for ${seconds} now.`;
  return { summary: words, blocks: [text(words), actions(button('Cancel', `kql cancel ${id}`))] };
}

const placeInQueue = (ahead: number): string =>
  ahead === 1 ? 'this one is the next' : `${ahead - 1} ${ahead === 2 ? 'is' : 'are'} before this one`;

function csvFile(answer: QueryAnswer): Document {
  const { result, found, analysis } = answer;
  const words = `${countOf(answer)} of ${titleOf(answer, {})}. In the file, times are in UTC.`;
  const name = queryFileName(`${analysis.tables[0] ?? 'query'}-${found.name}`, answer.to);
  return {
    summary: `${name}: ${words}`,
    blocks: [text(words), ...warnings(answer), { kind: 'file', name, mediaType: 'text/csv', content: queryCsv(result.table) }],
  };
}
