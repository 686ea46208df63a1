import type { types } from '@slack/bolt';
import type { Block, Cell, Column } from '../../src/core/document.ts';
import { cut, limits } from './limits.ts';
import type { Part } from './part.ts';
import { csv } from './plain-document.ts';
import { preformatted, remark, toneMark } from './render-text.ts';

type Table = Extract<Block, { kind: 'table' }>;
type Drawing = { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[]; readonly whole: boolean };

/** As one of Slack's own tables, or (it takes one a message, and none elsewhere) as text. `fileName`: of the CSV with all of it. */
export function renderTable(table: Table, look: 'native' | 'text', fileName: string | undefined): Part {
  const drawing = fit(table, look === 'native' ? limits.tableCharacters : limits.text);
  const drawn = look === 'native' ? nativeTable(drawing) : preformatted(alignedText(drawing));
  const remarks = cutRemarks(table, drawing, fileName);
  return {
    kind: 'content',
    blocks: [drawn, ...remarks.map(remark)],
    attachments: drawing.whole || fileName === undefined ? [] : [{ name: fileName, mediaType: 'text/csv', content: tableCsv(table) }],
    words: 'all',
  };
}

/** As many whole rows and columns as fit; `whole` says whether anything was left out or shortened. */
function fit(table: Table, characters: number): Drawing {
  const columns = table.columns.slice(0, limits.tableColumns);
  let whole = columns.length === table.columns.length;
  const shown = (cell: Cell | undefined): string => {
    const text = `${toneMark(cell?.tone)}${cell?.text ?? ''}`;
    if (text.length > limits.cell) whole = false;
    return cut(text, limits.cell);
  };
  const rows: string[][] = [];
  let used = columns.reduce((sum, column) => sum + column.title.length, 0);
  for (const row of table.rows) {
    const cells = columns.map((_, index) => shown(row[index]));
    // In preformatted text every cell is padded to its column, about doubling what the bare words take.
    used += cells.reduce((sum, cell) => sum + cell.length, 0) + (characters === limits.text ? cells.length * 8 : 0);
    if (rows.length >= limits.tableRows - 1 || used > characters) {
      whole = false;
      break;
    }
    rows.push(cells);
  }
  return { columns, rows, whole };
}

function nativeTable({ columns, rows }: Drawing): types.TableBlock {
  const raw = (text: string): types.RawTextElement => ({ type: 'raw_text', text: text === '' ? ' ' : text });
  return {
    type: 'table',
    column_settings: columns.map((column) => ({ align: column.align, is_wrapped: column.align === 'left' })),
    rows: [columns.map((column) => raw(cut(column.title, limits.cell))), ...rows.map((row) => row.map(raw))],
  };
}

function alignedText({ columns, rows }: Drawing): string {
  const widths = columns.map((column, index) => Math.min(60, Math.max(column.title.length, ...rows.map((row) => row[index]?.length ?? 0))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        const text = cut(cell, Math.max(width, 1));
        return columns[index]?.align === 'right' ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const text = [columns.map((column) => cut(column.title, limits.cell)), ...rows].map(line).join('\n');
  return cut(text === '' ? ' ' : text, limits.text);
}

function cutRemarks(table: Table, drawing: Drawing, fileName: string | undefined): readonly string[] {
  const total = table.total ?? table.rows.length;
  const counted =
    drawing.rows.length < total
      ? [`${drawing.rows.length} of ${total} rows shown`]
      : drawing.columns.length < table.columns.length
        ? [`${drawing.columns.length} of ${table.columns.length} columns shown`]
        : [];
  if (drawing.whole) return counted;
  if (fileName === undefined) return counted.length === 0 ? ['long cells are cut'] : counted;
  return [[...counted, `everything I have is in ${fileName}`].join('; ')];
}

function tableCsv(table: Table): string {
  return csv([table.columns.map((column) => column.title), ...table.rows.map((row) => row.map((cell) => cell.text))]);
}
