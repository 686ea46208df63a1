import type { Block, Document } from '../../src/core/document.ts';
import type { TimeText } from '../../src/core/ports.ts';
import { runText } from './render-text.ts';

/** A whole document as plain text: what is attached when a message had to be cut. */
export function plainDocument(document: Document, time: TimeText): string {
  return document.blocks
    .map((block) => plainBlock(block, time))
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function plainBlock(block: Block, time: TimeText): string {
  const words = (runs: Parameters<typeof runText>[0][] | readonly Parameters<typeof runText>[0][]): string =>
    runs.map((run) => runText(run, time)).join('');
  switch (block.kind) {
    case 'heading':
      return block.text;
    case 'text':
    case 'note':
      return words(block.runs);
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${words(fact.value)}`).join('\n');
    case 'table':
      return [block.columns.map((column) => column.title), ...block.rows.map((row) => row.map((cell) => cell.text))]
        .map((row) => row.join('\t'))
        .join('\n');
    case 'figure':
      return `${block.value}\n${block.label}`;
    case 'preformatted':
      return block.text;
    case 'chart':
    case 'image':
      return block.alt;
    case 'file':
      return block.name;
    case 'form':
      return block.title;
    case 'divider':
      return '--';
    case 'actions':
      return '';
  }
}

/**
 * Rows as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers keep
 * their sign.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const formula = /^[=+\-@\t\r]/u.test(text) && !/^[+-]?\d[\d.,]*\s?%?$/u.test(text);
  const safe = formula ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
