import { isTabular, nameOf, parametersOf, plainText } from '../lower/tree-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part, textOf } from '../parser/tree.ts';
import { bounded } from './bounded.ts';
import { insidesOf, rowsIn, subqueries } from './insides.ts';
import type { Flow, JoinSeen, Reading, TableUse } from './reading.ts';
import { bodyOf, callOf, emptyScope, type Meaning, type Scope, withName } from './scope.ts';
import { seriesBoundOf, timeBoundOf } from './time-filter.ts';
import { rowScope, withColumns } from './time-of-row.ts';

interface Notes {
  readonly text: string;
  readonly now: number | undefined;
  readonly besides: TableUse[];
  readonly joins: JoinSeen[];
  readonly lookBacks: number[];
  readonly everything: KustoNode[];
  /** What a `let` gives is the same wherever it is used. */
  readonly known: Map<Meaning, Flow>;
}

const nothing: Flow = { uses: [], size: 'reduced' };

/** Follows the rows of a query through lets, functions, joins and subqueries. */
export function readFlow(result: KustoNode, scope: Scope, { text, now }: Pick<Notes, 'text' | 'now'>): Reading & { readonly flow: Flow } {
  const notes: Notes = { text, now, besides: [], joins: [], lookBacks: [], everything: [], known: new Map() };
  const flow = flowOf(result, scope, notes);
  return { ...notes, flow };
}

function flowOf(node: KustoNode, scope: Scope, notes: Notes): Flow {
  const kind = kindOf(node);
  switch (kind) {
    case 'PipeExpression':
      return pipeFlow(node, scope, notes);
    case 'ParenthesizedExpression':
    case 'MaterializeExpression':
    case 'ToTableExpression':
    case 'DataScopeExpression': {
      const inner = part(node, 'Expression');
      return inner === undefined ? nothing : flowOf(inner, scope, notes);
    }
    case 'NameReference':
      return nameFlow(node, scope, notes);
    case 'PathExpression':
      return { uses: [{ name: textOf(node, notes.text), time: 'open' }], size: 'open' };
    case 'FunctionCallExpression':
      return callFlow(node, scope, notes);
    case 'ToScalarExpression':
      noteInside(node, scope, notes);
      return nothing;
    default:
      // A query may begin with an operator: union, search, find, print, range, evaluate.
      return operatorFlow(node, undefined, scope, notes).flow;
  }
}

/** In a loop: a pipe of a thousand operators is a tree of a thousand levels. */
function pipeFlow(node: KustoNode, scope: Scope, notes: Notes): Flow {
  const operators: KustoNode[] = [];
  let source: KustoNode | undefined = node;
  while (source !== undefined && kindOf(source) === 'PipeExpression') {
    const operator = part(source, 'Operator');
    if (operator !== undefined) operators.push(operator);
    source = part(source, 'Expression');
  }
  let stage: Stage = { flow: source === undefined ? nothing : flowOf(source, scope, notes), scope };
  for (const operator of operators.toReversed()) stage = operatorFlow(operator, stage.flow, stage.scope, notes);
  return stage.flow;
}

function nameFlow(node: KustoNode, scope: Scope, notes: Notes): Flow {
  const name = part(node, 'Name');
  if (name !== undefined && kindOf(name) === 'WildcardedName') {
    const pattern = plainText(name);
    if (pattern === '*') notes.everything.push(node);
    return { uses: [{ name: pattern, time: 'open' }], size: 'open' };
  }
  const meaning = scope.find(nameOf(node));
  if (meaning === undefined) return { uses: [{ name: nameOf(node), time: 'open' }], size: 'open' };
  return meaningFlow(meaning, notes);
}

function meaningFlow(meaning: Meaning, notes: Notes): Flow {
  const made = notes.known.get(meaning);
  if (made !== undefined) return made;
  const body = bodyOf(meaning, [], meaning.scope);
  const flow = body === undefined ? flowOf(meaning.node, meaning.scope, notes) : flowOf(body.node, body.scope, notes);
  notes.known.set(meaning, flow);
  return flow;
}

