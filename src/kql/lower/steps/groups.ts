import type { KustoNode } from '../../parser/load.ts';
import { kindOf, part } from '../../parser/tree.ts';
import type { Assignment, Pipeline, Step } from '../../plan.ts';
import { named, ownName, typeOfExpression } from '../columns.ts';
import { atIn, type Context, innerScope, lowerExpression, lowerPipeline, noRow, unsupported } from '../context.ts';
import { needed, parametersOf, plainText, textParameter } from '../tree-text.ts';

/** `partition by x (…)`: the inner operators work on the rows of one value of x at a time; `{…}` is a query that knows that value. */
export function partition(node: KustoNode, context: Context): Step {
  if (part(node, 'Scope') !== undefined) throw unsupported('partition … in', node, context);
  const operand = needed(node, 'Operand');
  const { names, value } = named(needed(node, 'ByExpression'));
  const expression = lowerExpression(value, context);
  const by: Assignment = { name: names[0] ?? ownName(value) ?? plainText(value), type: typeOfExpression(expression), expression };
  const pipeline =
    kindOf(operand) === 'PartitionSubquery' ? lowerPipeline(needed(operand, 'Subquery'), context) : ownQuery(operand, by, context);
  return { kind: 'partition', by, pipeline };
}

/** In the braces stands a query with a source of its own, in which the key means the one value that it has in this part. */
function ownQuery(operand: KustoNode, by: Assignment, context: Context): Pipeline {
  const at = atIn(operand, context);
  const key: Pipeline = {
    source: { kind: 'input' },
    steps: [
      { kind: 'project', columns: [by] },
      { kind: 'take', count: { kind: 'literal', type: 'long', value: 1, at } },
    ],
  };
  const scope = innerScope(context.scope);
  scope.names.set(by.name, { kind: 'scalar', expression: () => ({ kind: 'query', pipeline: key, type: by.type, at }) });
  return lowerPipeline(needed(operand, 'Query'), { ...context, row: noRow, scope });
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
