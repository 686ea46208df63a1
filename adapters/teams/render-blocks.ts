import type { Block, Cell, Fact } from '../../src/core/document.ts';
import type { TimeText } from '../../src/core/ports.ts';
import type { Tone } from '../../src/core/tone.ts';
import type { CardElement, TableCell, TextRun } from './card.ts';
import { columnWidths } from './column-widths.ts';
import { type Caps, limits } from './limits.ts';
import { drawActions } from './render-actions.ts';
import { drawForm } from './render-form.ts';
import { colorOf, drawText, paragraphs, richText, run, toned } from './render-text.ts';
import { cut, oneLine, safeUrl, visible } from './text.ts';

/** What became of the pictures and files of a document before it is drawn, by the number of their block. */
export type Attachment =
  | { readonly kind: 'picture'; readonly url: string }
  | { readonly kind: 'link'; readonly url: string }
  /** It cannot be shown; a sentence that says why. */
  | { readonly kind: 'absent'; readonly reason: string };

export interface Drawing {
  readonly caps: Caps;
  readonly attachments: ReadonlyMap<number, Attachment>;
  readonly time: TimeText;
}

export interface Drawn {
  readonly elements: readonly CardElement[];
  readonly cut: 'cut' | 'whole';
}

const whole = (...elements: readonly CardElement[]): Drawn => ({ elements, cut: 'whole' });

/** One block as elements of a card, no larger than the caps say; what is left out is said where it is missing. */
export function drawBlock(block: Block, number: number, drawing: Drawing): Drawn {
  const { caps, time } = drawing;
  switch (block.kind) {
    case 'heading':
      return drawHeading(block.text, caps);
    case 'text': {
      const drawn = drawText(block.runs, caps.characters, time);
      return { elements: paragraphs(drawn.lines), cut: drawn.cut };
    }
    case 'note': {
      const drawn = drawText(block.runs, caps.characters, time);
      return { elements: [{ type: 'Container', style: styleOf(block.tone), items: paragraphs(drawn.lines) }], cut: drawn.cut };
    }
    case 'facts':
      return drawFacts(block.facts, drawing);
    case 'table':
      return drawTable(block, caps);
    case 'figure':
      return drawFigure(block.value, block.label, caps);
    case 'preformatted':
      return drawPreformatted(block.text, caps);
    case 'chart':
      return whole(...drawPicture(block.alt, drawing.attachments.get(number)));
    case 'image':
      return whole(...drawPicture(block.alt, imageOf(block.url)));
    case 'actions':
      return whole(...drawActions(block.items, number));
    case 'form':
      return whole(drawForm(block, number));
    case 'divider':
      // A line belongs to the element below it, so whoever puts the blocks together draws it.
      return whole();
    case 'file':
      return drawFile(block, caps, drawing.attachments.get(number));
  }
}

function drawHeading(text: string, caps: Caps): Drawn {
  const line = oneLine(text);
  const kept = cut(line, Math.min(caps.characters, 300));
  return { elements: [richText(run(kept || ' ', { size: 'Large', weight: 'Bolder' }))], cut: kept === line ? 'whole' : 'cut' };
}

function drawFigure(value: string, label: string, caps: Caps): Drawn {
  const size = { size: 'ExtraLarge', weight: 'Bolder' } as const;
  return whole(
    richText(run(cut(oneLine(value), caps.characters) || ' ', size)),
    richText(run(cut(oneLine(label), caps.characters) || ' ', { isSubtle: true })),
  );
}

/** A line each: Teams folds long ones, and runs of spaces would shrink to one. */
function drawPreformatted(text: string, caps: Caps): Drawn {
  const content = visible(text).trimEnd();
  const shown = cut(content, caps.characters);
  const lines = shown.split('\n').map((line) => line.replaceAll(' ', '\u00a0'));
  const elements = paragraphs(lines.map((line) => [run(line === '' ? '\u00a0' : line, { fontType: 'Monospace', size: 'Small' })]));
  return { elements: [{ type: 'Container', style: 'emphasis', items: elements }], cut: shown === content ? 'whole' : 'cut' };
}

function styleOf(tone: Tone): string {
  switch (tone) {
    case 'good':
      return 'good';
    case 'warning':
      return 'warning';
    case 'bad':
      return 'attention';
    case 'unknown':
    case 'neutral':
      return 'emphasis';
  }
}

const cell = (...items: readonly CardElement[]): TableCell => ({ type: 'TableCell', items });

/** "3 of 12 shown", below what was cut. */
const shownOf = (shown: number, total: number, what = ''): CardElement =>
  richText(run(`${shown} of ${total}${what} shown`, { isSubtle: true, size: 'Small' }));

