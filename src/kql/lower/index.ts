import { KqlFailure } from '../failure.ts';
import type { KustoCode, KustoNode } from '../parser/load.ts';
import { atOf, elements, kindOf, part } from '../parser/tree.ts';
import type { Pipeline, Plan } from '../plan.ts';
import { type Context, innerScope, noRow, type Session } from './context.ts';
import { expressionOf } from './expression.ts';
import { pipelineOf } from './pipeline.ts';
import { placesOf } from './places.ts';
import { renderOf } from './render.ts';
import { assertSize } from './size.ts';
import { declare } from './statements.ts';
import { needed, rowOf } from './tree-text.ts';

/** More than any text of 10,000 characters has by itself; functions that call functions can reach it. */
const budget = 40_000;

/**
 * The bound tree of this text as plain data. `parameters`: values for what the query declares as `query_parameters`. Throws KqlFailure:
 * 'unsupported' names the construct that a plan cannot say, 'semantic' is for names that mean nothing, 'limit' for what becomes too
 * large or is nested too deeply. Diagnostics of the parser are not looked at: where the tree is bound, the query can run.
 */
export function lower(code: KustoCode, text: string, parameters: Session['parameters'] = {}): Plan {
  if (code.Kind !== 'Query') throw new KqlFailure('unsupported', notAQuery(code.Kind));
  const lowering = { expression: expressionOf, pipeline: pipelineOf };
  const session: Session = {
    lowering,
    text,
    places: placesOf(code.Syntax),
    globals: code.Globals,
    bindings: [],
    remembered: new Set(),
    shownAs: new Map(),
    options: new Map(),
    parameters,
    budget,
  };
  const context: Context = { session, scope: innerScope(undefined), row: noRow, calledAt: undefined, scanSteps: new Set() };
  try {
    const { rows, render } = renderOf(queryOf(code.Syntax, context));
    const plan: Plan = { bindings: session.bindings, result: shown(pipelineOf(rows, context), rows, session), render };
    assertSize(plan);
    return plan;
  } catch (error) {
    // Nested so deep that the stack does not hold it.
    if (error instanceof RangeError) throw new KqlFailure('limit', 'The query is nested too deeply.');
    throw error;
  }
}

export const notAQuery = (kind: string): string =>
  kind === 'Command'
    ? 'A text that begins with a dot is a management command, and those are not carried out here. Begin with a table: requests | take 10.'
    : 'This is no query. Begin with a table: requests | take 10.';

/** The answer's columns under the service's names. */
function shown(pipeline: Pipeline, rows: KustoNode, { shownAs }: Session): Pipeline {
  const names = rowOf(rows.ResultType).columns.map((column) => column.name);
  const renames = names.flatMap((from) => {
    const to = shownAs.get(from);
    return to === undefined || names.includes(to) ? [] : [{ from, to }];
  });
  return renames.length === 0 ? pipeline : { ...pipeline, steps: [...pipeline.steps, { kind: 'project-rename', renames }] };
}

/** Takes in what the statements declare and gives the one that is the query. */
function queryOf(root: KustoNode, context: Context): KustoNode {
  let query: KustoNode | undefined;
  for (const statement of elements(part(root, 'Statements'))) {
    if (kindOf(statement) !== 'ExpressionStatement') {
      declare(statement, context);
    } else if (query === undefined) {
      query = needed(statement, 'Expression');
    } else {
      throw new KqlFailure('unsupported', 'Several queries in one text are not supported here.', { at: atOf(statement) });
    }
  }
  if (query === undefined) throw new KqlFailure('syntax', 'There is no query in this text.', { at: atOf(root) });
  return query;
}
