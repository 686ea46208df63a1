import { type ActionItem, button } from '../core/actions.ts';
import { formatDuration } from '../core/duration.ts';
import { isDrawable } from '../core/model/query.ts';
import type { QueryOptions } from './queries-options.ts';
import type { QueryAnswer } from './query-services.ts';

export interface Shown {
  readonly answer: Pick<QueryAnswer, 'from' | 'to' | 'result' | 'portal' | 'found' | 'longestMs'>;
  readonly options: QueryOptions;
  /** The words that ask the same with other options. */
  readonly command: (options: QueryOptions) => string;
  /** What saves it; undefined: it has a name already. */
  readonly save: string | undefined;
}

/** How many rows a message shows at once. */
const rowsShown = 15;
const hourMs = 3_600_000;
/** What "narrower" and "wider" step through. */
const steps = [hourMs / 12, hourMs / 4, hourMs, 6 * hourMs, 24 * hourMs, 72 * hourMs, 168 * hourMs, 720 * hourMs, 2_160 * hourMs];

/**
 * The two rows under an answer: which part of it is shown and how, and what else to do with it. Each carries the whole query, in words
 * or by its id. What shows the same answer otherwise asks for its very range; what asks anew counts from then.
 */
export function queryButtons({ answer, options, command, save }: Shown): readonly (readonly ActionItem[])[] {
  const page = options.page ?? 1;
  // With its page said, an answer takes the place of the message whose button was pressed.
  const anew: QueryOptions = { ...options, in: options.in ?? answer.found.name, range: undefined, page, anyway: true, afresh: false };
  const to = (label: string, over: Partial<QueryOptions>): ActionItem => button(label, command({ ...anew, ...over }));
  const range = { from: answer.from, to: answer.to };
  const same = (label: string, over: Partial<QueryOptions>): ActionItem => to(label, { range, ...over });
  const { rows } = answer.result.table;
  const shownAs = options.as ?? (isDrawn(answer) ? 'chart' : 'table');
  const spanMs = answer.to - answer.from;
  const narrower = steps.findLast((one) => one < spanMs);
  // Others see the buttons, too; each is offered what the asker may have.
  const wider = steps.find((one) => one > spanMs && one <= (answer.longestMs ?? Number.POSITIVE_INFINITY));
  const first = [
    ...(page > 1 ? [same('‹ Previous', { page: page - 1 })] : []),
    ...(shownAs !== 'chart' && page * rowsShown < rows.length ? [same('Next ›', { page: page + 1 })] : []),
    ...(shownAs === 'chart'
      ? [same('Table', { as: 'table', page: 1 })]
      : chartButton(answer, () => same('Chart', { as: 'chart', page: 1 }))),
    ...(narrower === undefined ? [] : [to(`Last ${formatDuration(narrower)}`, { overMs: narrower, page: 1 })]),
    ...(wider === undefined ? [] : [to(`Last ${formatDuration(wider)}`, { overMs: wider, page: 1 })]),
  ];
  const second = [
    to('Run again', { afresh: true, page: 1 }),
    ...(rows.length === 0 ? [] : [same('CSV', { as: 'csv', page: undefined })]),
    ...(save === undefined ? [] : [button('Save…', save)]),
    ...(answer.portal === '' ? [] : [{ kind: 'link', label: 'Open in Azure', url: answer.portal } as const]),
  ];
  return [first, second].filter((row) => row.length > 0);
}

/** The row under a query that is to be confirmed. */
export function heldButtons({
  command,
  options,
  edit,
}: Pick<Shown, 'command' | 'options'> & { readonly edit?: string | undefined }): readonly (readonly ActionItem[])[] {
  return [[button('Run anyway', command({ ...options, anyway: true }), 'primary'), ...editButtons(edit).flat()]];
}

/** The row under a query that is wrong: what was typed is not typed again. */
export function editButtons(edit: string | undefined): readonly (readonly ActionItem[])[] {
  return edit === undefined ? [] : [[button('Edit…', edit)]];
}

/** Whether the query itself says how it is to be drawn, in a way that we can draw. */
export function isDrawn({ result }: Pick<QueryAnswer, 'result'>): boolean {
  return result.render !== undefined && isDrawable(result.render.kind);
}

/** Only numbers can be drawn, or the arrays of times and numbers that make-series gives. */
function chartButton(answer: Pick<QueryAnswer, 'result'>, make: () => ActionItem): readonly ActionItem[] {
  const { columns, rows } = answer.result.table;
  const numbers = columns.some(({ type }) => type === 'int' || type === 'long' || type === 'real' || type === 'decimal');
  const curves = rows[0]?.some((cell, index) => columns[index]?.type === 'dynamic' && /^\["\d{4}-\d\d-\d\dT/u.test(String(cell)));
  return curves === true || (numbers && rows.length > 1 && columns.length > 1) ? [make()] : [];
}
