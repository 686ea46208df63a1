import { isTabular } from '../lower/tree-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part } from '../parser/tree.ts';
import { numberOf } from './look-back.ts';
import { resolve, type Scope } from './scope.ts';

/** Operators that give at most as many rows as they get. */
const keepers: ReadonlySet<string> = new Set(
  `FilterOperator ExtendOperator ProjectOperator ProjectAwayOperator ProjectKeepOperator ProjectRenameOperator
  ProjectReorderOperator ProjectByNamesOperator SortOperator SerializeOperator AsOperator RenderOperator
  ParseOperator ParseWhereOperator ParseKvOperator DistinctOperator ReduceByOperator ConsumeOperator
  AssertSchemaOperator`.split(/\s+/),
);
/** Operators that say how many rows they give at most. */
const takers: ReadonlySet<string> = new Set([
  'TakeOperator',
  'TopOperator',
  'SampleOperator',
  'SampleDistinctOperator',
  'TopHittersOperator',
]);

/** How many rows a query can give at most; undefined: the text sets no limit. */
export function mostRows(node: KustoNode, scope: Scope): number | undefined {
  const operators: { readonly operator: KustoNode; readonly scope: Scope }[] = [];
  let { node: source, scope: inner } = resolve(node, scope);
  while (kindOf(source) === 'PipeExpression') {
    const operator = part(source, 'Operator');
    const before = part(source, 'Expression');
    if (operator === undefined || before === undefined) return undefined;
    operators.push({ operator, scope: inner });
    // A name or a call in front may itself stand for a pipe: its operators come before ours.
    ({ node: source, scope: inner } = resolve(before, inner));
  }
  return operators.toReversed().reduce((rows, { operator, scope }) => after(operator, rows, scope), ofSource(source, inner));
}

function ofSource(source: KustoNode, scope: Scope): number | undefined {
  switch (kindOf(source)) {
    case 'PrintOperator':
      return 1;
    case 'DataTableExpression': {
      const schema = part(source, 'Schema');
      const columns = schema === undefined ? 0 : elements(part(schema, 'Columns')).length;
      return columns === 0 ? undefined : Math.ceil(elements(part(source, 'Values')).length / columns);
    }
    case 'RangeOperator':
      return ofRange(source, scope);
    case 'UnionOperator':
      return sum(elements(part(source, 'Expressions')).map((one) => (isTabular(one) ? mostRows(one, scope) : undefined)));
    case 'MaterializeExpression': {
      const inner = part(source, 'Expression');
      return inner === undefined ? undefined : mostRows(inner, scope);
    }
    default:
      return undefined;
  }
}

function ofRange(source: KustoNode, scope: Scope): number | undefined {
  const [from, to, step] = ['From', 'To', 'Step'].map((name) => {
    const value = part(source, name);
    return value === undefined ? undefined : numberOf(value, scope);
  });
  if (from === undefined || to === undefined || step === undefined || step === 0) return undefined;
  return Math.max(0, Math.floor((to - from) / step) + 1);
}

const sum = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.reduce((total, count) => (total === undefined || count === undefined ? undefined : total + count), 0);

function after(operator: KustoNode, rows: number | undefined, scope: Scope): number | undefined {
  const kind = kindOf(operator);
  if (kind === 'CountOperator') return 1;
  if (kind === 'SummarizeOperator' && part(operator, 'ByClause') === undefined) return 1;
  if (kind === 'MakeSeriesOperator' && part(operator, 'ByClause') === undefined) return 1;
  if (keepers.has(kind) || kind === 'SummarizeOperator' || kind === 'MakeSeriesOperator') return rows;
  if (takers.has(kind)) {
    const count = part(operator, 'Expression');
    const limit = count === undefined ? undefined : numberOf(count, scope);
    return limit === undefined ? rows : Math.min(limit, rows ?? limit);
  }
  // As many as there are columns, which are a few hundred at most.
  return kind === 'GetSchemaOperator' ? 1 : undefined;
}