function callFlow(node: KustoNode, scope: Scope, notes: Notes): Flow {
  const call = callOf(node);
  if (call === undefined) return nothing;
  const [first] = call.arguments;
  if (call.name === 'table' && first !== undefined) return { uses: [{ name: plainText(first), time: 'open' }], size: 'open' };
  const meaning = scope.find(call.name);
  if (meaning === undefined) {
    noteInside(node, scope, notes);
    return { uses: [], size: 'open' };
  }
  if (call.arguments.length === 0) return meaningFlow(meaning, notes);
  const body = bodyOf(meaning, call.arguments, scope);
  return body === undefined ? nothing : flowOf(body.node, body.scope, notes);
}

interface Stage {
  readonly flow: Flow;
  /** `as` gives a name that later operators may use. */
  readonly scope: Scope;
}

const reducers: ReadonlySet<string> = new Set(
  `SummarizeOperator TakeOperator TopOperator CountOperator SampleOperator SampleDistinctOperator
  DistinctOperator MakeSeriesOperator TopHittersOperator TopNestedOperator ReduceByOperator GetSchemaOperator
  ConsumeOperator`.split(/\s+/),
);

/** `before`: undefined where the query begins with this operator. */
function operatorFlow(operator: KustoNode, before: Flow | undefined, scope: Scope, notes: Notes): Stage {
  const flow = before ?? nothing;
  const kind = kindOf(operator);
  switch (kind) {
    case 'FilterOperator':
      return { scope, flow: filtered(flow, part(operator, 'Condition'), scope, notes) };
    case 'SearchOperator':
    case 'FindOperator':
      return { scope, flow: filtered(before ?? searched(operator, scope, notes), part(operator, 'Condition'), scope, notes) };
    case 'JoinOperator':
    case 'LookupOperator':
      return { scope, flow: joined(operator, flow, scope, notes) };
    case 'UnionOperator': {
      const others = elements(part(operator, 'Expressions')).map((other) => flowOf(other, scope, notes));
      const all = before === undefined ? others : [before, ...others];
      const size = all.every((one) => one.size === 'reduced') ? 'reduced' : 'open';
      return { scope, flow: { uses: all.flatMap(({ uses }) => uses), size } };
    }
    case 'AsOperator': {
      const name = part(operator, 'Name');
      if (name === undefined) return { scope, flow };
      return { flow, scope: withName(scope, nameOf(name), rowsSoFar(operator, flow, scope, notes)) };
    }
    case 'InvokeOperator':
      return { scope, flow: invoked(operator, flow, scope, notes) };
    case 'PartitionOperator':
    case 'ForkOperator':
    case 'FacetOperator':
    case 'MvApplyOperator':
      return { scope, flow: through(operator, flow, scope, notes) };
    case 'MakeSeriesOperator': {
      noteInside(operator, scope, notes);
      const bound = seriesBoundOf(operator, { scope: rowScope(flow.columns ?? emptyScope, scope), now: notes.now });
      return { scope, flow: { ...bounded(flow, bound, notes.lookBacks), size: 'reduced' } };
    }
    default: {
      noteInside(operator, scope, notes);
      const made: Flow = { ...flow, columns: withColumns(operator, flow.columns ?? emptyScope, scope) };
      return { scope, flow: reducers.has(kind) ? { ...made, size: 'reduced' } : made };
    }
  }
}

function filtered(flow: Flow, condition: KustoNode | undefined, scope: Scope, notes: Notes): Flow {
  if (condition === undefined) return flow;
  noteInside(condition, scope, notes);
  const bound = timeBoundOf(condition, { scope: rowScope(flow.columns ?? emptyScope, scope), now: notes.now });
  return bounded(flow, bound, notes.lookBacks);
}

