import { items, type KustoNode, type KustoSymbol } from '../../parser/load.ts';
import { elements, kindOf, part, symbolKindOf } from '../../parser/tree.ts';
import type { Pipeline, Source, Step, UnionBranch } from '../../plan.ts';
import { type Context, lowerPipeline, type Meaning, meaningOf, noRow, type Row, type Scope, semantic, unsupported } from '../context.ts';
import { callDeclared } from '../declared.ts';
import { nameOf, needed, parametersOf, rowOf, textParameter } from '../tree-text.ts';

type UnionSource = Extract<Source, { kind: 'union' }>;
type UnionStep = Extract<Step, { kind: 'union' }>;

/** A branch, and the columns that it brings. */
export interface Branch extends UnionBranch {
  readonly row: Row;
}

/** `union A, B`; of a pattern alone (`App*`) the tables that it fits. */
export function unionOf(node: KustoNode, context: Context): UnionSource {
  const isOperator = kindOf(node) === 'UnionOperator';
  const inner: Context = { ...context, row: noRow };
  const options = isOperator ? optionsOf(node, context) : { join: 'outer' as const, sourceColumn: undefined, fuzzy: false };
  const list = isOperator ? elements(part(node, 'Expressions')) : [node];
  const branches = branchesOf(list, options.fuzzy, 0, inner);
  const renamed = apart(branches, rowOf(node.ResultType));
  return { kind: 'union', branches: renamed.map(branchOnly), join: options.join, sourceColumn: options.sourceColumn };
}

/** `T | union U`: the rows so far are the first branch. */
export function unionWith(node: KustoNode, before: Pipeline, context: Context): Pipeline {
  const inner: Context = { ...context, row: noRow };
  const options = optionsOf(node, context);
  const first: Branch = { name: sourceName(before, context) ?? 'union_arg0', pipeline: before, row: context.row };
  const branches = branchesOf(elements(part(node, 'Expressions')), options.fuzzy, 1, inner);
  const [own = first, ...others] = apart([first, ...branches], rowOf(node.ResultType));
  const step: UnionStep = {
    kind: 'union',
    branches: others.map(branchOnly),
    join: options.join,
    sourceColumn: options.sourceColumn,
    inputName: first.name,
  };
  return { ...own.pipeline, steps: [...own.pipeline.steps, step] };
}

export const branchOnly = ({ name, pipeline }: Branch): UnionBranch => ({ name, pipeline });

function optionsOf(node: KustoNode, context: Context): Pick<UnionSource, 'join' | 'sourceColumn'> & { readonly fuzzy: boolean } {
  const parameters = parametersOf(part(node, 'Parameters'));
  const join = (textParameter(parameters, 'kind') ?? 'outer').toLowerCase();
  if (join !== 'inner' && join !== 'outer') throw unsupported(`union kind=${join}`, node, context);
  return {
    join,
    sourceColumn: textParameter(parameters, 'withsource') ?? textParameter(parameters, 'with_source'),
    fuzzy: textParameter(parameters, 'isfuzzy')?.toLowerCase() === 'true',
  };
}

export function branchesOf(list: readonly KustoNode[], fuzzy: boolean, first: number, context: Context): readonly Branch[] {
  return list.flatMap((node, index) => {
    try {
      return branchOf(node, `union_arg${index + first}`, context);
    } catch (error) {
      // `isfuzzy=true`: what is not there is left out.
      if (fuzzy && isUnknownName(node)) return [];
      throw error;
    }
  });
}

function isUnknownName(node: KustoNode): boolean {
  // `(T | where …)`: what the rows begin with.
  if (/^(?:Parenthesized|Pipe)Expression$/.test(kindOf(node))) return isUnknownName(needed(node, 'Expression'));
  return kindOf(node) === 'NameReference' && (node.ReferencedSymbol ?? undefined) === undefined;
}

