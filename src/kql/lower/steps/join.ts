import type { KustoNode } from '../../parser/load.ts';
import { elements, kindOf, part, typeOf } from '../../parser/tree.ts';
import type { Expression, JoinKind, Pipeline, Step } from '../../plan.ts';
import { atIn, type Context, lowerPipeline, type Row, unsupported } from '../context.ts';
import { nameOf, needed, parametersOf, plainText, quoted, rowOf, textParameter } from '../tree-text.ts';

type JoinStep = Extract<Step, { kind: 'join' }>;
type Key = JoinStep['on'][number];

const kinds: ReadonlyMap<string, JoinKind> = new Map(
  Object.entries<JoinKind>({
    innerunique: 'innerunique',
    inner: 'inner',
    leftouter: 'leftouter',
    rightouter: 'rightouter',
    fullouter: 'fullouter',
    leftanti: 'leftanti',
    anti: 'leftanti',
    leftantisemi: 'leftanti',
    rightanti: 'rightanti',
    rightantisemi: 'rightanti',
    leftsemi: 'leftsemi',
    semi: 'leftsemi',
    rightsemi: 'rightsemi',
  }),
);

export function join(node: KustoNode, context: Context): Step {
  const said = textParameter(parametersOf(part(node, 'Parameters')), 'kind') ?? 'innerunique';
  const kind = kinds.get(said.toLowerCase());
  if (kind === undefined) throw unsupported(`join kind=${said}`, node, context);
  const right = needed(node, 'Expression');
  return {
    kind: 'join',
    join: kind,
    right: rightSide(right, context),
    on: keysOf(part(node, 'ConditionClause'), node, context),
    output: outputOf(kind, context.row, rowOf(right.ResultType), rowOf(node.ResultType)),
  };
}

export function lookup(node: KustoNode, context: Context): Step {
  const said = (textParameter(parametersOf(part(node, 'Parameters')), 'kind') ?? 'leftouter').toLowerCase();
  if (said !== 'leftouter' && said !== 'inner') throw unsupported(`lookup kind=${said}`, node, context);
  const right = needed(node, 'Expression');
  return { kind: 'lookup', join: said, right: rightSide(right, context), on: keysOf(part(node, 'LookupClause'), node, context) };
}

const rightSide = (node: KustoNode, context: Context): Pipeline => lowerPipeline(node, { ...context, row: { columns: [], more: 'none' } });

function keysOf(clause: KustoNode | undefined, node: KustoNode, context: Context): readonly Key[] {
  if (clause === undefined || kindOf(clause) !== 'JoinOnClause') throw unsupported('A join without “on”', clause ?? node, context);
  return elements(part(clause, 'Expressions')).flatMap((condition) => keyOf(condition, context));
}

/** `name`, `$left.a == $right.b`, and several of these with `and`. */
function keyOf(node: KustoNode, context: Context): readonly Key[] {
  switch (kindOf(node)) {
    case 'ParenthesizedExpression':
      return keyOf(needed(node, 'Expression'), context);
    case 'AndExpression':
      return [needed(node, 'Left'), needed(node, 'Right')].flatMap((condition) => keyOf(condition, context));
    case 'NameReference': {
      const column: Expression = { kind: 'column', name: nameOf(node), type: typeOf(node) ?? 'unknown', at: atIn(node, context) };
      return [{ left: column, right: column }];
    }
    case 'EqualExpression': {
      const sides = [needed(node, 'Left'), needed(node, 'Right')].map((side) => sided(side, context));
      const left = sides.find((side) => side?.side === 'left');
      const right = sides.find((side) => side?.side === 'right');
      if (left !== undefined && right !== undefined) return [{ left: left.column, right: right.column }];
      break;
    }
    default:
  }
  throw unsupported(`The join condition ${quoted(node, context)}, which is neither a column nor $left.x == $right.y,`, node, context);
}

/** `$left.x`, `$right.y`; a name alone that is a column of the left side is meant so. */
function sided(node: KustoNode, context: Context): { readonly side: 'left' | 'right'; readonly column: Expression } | undefined {
  if (kindOf(node) === 'ParenthesizedExpression') return sided(needed(node, 'Expression'), context);
  if (kindOf(node) !== 'PathExpression' && kindOf(node) !== 'ElementExpression') return undefined;
  const of = needed(node, 'Expression');
  const prefix = kindOf(of) === 'NameReference' ? nameOf(of) : '';
  if (prefix !== '$left' && prefix !== '$right') return undefined;
  const selector = needed(node, 'Selector');
  const inner = kindOf(selector) === 'BracketedExpression' ? needed(selector, 'Expression') : selector;
  const name = kindOf(inner) === 'NameReference' ? nameOf(inner) : plainText(inner);
  const column: Expression = { kind: 'column', name, type: typeOf(node) ?? 'unknown', at: atIn(node, context) };
  return { side: prefix === '$left' ? 'left' : 'right', column };
}

/** The parser names the columns: the left ones, then the right ones, renamed where a name was taken. */
function outputOf(kind: JoinKind, left: Row, right: Row, result: Row): JoinStep['output'] {
  if (left.more === 'possible' || right.more === 'possible') return undefined;
  const lefts = left.columns.map((column) => ({ side: 'left' as const, column: column.name }));
  const rights = right.columns.map((column) => ({ side: 'right' as const, column: column.name }));
  const sides =
    kind === 'leftanti' || kind === 'leftsemi' ? lefts : kind === 'rightanti' || kind === 'rightsemi' ? rights : [...lefts, ...rights];
  if (sides.length !== result.columns.length) return undefined;
  return sides.map((side, index) => ({ ...side, name: result.columns[index]?.name ?? side.column }));
}
