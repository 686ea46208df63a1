import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part, typeOf } from '../parser/tree.ts';
import type { Expression, Source } from '../plan.ts';
import type { KqlType } from '../types.ts';
import { call, columnOfCall, tupleOf, wholeCall } from './calls.ts';
import { atIn, type Context, lowerExpression, lowerPipeline, spend, unsupported } from './context.ts';
import { isLiteral, literal } from './literal.ts';
import { nameExpression } from './names.ts';
import { isTabular, nameOf, needed, plainText, quoted, rowColumns } from './tree-text.ts';

/** Operators that are written in more than one way. */
const sameAs: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    '<>': '!=',
    notcontains: '!contains',
    notcontainscs: '!contains_cs',
    containscs: 'contains_cs',
    notcontains_cs: '!contains_cs',
    notstartswith: '!startswith',
    notendswith: '!endswith',
    nothas: '!has',
  }),
);

/** What gives one value per row. */
export function expressionOf(node: KustoNode, context: Context): Expression {
  spend(node, context);
  if (isLiteral(node)) return literal(node, context);
  const at = atIn(node, context);
  switch (kindOf(node)) {
    case 'ParenthesizedExpression':
    case 'BracketedExpression':
    case 'OrderedExpression':
      return lowerExpression(needed(node, 'Expression'), context);
    case 'SimpleNamedExpression':
      return lowerExpression(needed(node, 'Expression'), context);
    case 'NameReference':
      return nameExpression(node, context);
    case 'FunctionCallExpression':
      return call(node, context);
    case 'PathExpression':
      return path(node, context);
    case 'ElementExpression':
      return element(node, context);
    case 'StarExpression':
      return { kind: 'star', at };
    case 'UnaryMinusExpression':
      return negated(lowerExpression(needed(node, 'Expression'), context), node, context);
    case 'UnaryPlusExpression':
      return lowerExpression(needed(node, 'Expression'), context);
    case 'InExpression':
    case 'InCsExpression':
    case 'NotInExpression':
    case 'NotInCsExpression':
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return membership(node, context);
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return between(node, context);
    case 'TypeOfLiteralExpression':
      return { kind: 'literal', type: 'string', value: elements(part(node, 'Types')).map(plainText).join(','), at };
    case 'ToScalarExpression':
      return scalarOf(node, context);
    case 'MaterializeExpression':
    case 'PipeExpression':
    case 'DataTableExpression':
      return { kind: 'query', pipeline: lowerPipeline(node, context), type: typeOf(node) ?? 'unknown', at };
    default:
      return binaryOrUnsupported(node, context);
  }
}

const operatorOf = (node: KustoNode): string => {
  const text = plainText(needed(node, 'Operator')).toLowerCase().replaceAll(/\s+/g, ' ');
  return sameAs.get(text) ?? text;
};

function binaryOrUnsupported(node: KustoNode, context: Context): Expression {
  const left = part(node, 'Left');
  const right = part(node, 'Right');
  if (left === undefined || right === undefined || /Like/.test(kindOf(node))) {
    throw unsupported(quoted(node, context), node, context);
  }
  return {
    kind: 'call',
    name: operatorOf(node),
    arguments: [lowerExpression(left, context), lowerExpression(right, context)],
    type: typeOf(node) ?? 'unknown',
    at: atIn(node, context),
  };
}

/** `-5` is a number, so that it can stand where only literals may. */
function negated(inner: Expression, node: KustoNode, context: Context): Expression {
  const at = atIn(node, context);
  if (inner.kind === 'literal' && (typeof inner.value === 'number' || typeof inner.value === 'bigint')) {
    const value = -inner.value;
    return { ...inner, value: Object.is(value, -0) && inner.type !== 'real' ? 0 : value, at };
  }
  return { kind: 'call', name: 'unary-', arguments: [inner], type: typeOf(node) ?? 'unknown', at };
}

/** `a[b]`; of a call that gives several columns (`array_sort_asc(x, y)[1]`) one of them. */
function element(node: KustoNode, context: Context): Expression {
  const of = needed(node, 'Expression');
  const columns = kindOf(of) === 'FunctionCallExpression' ? tupleOf(of) : undefined;
  const whole = columns === undefined ? lowerExpression(of, context) : wholeCall(of, context);
  const index = lowerExpression(needed(node, 'Selector'), context);
  const column = index.kind === 'literal' && typeof index.value === 'number' ? columns?.[index.value] : undefined;
  if (column === undefined || index.kind !== 'literal') return { kind: 'element', of: whole, index, at: atIn(node, context) };
  return columnOfCall(whole, Number(index.value), column.type);
}

/** `a.b` of a dynamic; `s1.x` inside scan. Other dots (databases, clusters) stand for tables. */
function path(node: KustoNode, context: Context): Expression {
  const of = needed(node, 'Expression');
  const selector = needed(node, 'Selector');
  const at = atIn(node, context);
  if (kindOf(of) === 'NameReference' && context.scanSteps.has(nameOf(of))) {
    return { kind: 'step column', step: nameOf(of), column: nameOf(selector), type: typeOf(node) ?? 'unknown', at };
  }
  if (kindOf(selector) !== 'NameReference' && kindOf(selector) !== 'BracketedExpression') {
    throw unsupported(quoted(node, context), node, context);
  }
  const index: Expression =
    kindOf(selector) === 'NameReference'
      ? { kind: 'literal', type: 'string', value: nameOf(selector), at: atIn(selector, context) }
      : lowerExpression(selector, context);
  return { kind: 'element', of: lowerExpression(of, context), index, at };
}

function membership(node: KustoNode, context: Context): Expression {
  const items = elements(part(node, 'Right')).map((item) => listItem(item, context));
  return {
    kind: 'call',
    name: operatorOf(node),
    arguments: [lowerExpression(needed(node, 'Left'), context), ...items],
    type: 'bool',
    at: atIn(node, context),
  };
}

/** One of `in (…)`: a value, or rows, of which the first column counts. */
function listItem(node: KustoNode, context: Context): Expression {
  if (!isTabular(node)) return lowerExpression(node, context);
  return { kind: 'query', pipeline: lowerPipeline(node, context), type: firstType(node), at: atIn(node, context) };
}

function firstType(node: KustoNode): KqlType | 'unknown' {
  return rowColumns(node.ResultType)[0]?.type ?? 'unknown';
}

function between(node: KustoNode, context: Context): Expression {
  const couple = needed(node, 'Right');
  const parts = [needed(node, 'Left'), needed(couple, 'First'), needed(couple, 'Second')];
  return {
    kind: 'call',
    name: operatorOf(node),
    arguments: parts.map((one) => lowerExpression(one, context)),
    type: 'bool',
    at: atIn(node, context),
  };
}

/** `toscalar(…)`: of rows their first cell; of a value the value, which is one for all rows even where it is left to chance. */
function scalarOf(node: KustoNode, context: Context): Expression {
  const inner = needed(node, 'Expression');
  if (!isTabular(inner)) {
    const value = lowerExpression(inner, context);
    if (!isChance(value)) return value;
    const type = typeOf(inner) ?? 'unknown';
    const source: Source = { kind: 'print', columns: [{ name: 'value', type, expression: value }] };
    return { kind: 'query', pipeline: { source, steps: [] }, type, at: atIn(node, context) };
  }
  return { kind: 'query', pipeline: lowerPipeline(inner, context), type: typeOf(node) ?? firstType(inner), at: atIn(node, context) };
}

const isChance = (value: Expression): boolean =>
  value.kind === 'call' && (value.name === 'rand' || value.name === 'new_guid' || value.arguments.some(isChance));