function branchOf(node: KustoNode, otherwise: string, context: Context): readonly Branch[] {
  if (kindOf(node) === 'ParenthesizedExpression') return branchOf(needed(node, 'Expression'), otherwise, context);
  if (kindOf(node) === 'StarExpression') return everyTable(node, context);
  const symbol = node.ReferencedSymbol ?? undefined;
  const name = kindOf(node) === 'NameReference' ? nameOf(node) : undefined;
  if (symbol !== undefined && name?.includes('*') === true) return membersOf(symbol).map((member) => memberBranch(member, node, context));
  const pipeline = lowerPipeline(node, context);
  const view = name !== undefined && meaningOf(context.scope, name)?.kind === 'function' ? name : undefined;
  return [{ name: view ?? sourceName(pipeline, context) ?? otherwise, pipeline, row: rowOf(node.ResultType) }];
}

/** What `withsource` says of these rows: the table, whatever is done with it, or the name that `as` gave. Undefined: union_arg0 and so on. */
function sourceName({ source, steps }: Pipeline, context: Context): string | undefined {
  if (source.kind === 'table') return source.name;
  if (source.kind === 'binding' && steps.length === 0 && context.session.remembered.has(source.name)) return source.name;
  return undefined;
}

/** All tables, and what the query declared as a view. */
export function everyTable(node: KustoNode, context: Context): readonly Branch[] {
  const tables = items(context.session.globals.Database.Members).filter((member) => symbolKindOf(member) === 'Table');
  return [...tables.map((member) => memberBranch(member, node, context)), ...viewsIn(context.scope, context)];
}

function viewsIn(scope: Scope | undefined, context: Context): readonly Branch[] {
  if (scope === undefined) return [];
  const own = [...scope.names].flatMap(([name, meaning]) =>
    meaning.kind === 'function' && part(meaning.declaration, 'ViewKeyword') !== undefined ? [viewBranch(name, meaning, context)] : [],
  );
  return [...viewsIn(scope.outer, context), ...own];
}

function viewBranch(name: string, view: Extract<Meaning, { kind: 'function' }>, context: Context): Branch {
  const result = needed(needed(view.declaration, 'Body'), 'Expression');
  return { name, pipeline: callDeclared(view.declaration, view, [], context).tabular(), row: rowOf(result.ResultType) };
}

/** What a pattern fits: one symbol, or a group of them. */
const membersOf = (symbol: KustoSymbol): readonly KustoSymbol[] => (symbolKindOf(symbol) === 'Group' ? items(symbol.Members) : [symbol]);

function memberBranch(member: KustoSymbol, node: KustoNode, context: Context): Branch {
  const meaning = meaningOf(context.scope, member.Name);
  if (meaning?.kind === 'tabular') return { name: member.Name, pipeline: meaning.pipeline(), row: rowOf(member.Type) };
  if (symbolKindOf(member) === 'Table')
    return { name: member.Name, pipeline: { source: { kind: 'table', name: member.Name }, steps: [] }, row: rowOf(member) };
  if (meaning?.kind === 'function') return viewBranch(member.Name, meaning, context);
  throw semantic(`“${member.Name}” gives no rows.`, node, context);
}

/** Columns of one name and several types become one column for each type, as the service names them: duration_real, duration_long. */
export function apart(branches: readonly Branch[], result: Row): readonly Branch[] {
  const types = new Map<string, Set<string>>();
  for (const branch of branches) {
    for (const { name, type } of branch.row.columns) types.set(name, (types.get(name) ?? new Set()).add(type));
  }
  const named = new Set(result.columns.map((column) => column.name));
  const split = new Set([...types].filter(([name, found]) => found.size > 1 && !named.has(name)).map(([name]) => name));
  if (split.size === 0) return branches;
  // A table of its own may have a column of such a name already: that one keeps it.
  const taken = new Set([...types.keys()].filter((name) => !split.has(name)));
  const apartName = (name: string): string => {
    let own = name;
    for (let number = 1; taken.has(own); number += 1) own = `${name}${number}`;
    return own;
  };
  return branches.map((branch) => {
    const renames = branch.row.columns
      .filter(({ name }) => split.has(name))
      .map(({ name, type }) => ({ from: name, to: apartName(`${name}_${type}`) }));
    if (renames.length === 0) return branch;
    return { ...branch, pipeline: { ...branch.pipeline, steps: [...branch.pipeline.steps, { kind: 'project-rename', renames }] } };
  });
}
