import { nameOf, parametersOf, plainText } from '../lower/tree-text.ts';
import type { At } from '../plan.ts';
import type { KustoCode, KustoNode } from './load.ts';
import { type Diagnostic, descend, elements, kindOf, part } from './tree.ts';

/** Functions whose arguments the parser checks against too narrow a type; the service takes them. By the diagnostic's code. */
const tooStrict: Readonly<Record<string, ReadonlySet<string>>> = {
  // "A value of type bool expected": count(x) counts all rows, whatever x is. "A value of type string expected": arguments that are
  // named may stand anywhere.
  KS107: new Set(['count', 'bag_unpack']),
  // "The expression value must be an integer": the last argument is seconds with a fraction.
  KS134: new Set(['make_timespan', 'make_datetime']),
  // "The function expects 2 arguments": the prefix may be left out.
  KS119: new Set(['format_ipv4_mask']),
};

const unknownName = 'KS142';

/** Whether it is one of the errors that the parser reports and the service does not. */
export function isKnownWrong({ code, at }: Diagnostic, { Syntax: root }: KustoCode): boolean {
  if (code === unknownName && at !== undefined) return isInFuzzyUnion(root, at);
  const functions = tooStrict[code];
  if (functions === undefined || at === undefined) return false;
  for (const node of descend(root)) {
    if (kindOf(node) !== 'FunctionCallExpression' || !holds(node, at)) continue;
    const name = part(node, 'Name');
    const list = part(node, 'ArgumentList');
    if (name === undefined || list === undefined || !functions.has(nameOf(name))) continue;
    if (name.TextStart === at.start || isArgument(list, at.start)) return true;
  }
  return false;
}

/** `union isfuzzy=true A, B`: a table that is not there is left out. */
function isInFuzzyUnion(root: KustoNode, at: At): boolean {
  for (const node of descend(root)) {
    if (kindOf(node) !== 'UnionOperator' || !holds(node, at)) continue;
    const fuzzy = parametersOf(part(node, 'Parameters')).get('isfuzzy');
    if (fuzzy !== undefined && plainText(fuzzy).toLowerCase() === 'true') return isTableName(root, at);
  }
  return false;
}

/** Whether the name that begins there stands for rows: by itself, or in front of a pipe. */
function isTableName(root: KustoNode, at: At): boolean {
  for (const node of descend(root)) {
    if (kindOf(node) !== 'NameReference' || node.TextStart !== at.start) continue;
    const { NameInParent: name, Parent: parent } = node;
    const outer = parent === null ? '' : kindOf(parent);
    return outer === 'SeparatedElement' || (/^(?:Pipe|Parenthesized)Expression$/.test(outer) && name === 'Expression');
  }
  return false;
}

const holds = (node: KustoNode, at: At): boolean => node.TextStart <= at.start && node.End >= at.start + at.length;

/** Whether an argument (or the value of one that is named) begins right there: the complaint is about it and not about something inside it. */
const isArgument = (list: KustoNode, start: number): boolean =>
  elements(list).some((argument) => [argument, part(argument, 'Expression')].some((node) => node?.TextStart === start));
