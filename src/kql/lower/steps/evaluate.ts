import type { KustoNode } from '../../parser/load.ts';
import { part } from '../../parser/tree.ts';
import type { Expression, Step } from '../../plan.ts';
import { argumentsOf } from '../calls.ts';
import { named } from '../columns.ts';
import { atIn, type Context, lowerExpression, lowerPipeline } from '../context.ts';
import { isTabular, nameOf, needed } from '../tree-text.ts';
import { schemaOf } from './sources.ts';

/** The names of arguments in their places, where a plug-in takes them by name. */
const parameters: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<readonly string[]>({
    bag_unpack: ['Column', 'OutputColumnPrefix', 'columnsConflict', 'ignoredProperties'],
  }),
);

/** `evaluate NAME(…)`. Its `: (a: string)` says the columns of the result. */
export function evaluate(node: KustoNode, context: Context): Step {
  const call = needed(node, 'FunctionCall');
  const clause = part(node, 'Schema');
  const schema = clause === undefined ? undefined : needed(clause, 'Schema');
  const plugin = nameOf(needed(call, 'Name'));
  return {
    kind: 'evaluate',
    plugin,
    arguments: inPlace(argumentsOf(call), parameters.get(plugin) ?? [], context),
    schema:
      schema === undefined
        ? undefined
        : { columns: schemaOf(schema, context), others: part(schema, 'AsteriskToken') === undefined ? 'left out' : 'kept' },
  };
}

function inPlace(given: readonly KustoNode[], names: readonly string[], context: Context): readonly Expression[] {
  const placed: Expression[] = [];
  for (const [index, node] of given.entries()) {
    const { names: own, value } = named(node);
    const place = names.findIndex((name) => name.toLowerCase() === own[0]?.toLowerCase());
    placed[place >= 0 ? place : index] = argumentOf(value, context);
  }
  // Array.from also visits the places that were left out.
  return Array.from(
    placed,
    (argument: Expression | undefined): Expression => argument ?? { kind: 'literal', type: 'dynamic', value: null },
  );
}

function argumentOf(node: KustoNode, context: Context): Expression {
  if (isTabular(node)) return { kind: 'query', pipeline: lowerPipeline(node, context), type: 'unknown', at: atIn(node, context) };
  return lowerExpression(node, context);
}