/** The tables of `search in (…)` and `find in (…)`; without it, all there are. */
function searched(operator: KustoNode, scope: Scope, notes: Notes): Flow {
  const among = part(operator, 'InClause');
  if (among === undefined) {
    notes.everything.push(operator);
    return { uses: [{ name: '*', time: 'open' }], size: 'open' };
  }
  return { uses: elements(part(among, 'Expressions')).flatMap((table) => flowOf(table, scope, notes).uses), size: 'open' };
}

function joined(operator: KustoNode, left: Flow, scope: Scope, notes: Notes): Flow {
  const other = part(operator, 'Expression');
  const right = other === undefined ? nothing : flowOf(other, scope, notes);
  const given = parametersOf(part(operator, 'Parameters')).get('kind');
  const usual = kindOf(operator) === 'LookupOperator' ? 'leftouter' : 'innerunique';
  notes.joins.push({ kind: given === undefined ? usual : plainText(given), left, right, node: operator });
  notes.besides.push(...right.uses);
  return { ...left, size: left.size === 'reduced' && right.size === 'reduced' ? 'reduced' : 'open' };
}

function invoked(operator: KustoNode, flow: Flow, scope: Scope, notes: Notes): Flow {
  const call = callOf(part(operator, 'Function') ?? operator);
  const meaning = call === undefined ? undefined : scope.find(call.name);
  if (call === undefined || meaning === undefined) return flow;
  const body = bodyOf(meaning, call.arguments, scope, rowsSoFar(operator, flow, scope, notes));
  return body === undefined ? flow : flowOf(body.node, body.scope, notes);
}

/** A meaning for a name that stands for the rows in front of an operator. */
function rowsSoFar(operator: KustoNode, flow: Flow, scope: Scope, notes: Notes): Meaning {
  const meaning: Meaning = { node: operator, scope };
  notes.known.set(meaning, flow);
  return meaning;
}

/** Operators with pipes of their own inside, which begin with the rows that came so far. */
function through(operator: KustoNode, flow: Flow, scope: Scope, notes: Notes): Flow {
  const braces = part(operator, 'Operand');
  const query = braces === undefined || kindOf(braces) !== 'PartitionQuery' ? undefined : part(braces, 'Query');
  if (query !== undefined) {
    // In braces stands a query of its own, of which the rows so far only say the keys.
    notes.besides.push(...flow.uses);
    return flowOf(query, scope, notes);
  }
  const inner = [...subqueries(operator)].map((subquery) => insideFlow(subquery, flow, scope, notes));
  const size = inner.length > 0 && inner.every((one) => one.size === 'reduced') ? 'reduced' : flow.size;
  const everyTime = inner.length > 0 && inner.every(({ uses }) => uses.every(({ time }) => time === 'filtered'));
  return { size, uses: everyTime ? flow.uses.map((use) => ({ ...use, time: 'filtered' })) : flow.uses };
}

function insideFlow(subquery: KustoNode, flow: Flow, scope: Scope, notes: Notes): Flow {
  const operators: KustoNode[] = [];
  let first = subquery;
  for (
    let inner = part(first, 'Expression');
    kindOf(first) === 'PipeExpression' && inner !== undefined;
    inner = part(first, 'Expression')
  ) {
    const operator = part(first, 'Operator');
    if (operator !== undefined) operators.push(operator);
    first = inner;
  }
  let stage: Stage = operatorFlow(first, flow, scope, notes);
  for (const operator of operators.toReversed()) stage = operatorFlow(operator, stage.flow, stage.scope, notes);
  return stage.flow;
}

/** Subqueries in scalar places: `in (T | …)`, toscalar, arguments. What they read is read beside the result. */
function noteInside(node: KustoNode, scope: Scope, notes: Notes): void {
  const rest = [...insidesOf(node)];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const kind = kindOf(next);
    const inner = kind === 'ToScalarExpression' ? rowsIn(part(next, 'Expression')) : isTabular(next) && kind !== 'List' ? next : undefined;
    if (inner === undefined) rest.push(...insidesOf(next));
    else notes.besides.push(...flowOf(inner, scope, notes).uses);
  }
}