/** A table without lines rather than a FactSet: a FactSet reads markdown. */
function drawFacts(facts: readonly Fact[], { caps, time }: Drawing): Drawn {
  const shown = facts.slice(0, caps.facts);
  const drawn = shown.map((fact) => ({ fact, label: oneLine(fact.label), value: drawText(fact.value, caps.characters, time) }));
  const rows = drawn.map(({ fact, label, value }) => ({
    type: 'TableRow' as const,
    cells: [
      cell(richText(run(cut(label, caps.characters) || ' ', { weight: 'Bolder' }))),
      cell(...paragraphs(value.lines.map((line) => line.map((one) => colored(one, fact.tone))))),
    ],
  }));
  const table: CardElement = { type: 'Table', columns: [{ width: 1 }, { width: 3 }], firstRowAsHeaders: false, showGridLines: false, rows };
  if (shown.length < facts.length) return { elements: [table, shownOf(shown.length, facts.length)], cut: 'cut' };
  return { elements: facts.length === 0 ? [] : [table], cut: drawn.some((one) => one.value.cut === 'cut') ? 'cut' : 'whole' };
}

function colored(one: TextRun, tone: Tone | undefined): TextRun {
  const color = colorOf(tone);
  return color === undefined ? one : { ...one, color };
}

function drawTable(block: Extract<Block, { kind: 'table' }>, caps: Caps): Drawn {
  const columns = block.columns.slice(0, limits.columns);
  if (columns.length === 0) return whole();
  const shown = block.rows.slice(0, caps.rows);
  const total = Math.max(block.total ?? 0, block.rows.length);
  const longest = Math.min(caps.characters, 500);
  const tooLong = shown.some((row) => row.some((one) => one.text.length > longest));
  const { widths, letters } = columnWidths(columns, shown);
  const look = letters === 'small' ? ({ size: 'Small' } as const) : {};
  const header = columns.map((column) => cell(richText(run(cut(oneLine(column.title), longest) || ' ', { weight: 'Bolder', ...look }))));
  const elements: CardElement[] = [
    {
      type: 'Table',
      columns: columns.map((column, index) => ({
        width: widths[index] ?? 1,
        ...(column.align === 'right' ? { horizontalCellContentAlignment: 'Right' as const } : {}),
      })),
      firstRowAsHeaders: true,
      showGridLines: true,
      rows: [
        { type: 'TableRow', cells: header },
        ...shown.map((row) => ({ type: 'TableRow' as const, cells: columns.map((_, index) => drawCell(row[index], longest, look)) })),
      ],
    },
  ];
  if (shown.length < total) elements.push(shownOf(shown.length, total));
  if (columns.length < block.columns.length) elements.push(shownOf(columns.length, block.columns.length, ' columns'));
  // Rows beyond those that were given are not this message's to attach.
  const complete = shown.length === block.rows.length && columns.length === block.columns.length && !tooLong;
  return { elements, cut: complete ? 'whole' : 'cut' };
}

function drawCell(one: Cell | undefined, longest: number, look: { readonly size?: 'Small' }): TableCell {
  return cell(richText(toned(cut(oneLine(one?.text ?? ''), longest), one?.tone, look)));
}

function imageOf(url: string): Attachment {
  if (/^data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/=]+$/u.test(url)) return { kind: 'picture', url };
  const safe = safeUrl(url);
  return safe === undefined ? { kind: 'absent', reason: 'The picture’s address cannot be used.' } : { kind: 'picture', url: safe };
}

/** Without the picture its words stand in. */
function drawPicture(alt: string, attachment: Attachment | undefined): readonly CardElement[] {
  const words = cut(oneLine(alt), limits.alt);
  if (attachment?.kind === 'picture') return [{ type: 'Image', url: attachment.url, altText: words, size: 'Stretch' }];
  const reason = attachment?.kind === 'absent' ? attachment.reason : 'The picture could not be drawn.';
  return [richText(run(words || ' ')), richText(run(reason, { isSubtle: true, size: 'Small' }))];
}

/** A link where files can be linked to, else the beginning and where the rest is. */
function drawFile(block: Extract<Block, { kind: 'file' }>, caps: Caps, attachment: Attachment | undefined): Drawn {
  const name = oneLine(block.name) || 'file';
  if (attachment?.kind === 'link') {
    return whole(richText(run('📎 '), run(name, { selectAction: { type: 'Action.OpenUrl', url: attachment.url } })));
  }
  const content = visible(block.content).trimEnd();
  const lines = cut(content, Math.min(limits.excerpt, caps.characters)).split('\n').slice(0, limits.excerptLines);
  const complete = lines.join('\n') === content;
  return {
    elements: [
      richText(run('📎 '), run(name, { weight: 'Bolder' })),
      ...paragraphs(lines.map((line) => (line === '' ? [] : [run(line, { fontType: 'Monospace', size: 'Small' })]))),
      ...(complete ? [] : [richText(run('Only the beginning is shown.', { isSubtle: true, size: 'Small' }))]),
    ],
    cut: complete ? 'whole' : 'cut',
  };
}
