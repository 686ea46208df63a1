import type { Expression, Pipeline, Step } from '../plan.ts';
import type { Table } from '../table.ts';
import { operandsOf } from './logic.ts';
import type { QueryRun } from './query-run.ts';
import { carryOut, filtered } from './steps.ts';

type JoinStep = Extract<Step, { kind: 'join' }>;

/** The steps one after the other; some pairs are carried out together, with the same result. */
export function runSteps({ source, steps }: Pipeline, from: Table, run: QueryRun): Table {
  let table = from;
  const name = source.kind === 'table' || source.kind === 'binding' ? source.name : '';
  let fused = -1;
  for (const [at, step] of steps.entries()) {
    run.check(0);
    const next = steps[at + 1];
    if (at === fused) continue;
    if (step.kind === 'sort' && next?.kind === 'take') {
      table = carryOut({ kind: 'top', count: next.count, keys: step.keys }, table, name, run);
      fused = at + 1;
    } else if (step.kind === 'join' && step.join === 'innerunique') {
      table = carryOut(step, filteredBefore(table, step, steps.slice(at + 1), run), name, run);
    } else {
      table = carryOut(step, table, name, run);
    }
  }
  return table;
}

/**
 * Which row of a key an innerunique join takes is open; the service applies a filter of the left columns that follows before it
 * chooses, so that rows which pass are not lost to rows which do not.
 */
function filteredBefore(left: Table, join: JoinStep, after: readonly Step[], run: QueryRun): Table {
  const names = new Map(join.output?.flatMap(({ side, column, name }) => (side === 'left' ? [[name, column] as const] : [])));
  let table = left;
  for (const step of after) {
    if (step.kind !== 'where') break;
    const { predicate } = step;
    const parts = predicate.kind === 'call' && predicate.name === 'and' ? operandsOf(predicate) : [predicate];
    for (const part of parts) {
      const own = renamed(part, names);
      if (own !== undefined) table = filtered(table, { kind: 'where', predicate: own }, run);
    }
  }
  return table;
}

/** The expression over the left side's own names; undefined where it speaks of more than these. */
function renamed(expression: Expression, names: ReadonlyMap<string, string>): Expression | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression;
    case 'column': {
      const name = names.get(expression.name);
      return name === undefined ? undefined : { ...expression, name };
    }
    case 'call': {
      const parts = expression.arguments.map((argument) => renamed(argument, names));
      const known = parts.filter((part) => part !== undefined);
      // Calls that look at whole columns, or at chance, mean something else before the join.
      return known.length === parts.length && safeBefore.has(expression.name) ? { ...expression, arguments: known } : undefined;
    }
    case 'element':
    case 'aggregate':
    case 'query':
    case 'star':
    case 'step column':
      return undefined;
  }
}

const safeBefore = new Set([
  '==',
  '!=',
  '=~',
  '!~',
  '<',
  '<=',
  '>',
  '>=',
  'and',
  'or',
  'not',
  'in',
  '!in',
  'has',
  '!has',
  'contains',
  '!contains',
  'startswith',
  '!startswith',
]);
