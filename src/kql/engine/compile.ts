import { KqlFailure } from '../failure.ts';
import type { Expression, Pipeline } from '../plan.ts';
import type { KqlType } from '../types.ts';
import { compileCall } from './call.ts';
import { type CompileContext, type Compiled, compileColumn, computed, constantOf } from './compiled.ts';
import { nullOf } from './lazy.ts';
import { elementOf } from './values/json-path.ts';

export function createContext(needs: Omit<CompileContext, 'compile'>): CompileContext {
  const context: CompileContext = { ...needs, compile: (expression) => compileExpression(expression, context) };
  return context;
}

function compileExpression(expression: Expression, context: CompileContext): Compiled {
  switch (expression.kind) {
    case 'literal':
      return constantOf(expression.value, expression.type);
    case 'column':
      return compileColumn(expression.name, expression.at, context);
    case 'call':
      return compileCall(expression, context);
    case 'element':
      return compileElement(context.compile(expression.of), context.compile(expression.index));
    case 'query':
      return compileQuery(expression.pipeline, expression.type, context);
    case 'aggregate':
      throw new KqlFailure('semantic', `The aggregate ${expression.name}() stands where one row is looked at only.`, expression);
    case 'star':
      throw new KqlFailure('unsupported', 'The query uses “*” in a place that is not supported here.', expression);
    case 'step column':
      // scan gives these names to the columns of the rows it keeps.
      return compileColumn(`${expression.step}.${expression.column}`, expression.at, context);
  }
}

function compileQuery(pipeline: Pipeline, type: KqlType | 'unknown', context: CompileContext): Compiled {
  const table = context.queried(pipeline);
  const own = type === 'unknown' ? (table.columns[0]?.type ?? 'dynamic') : type;
  return constantOf(table.length === 0 ? nullOf(own) : (table.values(0)[0] ?? nullOf(own)), own);
}

function compileElement(of: Compiled, index: Compiled): Compiled {
  const { constant } = index;
  if (of.constant !== undefined && constant !== undefined) return constantOf(elementOf(of.constant, constant), 'dynamic');
  const { evaluate } = of;
  if (constant !== undefined) return computed('dynamic', (row) => elementOf(evaluate(row), constant));
  return computed('dynamic', (row) => elementOf(evaluate(row), index.evaluate(row)));
}
