import { nameOf } from '../lower/tree-text.ts';
import type { KustoCode, KustoNode } from './load.ts';
import { type Diagnostic, descend, elements, kindOf, part } from './tree.ts';

/** Functions whose arguments the parser checks against too narrow a type; the service takes them. By the diagnostic's code. */
const tooStrict: Readonly<Record<string, ReadonlySet<string>>> = {
  // "A value of type bool expected": count(x) counts all rows, whatever x is. "A value of type string expected": arguments that are
  // named may stand anywhere.
  KS107: new Set(['count', 'bag_unpack']),
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

/** Whether an argument (or the value of one that is named) begins right there: the complaint is about it and not about something inside it. */
const isArgument = (list: KustoNode, start: number): boolean =>
  elements(list).some((argument) => [argument, part(argument, 'Expression')].some((node) => node?.TextStart === start));
