import type { ActionItem, FormField } from '../../src/core/actions.ts';
import type { Block, Document, Fact, Run, Text } from '../../src/core/document.ts';
import type { TimeText } from '../../src/core/ports.ts';
import type { Tone } from '../../src/core/tone.ts';
import { clean, cleanLine, columnsOf, fit, pad } from './clean.ts';
import { limits } from './limits.ts';

export interface RenderOptions {
  readonly time: Pick<TimeText, 'format' | 'zoneName'>;
  /** Where a chart's picture or a file lies; undefined: there is none. */
  readonly fileOf: (block: Block) => string | undefined;
}

type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

/** A document as lines of text for a terminal, without any control sequence. Ends with a line break. */
export function renderText(document: Document, options: RenderOptions): string {
  const blocks = document.blocks.map((block) => renderBlock(block, options)).filter((text) => text !== '');
  return `${(blocks.length === 0 ? [cleanLine(document.summary)] : blocks).join('\n\n')}\n`;
}

function renderBlock(block: Block, options: RenderOptions): string {
  switch (block.kind) {
    case 'heading': {
      const words = cleanLine(block.text);
      return `${words}\n${'─'.repeat(Math.min(columnsOf(words), limits.line))}`;
    }
    case 'text':
      return renderRuns(block.runs, options);
    case 'facts':
      return renderFacts(block.facts, options);
    case 'table':
      return renderTable(block);
    case 'figure':
      return `${cleanLine(block.value)}\n${cleanLine(block.label)}`;
    case 'preformatted':
      return clean(block.text);
    case 'chart':
      return renderPicture(options.fileOf(block), block.alt);
    case 'image':
      return renderPicture(block.url, block.alt);
    case 'actions':
      return renderActions(block.items);
    case 'form':
      return renderForm(block);
    case 'divider':
      return '─'.repeat(limits.line / 2);
    case 'note':
      return `${markOf(block.tone)}${renderRuns(block.runs, options)}`;
    case 'file':
      return `[file] ${cleanLine(options.fileOf(block) ?? block.name)}`;
  }
}

function renderRuns(runs: Text, options: RenderOptions): string {
  return clean(runs.map((run) => renderRun(run, options)).join(''));
}

function renderRun(run: Run, { time }: RenderOptions): string {
  switch (run.kind) {
    case 'plain':
    case 'bold':
    case 'code':
      return run.text;
    case 'link':
      return run.text === run.url || !/^https?:/iu.test(run.url) ? run.text : `${run.text} <${run.url}>`;
    case 'mention':
      return `@${run.name}`;
    case 'time':
      return `${time.format(run.at, run.zone, run.style)}${run.style === 'date' ? '' : ` ${time.zoneName(run.at, run.zone)}`}`;
  }
}

/** A terminal without colours says in signs what elsewhere is a colour. */
function markOf(tone: Tone | undefined): string {
  switch (tone) {
    case 'good':
      return '+ ';
    case 'warning':
      return '! ';
    case 'bad':
      return '!! ';
    case 'unknown':
      return '? ';
    case 'neutral':
    case undefined:
      return '';
  }
}

function renderFacts(facts: readonly Fact[], options: RenderOptions): string {
  const labels = facts.map((fact) => fit(cleanLine(fact.label), limits.cell));
  const columns = Math.max(0, ...labels.map(columnsOf));
  return facts
    .map((fact, index) => {
      const value = `${markOf(fact.tone)}${renderRuns(fact.value, options)}`;
      return `${pad(labels[index] ?? '', columns, 'left')}  ${value.replaceAll('\n', `\n${' '.repeat(columns + 2)}`)}`;
    })
    .join('\n');
}

function renderTable({ columns, rows, total }: BlockOf<'table'>): string {
  const shown = rows.slice(0, limits.rows);
  const cells = [
    columns.map((column) => cleanLine(column.title)),
    ...shown.map((row) => columns.map((_column, index) => `${markOf(row[index]?.tone)}${cleanLine(row[index]?.text ?? '')}`)),
  ].map((row) => row.map((cell) => fit(cell, limits.cell)));
  const widths = columns.map((_column, index) => Math.max(0, ...cells.map((row) => columnsOf(row[index] ?? ''))));
  const lines = cells.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
  const [header = '', ...body] = lines;
  const all = total ?? rows.length;
  return [
    header,
    widths.map((wide) => '─'.repeat(wide)).join('  '),
    ...body,
    ...(all > shown.length ? [`${shown.length} of ${all} shown`] : []),
  ].join('\n');
}

function renderPicture(where: string | undefined, alt: string): string {
  return where === undefined ? `[no picture] ${clean(alt)}` : `[picture] ${cleanLine(where)}\n${clean(alt)}`;
}

/** A button is the command it carries: it can be typed. */
function renderActions(items: readonly ActionItem[]): string {
  return items.flatMap(renderAction).join('\n');
}

function renderAction(item: ActionItem): readonly string[] {
  switch (item.kind) {
    case 'button':
      return [`[${cleanLine(item.label)}] ${cleanLine(item.command)}`];
    case 'link':
      return [`[${cleanLine(item.label)}] <${cleanLine(item.url)}>`];
    case 'select': {
      const shown = item.options.slice(0, limits.options);
      const left = item.options.length - shown.length;
      return [
        `[${cleanLine(item.label)}]`,
        ...shown.map((option) => `  ${cleanLine(option.label)}: ${cleanLine(option.command)}`),
        ...(left > 0 ? [`  and ${left} more`] : []),
      ];
    }
  }
}

function renderForm({ title, command, fields }: BlockOf<'form'>): string {
  const usage = fields.map((field) => {
    const value = cleanLine(field.label).toUpperCase().replaceAll(' ', '-');
    const words = field.name.startsWith('=') ? value : `${cleanLine(field.name)} ${value}`;
    return field.required ? words : `[${words}]`;
  });
  return [cleanLine(title), `  ${[cleanLine(command), ...usage].join(' ')}`, ...fields.flatMap(renderChoices)].join('\n');
}

function renderChoices(field: FormField): readonly string[] {
  switch (field.kind) {
    case 'text':
    case 'search':
      return [];
    case 'choice': {
      const shown = field.options.slice(0, limits.options).map(cleanLine);
      const left = field.options.length - shown.length;
      return [`  ${cleanLine(field.label)}: ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`];
    }
  }
}
