import type { KustoNode } from '../../parser/load.ts';
import { kindOf, part } from '../../parser/tree.ts';
import type { Step } from '../../plan.ts';
import { named, ownName, typeOfExpression } from '../columns.ts';
import { type Context, lowerExpression, lowerPipeline, unsupported } from '../context.ts';
import { needed, parametersOf, plainText, textParameter } from '../tree-text.ts';

/** `partition by x (…)`: the inner operators work on the rows of one value of x at a time. */
export function partition(node: KustoNode, context: Context): Step {
  if (part(node, 'Scope') !== undefined) throw unsupported('partition … in', node, context);
  const operand = needed(node, 'Operand');
  if (kindOf(operand) !== 'PartitionSubquery') throw unsupported('partition with a query in braces', operand, context);
  const { names, value } = named(needed(node, 'ByExpression'));
  const expression = lowerExpression(value, context);
  return {
    kind: 'partition',
    by: { name: names[0] ?? ownName(value) ?? plainText(value), type: typeOfExpression(expression), expression },
    pipeline: lowerPipeline(needed(operand, 'Subquery'), context),
  };
}

export function reduce(node: KustoNode, context: Context): Step {
  if (textParameter(parametersOf(part(node, 'Parameters')), 'kind') !== undefined) throw unsupported('reduce kind=', node, context);
  const clause = part(node, 'With');
  const options = parametersOf(clause === undefined ? undefined : part(clause, 'Parameters'));
  const threshold = textParameter(options, 'threshold');
  return {
    kind: 'reduce',
    of: lowerExpression(needed(node, 'Expression'), context),
    threshold: threshold === undefined ? undefined : Number(threshold),
    characters: textParameter(options, 'characters'),
  };
}
