import { type Block, type Document, type Text } from '../../src/core/document.ts';
import type { TimeText } from '../../src/core/ports.ts';
import { writeMoment } from './render-text.ts';

/** The whole document as plain text (tables as columns with tabs between), for the file that stands beside a message that was cut. */
export function writeInFull(document: Document, time: TimeText): string {
  return `${document.blocks
    .map((block) => writeBlock(block, time))
    .filter((one) => one !== '')
    .join('\n\n')}\n`;
}

function writeBlock(block: Block, time: TimeText): string {
  switch (block.kind) {
    case 'heading':
      return block.text;
    case 'text':
    case 'note':
      return writeText(block.runs, time);
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${writeText(fact.value, time)}`).join('\n');
    case 'table':
      return [block.columns.map((one) => one.title), ...block.rows.map((row) => row.map((one) => one.text))]
        .map((row) => row.map((text) => text.replace(/[\t\n\r]+/gu, ' ')).join('\t'))
        .join('\n');
    case 'figure':
      return `${block.value}\n${block.label}`;
    case 'preformatted':
      return block.text;
    case 'chart':
    case 'image':
      return block.alt;
    case 'file':
      return `${block.name}\n${block.content}`;
    case 'form':
    case 'actions':
    case 'divider':
      return '';
  }
}

function writeText(text: Text, time: TimeText): string {
  return text
    .map((one) => {
      switch (one.kind) {
        case 'plain':
        case 'bold':
        case 'code':
          return one.text;
        case 'link':
          return one.text === one.url ? one.url : `${one.text} (${one.url})`;
        case 'mention':
          return one.name;
        case 'time':
          return writeMoment(one, time);
      }
    })
    .join('');
}
