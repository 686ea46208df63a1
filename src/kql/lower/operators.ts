import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part } from '../parser/tree.ts';
import type { Pipeline, Step } from '../plan.ts';
import { argumentsOf } from './calls.ts';
import { extensions } from './columns.ts';
import { bind, type Context, lowerExpression, meaningOf, readsInput, unsupported } from './context.ts';
import { callDeclared } from './declared.ts';
import { evaluate } from './steps/evaluate.ts';
import { mvApply, mvExpand } from './steps/expand.ts';
import { partition, reduce } from './steps/groups.ts';
import { join, lookup } from './steps/join.ts';
import { count, sample, sampleDistinct, serialize, sort, take, top } from './steps/order.ts';
import { parse, parseKv } from './steps/parse.ts';
import { distinct, project, projectAway, projectByNames, projectKeep, projectRename, projectReorder } from './steps/project.ts';
import { scan } from './steps/scan.ts';
import { searchStep } from './steps/search.ts';
import { makeSeries } from './steps/series.ts';
import { summarize } from './steps/summarize.ts';
import { topHitters, topNested } from './steps/top.ts';
import { unionWith } from './steps/union.ts';
import { nameOf, needed } from './tree-text.ts';

type Lower = (node: KustoNode, context: Context) => Step | readonly Step[];

const lowerers: Readonly<Record<string, Lower>> = {
  FilterOperator: (node, context) => ({ kind: 'where', predicate: lowerExpression(needed(node, 'Condition'), context) }),
  ExtendOperator: (node, context) => ({
    kind: 'extend',
    columns: extensions(elements(part(node, 'Expressions')), node.ResultType, context),
  }),
  ProjectOperator: project,
  ProjectAwayOperator: projectAway,
  ProjectKeepOperator: projectKeep,
  ProjectByNamesOperator: projectByNames,
  ProjectRenameOperator: projectRename,
  ProjectReorderOperator: projectReorder,
  DistinctOperator: distinct,
  SummarizeOperator: summarize,
  SortOperator: sort,
  TopOperator: top,
  TakeOperator: take,
  SampleOperator: sample,
  SampleDistinctOperator: sampleDistinct,
  CountOperator: count,
  SerializeOperator: serialize,
  JoinOperator: join,
  LookupOperator: lookup,
  MvExpandOperator: mvExpand,
  MvApplyOperator: mvApply,
  MakeSeriesOperator: makeSeries,
  ParseOperator: parse,
  ParseWhereOperator: parse,
  ParseKvOperator: parseKv,
  SearchOperator: searchStep,
  TopNestedOperator: topNested,
  TopHittersOperator: topHitters,
  ReduceByOperator: reduce,
  PartitionOperator: partition,
  ScanOperator: scan,
  EvaluateOperator: evaluate,
};

/** What can change nothing about the rows: `render` in the middle is looked at where the query ends. */
const without: ReadonlySet<string> = new Set(['RenderOperator', 'AssertSchemaOperator', 'ExecuteAndCacheOperator']);

/** The rows so far, and one more operator. `context.row`: their columns. */
export function operate(node: KustoNode, before: Pipeline, context: Context): Pipeline {
  const kind = kindOf(node);
  if (kind === 'AsOperator') return rememberedAs(node, before, context);
  if (kind === 'InvokeOperator') return invoke(node, before, context);
  if (kind === 'UnionOperator') return unionWith(node, before, context);
  if (without.has(kind)) return before;
  if (kind === 'GetSchemaOperator') {
    if (part(node, 'KindParameter') !== undefined) throw unsupported('getschema kind=csl', node, context);
    return { ...before, steps: [...before.steps, { kind: 'getschema' }] };
  }
  const lower = lowerers[kind];
  if (lower === undefined) throw unsupported(`The operator “${operatorName(kind)}”`, node, context);
  return { ...before, steps: [...before.steps, ...[lower(node, context)].flat()] };
}

/** "MakeGraphOperator" → "make-graph" */
function operatorName(kind: string): string {
  return kind
    .replace(/Operator$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase();
}

/** `as NAME`: from here on the rows have a name. */
function rememberedAs(node: KustoNode, before: Pipeline, context: Context): Pipeline {
  const name = nameOf(needed(node, 'Name'));
  const named = readsInput(before) ? before : bind(name, before, context.session);
  if (named.source.kind === 'binding') context.session.remembered.add(named.source.name);
  context.scope.names.set(name, { kind: 'tabular', pipeline: () => named });
  return named;
}

/** `| invoke f(a)`: f(the rows so far, a). */
function invoke(node: KustoNode, before: Pipeline, context: Context): Pipeline {
  const called = needed(node, 'Function');
  const name = nameOf(needed(called, 'Name'));
  const meaning = meaningOf(context.scope, name);
  if (meaning?.kind !== 'function') throw unsupported(`invoke ${name}()`, node, context);
  return callDeclared(called, meaning, [{ rows: before }, ...argumentsOf(called)], context).tabular();
}
