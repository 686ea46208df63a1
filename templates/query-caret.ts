import { type Block } from '../src/core/document.ts';

/** About as wide as a phone shows in one line. */
const widest = 64;

/** The line of the query where `at` is, a caret under each of its characters; long lines are shown around it. */
export function caretBlock(text: string, at: { readonly start: number; readonly length: number }): Block {
  const start = Math.max(0, Math.min(at.start, text.length));
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(from, end === -1 ? text.length : end).replaceAll(/[\t\u00a0\r]/gu, ' ');
  const number = text.slice(0, from).split('\n').length;
  const lines = text.split('\n').length;
  const { shown, column } = around(line, start - from);
  const carets = '^'.repeat(Math.max(1, Math.min(at.length, shown.length - column, line.length - (start - from))));
  const prefix = lines === 1 ? '' : `${number}: `;
  return { kind: 'preformatted', text: `${prefix}${shown}\n${' '.repeat(prefix.length + column)}${carets}` };
}

function around(line: string, column: number): { readonly shown: string; readonly column: number } {
  if (line.length <= widest) return { shown: line, column };
  const begin = Math.max(0, Math.min(column - widest / 2, line.length - widest));
  const left = begin > 0 ? '…' : '';
  const right = begin + widest < line.length ? '…' : '';
  return { shown: `${left}${line.slice(begin, begin + widest)}${right}`, column: column - begin + left.length };
}
