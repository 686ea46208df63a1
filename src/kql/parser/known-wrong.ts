import { nameOf } from '../lower/tree-text.ts';
import type { KustoCode, KustoNode } from './load.ts';
import { type Diagnostic, descend, kindOf, part } from './tree.ts';

/** Functions whose arguments the parser checks against too narrow a type; the service takes them. By the diagnostic's code. */
const tooStrict: Readonly<Record<string, ReadonlySet<string>>> = {
  // "A value of type bool expected": count(x) counts all rows, whatever x is.
  KS107: new Set(['count']),
  // "The expression value must be an integer": the last argument is seconds with a fraction.
  KS134: new Set(['make_timespan', 'make_datetime']),
};

/** Whether it is one of the errors that the parser reports and the service does not. */
export function isKnownWrong({ code, at }: Diagnostic, { Syntax: root }: KustoCode): boolean {
  const functions = tooStrict[code];
  if (functions === undefined || at === undefined) return false;
  for (const node of descend(root)) {
    if (kindOf(node) !== 'FunctionCallExpression' || node.TextStart > at.start || node.End < at.start + at.length) continue;
    const name = part(node, 'Name');
    const list = part(node, 'ArgumentList');
    if (name !== undefined && list !== undefined && functions.has(nameOf(name)) && isArgument(list, at.start)) return true;
  }
  return false;
}

/** Whether an argument begins right there: the complaint is about it and not about something inside it. */
function isArgument(list: KustoNode, start: number): boolean {
  const inner = part(list, 'Expressions');
  if (inner === undefined) return false;
  for (let index = 0; index < inner.ChildCount; index++) if (inner.GetChild(index)?.TextStart === start) return true;
  return false;
}
