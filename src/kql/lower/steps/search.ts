import type { KustoNode } from '../../parser/load.ts';
import { elements, kindOf, part } from '../../parser/tree.ts';
import type { Assignment, Expression, Pipeline, Step } from '../../plan.ts';
import { atIn, type Context, lowerExpression, noRow, type RowColumn, unsupported } from '../context.ts';
import { nameOf, needed, parametersOf, rowColumns, rowOf, textParameter } from '../tree-text.ts';
import { term } from './search-term.ts';
import { apart, type Branch, branchesOf, branchOnly, everyTable } from './union.ts';

/** `T | search …` */
export const searchStep = (node: KustoNode, context: Context): Step => ({
  kind: 'search',
  predicate: predicateOf(needed(node, 'Condition'), caseOf(node), context),
  columns: undefined,
});

type Case = 'insensitive' | 'sensitive';

function caseOf(node: KustoNode): Case {
  const said = textParameter(parametersOf(part(node, 'Parameters')), 'kind')?.toLowerCase();
  return said === 'case_sensitive' || said === 'case-sensitive' ? 'sensitive' : 'insensitive';
}

/** `search in (A, B) …`: each table is searched by itself, and `$table` says where a row is from. */
export function searchTables(node: KustoNode, context: Context): Pipeline {
  const condition = needed(node, 'Condition');
  const branches = tablesOf(node, context).map((branch) => {
    const inner: Context = { ...context, row: branch.row };
    const predicate = withoutMissing(predicateOf(condition, caseOf(node), inner), branch.row.columns);
    return withSteps(branch, [{ kind: 'where', predicate }]);
  });
  const renamed = apart(branches, rowOf(node.ResultType));
  return { source: { kind: 'union', branches: renamed.map(branchOnly), join: 'outer', sourceColumn: '$table' }, steps: [] };
}

function tablesOf(node: KustoNode, context: Context): readonly Branch[] {
  const inner: Context = { ...context, row: noRow };
  const clause = part(node, 'InClause');
  return clause === undefined ? everyTable(node, inner) : branchesOf(elements(part(clause, 'Expressions')), false, 0, inner);
}

const withSteps = (branch: Branch, steps: readonly Step[]): Branch => ({
  ...branch,
  pipeline: { ...branch.pipeline, steps: [...branch.pipeline.steps, ...steps] },
});

/** `find … where …`: the columns of the result from each table that has them, the rest of each row in `pack_`. */
export function findTables(node: KustoNode, context: Context): Pipeline {
  if (part(node, 'ProjectAway') !== undefined) throw unsupported('find … project-away', node, context);
  const source = textParameter(parametersOf(part(node, 'Parameters')), 'withsource') ?? 'source_';
  const condition = needed(node, 'Condition');
  const results = rowColumns(node.ResultType).filter((column) => column.name !== source);
  const branches = tablesOf(node, context).map((branch): Branch => {
    const inner: Context = { ...context, row: branch.row };
    const predicate = withoutMissing(predicateOf(condition, 'insensitive', inner), branch.row.columns);
    const columns = results.map((column) => found(column, results, branch, node, context));
    const where: Step = { kind: 'where', predicate };
    return withSteps(branch, [where, { kind: 'project', columns }]);
  });
  const order = [{ name: source, type: 'string' as const }, ...results];
  const columns = order.map(({ name, type }): Assignment => ({ name, type, expression: { kind: 'column', name, type } }));
  return {
    source: { kind: 'union', branches: branches.map(branchOnly), join: 'outer', sourceColumn: source },
    steps: [{ kind: 'project', columns }],
  };
}

/** One column of what `find` gives, from one table. */
function found(column: RowColumn, results: readonly RowColumn[], branch: Branch, node: KustoNode, context: Context): Assignment {
  const { name, type } = column;
  const at = atIn(node, context);
  if (name === 'pack_') {
    const shown = new Set(results.map((result) => result.name));
    const rest = branch.row.columns.filter((own) => !shown.has(own.name));
    const pairs = rest.flatMap((own): readonly Expression[] => [
      { kind: 'literal', type: 'string', value: own.name, at },
      { kind: 'column', name: own.name, type: own.type, at },
    ]);
    return { name, type: 'dynamic', expression: { kind: 'call', name: 'bag_pack', arguments: pairs, type: 'dynamic', at } };
  }
  const own = branch.row.columns.find((known) => known.name === name);
  if (own === undefined)
    return {
      name,
      type,
      expression: { kind: 'literal', type: type === 'unknown' ? 'dynamic' : type, value: type === 'string' ? '' : null, at },
    };
  if (own.type !== type) throw unsupported(`find over tables in which “${name}” has different types`, node, context);
  return { name, type, expression: { kind: 'column', name, type, at } };
}

/** Words and `column:word` beside ordinary conditions. */
function predicateOf(node: KustoNode, letters: Case, context: Context): Expression {
  const at = atIn(node, context);
  switch (kindOf(node)) {
    case 'ParenthesizedExpression':
      return predicateOf(needed(node, 'Expression'), letters, context);
    case 'AndExpression':
    case 'OrExpression': {
      const sides = [needed(node, 'Left'), needed(node, 'Right')].map((side) => predicateOf(side, letters, context));
      return { kind: 'call', name: kindOf(node) === 'AndExpression' ? 'and' : 'or', arguments: sides, type: 'bool', at };
    }
    case 'FunctionCallExpression': {
      const list = elements(part(node, 'ArgumentList'));
      if (nameOf(needed(node, 'Name')) !== 'not') return lowerExpression(node, context);
      return { kind: 'call', name: 'not', arguments: list.map((one) => predicateOf(one, letters, context)), type: 'bool', at };
    }
    case 'SearchExpression':
      return term(lowerExpression(needed(node, 'Left'), context), lowerExpression(needed(node, 'Right'), context), letters, at);
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
    case 'LongLiteralExpression':
    case 'NameReference':
      return bare(node, letters, context);
    default:
      return lowerExpression(node, context);
  }
}

function bare(node: KustoNode, letters: Case, context: Context): Expression {
  const value = lowerExpression(node, context);
  return value.kind === 'literal' ? term({ kind: 'star', at: value.at }, value, letters, atIn(node, context)) : value;
}

/** A table that has no such column has nothing in it. */
function withoutMissing(expression: Expression, columns: readonly RowColumn[]): Expression {
  const known = new Set(columns.map((column) => column.name));
  const replace = (part: Expression): Expression => {
    switch (part.kind) {
      case 'column':
        if (known.has(part.name)) return part;
        return {
          kind: 'literal',
          type: part.type === 'unknown' ? 'string' : part.type,
          value: part.type === 'string' || part.type === 'unknown' ? '' : null,
          at: part.at,
        };
      case 'call':
      case 'aggregate':
        return { ...part, arguments: part.arguments.map(replace) };
      case 'element':
        return { ...part, of: replace(part.of), index: replace(part.index) };
      case 'literal':
      case 'query':
      case 'star':
      case 'step column':
        return part;
    }
  };
  return replace(expression);
}
