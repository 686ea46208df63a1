import type { KustoNode } from '../../parser/load.ts';
import { elements, kindOf, part } from '../../parser/tree.ts';
import type { Expression, Step } from '../../plan.ts';
import { aggregateColumns } from '../aggregates.ts';
import { named, ownName, typeOfExpression } from '../columns.ts';
import { type Context, lowerExpression, semantic } from '../context.ts';
import { needed, parametersOf, rowColumns, textParameter } from '../tree-text.ts';
import { byColumns } from './summarize.ts';

type MakeSeries = Extract<Step, { kind: 'make-series' }>;
type SeriesAggregate = MakeSeries['aggregates'][number];

export function makeSeries(node: KustoNode, context: Context): Step {
  const parameters = parametersOf(part(node, 'Parameters'));
  const clause = part(node, 'ByClause');
  const results = rowColumns(node.ResultType);
  const by = byColumns(clause === undefined ? [] : elements(part(clause, 'Expressions')), results, context);
  const aggregates = elements(part(node, 'Aggregates')).flatMap((aggregate) => seriesOf(aggregate, context));
  const named = aggregates.map((aggregate, index) => ({ ...aggregate, name: results[by.length + index]?.name ?? aggregate.name }));
  const axisNode = needed(needed(node, 'OnClause'), 'Expression');
  const axis = lowerExpression(axisNode, context);
  return {
    kind: 'make-series',
    aggregates: named,
    axis: { name: axisName(axisNode, results.at(-1)?.name, context), type: typeOfExpression(axis), expression: axis },
    ...rangeOf(needed(node, 'RangeClause'), context),
    by,
    nonEmpty: textParameter(parameters, 'kind')?.toLowerCase() === 'nonempty' ? 'nonempty' : 'as is',
  };
}

function axisName(node: KustoNode, last: string | undefined, context: Context): string {
  const { names, value } = named(node);
  const name = names[0] ?? ownName(value) ?? last;
  if (name === undefined) throw semantic('The axis needs a name.', node, context);
  return name;
}

function seriesOf(node: KustoNode, context: Context): readonly SeriesAggregate[] {
  const { names, value } = named(needed(node, 'Expression'));
  const clause = part(node, 'DefaultExpression');
  const fallback = clause === undefined ? undefined : lowerExpression(needed(clause, 'Expression'), context);
  return aggregateColumns(value, new Set(), context).map(({ name, expression }, index) => ({
    name: names[index] ?? name ?? ownName(value) ?? `Column${index + 1}`,
    type: typeOfExpression(expression),
    expression,
    fallback,
  }));
}

type Range = Pick<MakeSeries, 'from' | 'to' | 'step' | 'end'>;

/** `from a to b step c`, `in range(a, b, c)`: only the latter includes its end. */
function rangeOf(node: KustoNode, context: Context): Range {
  if (kindOf(node) === 'MakeSeriesInRangeClause') {
    const [from, to, step] = elements(part(node, 'Arguments')).map((argument) => lowerExpression(argument, context));
    if (from === undefined || to === undefined || step === undefined)
      throw semantic('range() needs a start, a stop and a step.', node, context);
    return { from, to, step, end: 'included' };
  }
  return {
    from: within(node, 'MakeSeriesFromClause', context),
    to: within(node, 'MakeSeriesToClause', context),
    step: lowerExpression(needed(needed(node, 'MakeSeriesStepClause'), 'Expression'), context),
    end: 'excluded',
  };
}

function within(node: KustoNode, name: string, context: Context): Expression | undefined {
  const clause = part(node, name);
  return clause === undefined ? undefined : lowerExpression(needed(clause, 'Expression'), context);
}
