import { KqlFailure } from '../failure.ts';
import type { Expression } from '../plan.ts';
import type { Value } from '../types.ts';
import { type Call, type CompileContext, type Compiled, compileColumn, computed, constantOf } from './compiled.ts';
import { scalarFunctions } from './functions/index.ts';
import { columnIndex } from './lazy.ts';
import { anyOf, compileChoice, compileLogic } from './logic.ts';
import { compileMembership, isMembership } from './membership.ts';
import { compileQuick } from './quick.ts';
import type { CallShape, Evaluate } from './shapes.ts';
import { windowFunctions } from './windows/index.ts';

/** Give another value each time they are called: not to be computed once for all rows. */
const volatile = new Set(['rand', 'new_guid']);

/** Operators that may ask all columns at once: `* has "x"`. */
const textTests = ['has', 'contains', 'hasprefix', 'hassuffix', 'startswith', 'endswith'];
const tests = new Set([
  '==',
  '=~',
  'matches regex',
  'in',
  'in~',
  'has_any',
  'has_all',
  ...textTests,
  ...textTests.map((name) => `${name}_cs`),
]);

/** A call with its arguments made ready. */
export function compileCall(call: Call, context: CompileContext): Compiled {
  try {
    return compileOwn(call, context) ?? compileRegistered(call, compileArguments(call, context), context);
  } catch (error) {
    // The innermost call that knows its place in the text tells it.
    if (error instanceof KqlFailure && error.at === undefined && call.at !== undefined) {
      throw new KqlFailure(error.kind, error.message, { at: call.at, code: error.code });
    }
    throw error;
  }
}

/** Calls that need more than the values of their arguments. */
function compileOwn(call: Call, context: CompileContext): Compiled | undefined {
  if (call.arguments[0]?.kind === 'star' && call.arguments.length > 1 && tests.has(call.name)) return compileAnyColumn(call, context);
  if (isMembership(call.name)) return compileMembership(call, context, (made) => compileRegistered(call, made, context));
  switch (call.name) {
    case 'column_ifexists':
    case 'columnifexists':
      return compileIfExists(call, context);
    case 'ingestion_time':
      return compileIngestionTime(call, context);
    default:
      return compileLogic(call, context);
  }
}

function compileArguments(call: Call, context: CompileContext): readonly Compiled[] {
  const every = () => context.table.columns.map(({ name }) => compileColumn(name, call.at, context));
  const made = call.arguments.flatMap((argument) => (argument.kind === 'star' ? every() : [context.compile(argument)]));
  return call.name === 'pack_all' && !call.arguments.some(({ kind }) => kind === 'star') ? [...every(), ...made] : made;
}

function compileRegistered(call: Call, made: readonly Compiled[], context: CompileContext): Compiled {
  const shape = shapeOf(call, made, context);
  const quick = compileChoice(call, made) ?? compileQuick(shape, made);
  if (quick !== undefined) return quick;
  const window = windowFunctions.get(call.name);
  if (window !== undefined) {
    const type = call.type === 'unknown' ? window.type(shape.types) : call.type;
    const run = window.make({ ...shape, type });
    return computed(type, overWholeColumns(run, made, context.table.length));
  }
  const known = scalarFunctions.get(call.name);
  if (known === undefined) throw new KqlFailure('unsupported', `${titleOf(call.name)} is not supported here.`, { at: call.at });
  const type = call.type === 'unknown' ? known.type(shape.types) : call.type;
  const run = known.make({ ...shape, type });
  const constants = made.map(({ constant }) => constant);
  if (!volatile.has(call.name) && constants.every((constant) => constant !== undefined))
    return constantOf(context.meter.made(run(...constants)), type);
  const evaluate = perRow(run, made);
  const { meter } = context;
  return computed(type, (row) => meter.made(evaluate(row)));
}

const titleOf = (name: string): string => (/^\w+$/u.test(name) ? `The function ${name}()` : `The operator “${name}”`);

function shapeOf(call: Call, made: readonly Compiled[], context: CompileContext): CallShape {
  return {
    name: call.name,
    types: made.map(({ type }) => type),
    type: call.type === 'unknown' ? 'dynamic' : call.type,
    constants: made.map(({ constant }) => constant),
    names: made.map(({ name }) => name),
    now: context.now,
  };
}

/** By the number of arguments, for lists of arguments are slow. */
function perRow(run: (...values: readonly Value[]) => Value, made: readonly Compiled[]): Evaluate {
  const [first, second, third] = made;
  if (first === undefined) return () => run();
  const one = first.evaluate;
  if (second === undefined) return (row) => run(one(row));
  const two = second.evaluate;
  if (third === undefined) {
    if (second.constant !== undefined) {
      const fixed = second.constant;
      return (row) => run(one(row), fixed);
    }
    return (row) => run(one(row), two(row));
  }
  const three = third.evaluate;
  if (made.length === 3) return (row) => run(one(row), two(row), three(row));
  return (row) => run(...made.map(({ evaluate }) => evaluate(row)));
}

type WindowRun = (values: readonly (readonly Value[])[], length: number) => readonly Value[];

function overWholeColumns(run: WindowRun, made: readonly Compiled[], length: number): Evaluate {
  let result: readonly Value[] | undefined;
  return (row) => {
    result ??= run(
      made.map(({ evaluate }) => Array.from({ length }, (_, at) => evaluate(at))),
      length,
    );
    return result[row] ?? null;
  };
}

/** `* has "x"`: whether any column of the kind that the right side is compared with fits. */
function compileAnyColumn(call: Call, context: CompileContext): Compiled {
  const [, right, ...more] = call.arguments;
  if (right === undefined) throw new KqlFailure('unsupported', `${titleOf(call.name)} of “*” is not supported here.`, { at: call.at });
  const { type } = context.compile(right);
  const textual = type === 'string' || type === 'dynamic';
  const fitting = context.table.columns.filter(
    (column) => column.type === type || (textual && ['string', 'dynamic', 'guid'].includes(column.type)),
  );
  const calls = fitting.map((column): Compiled => {
    const of: Expression = { kind: 'column', name: column.name, type: column.type };
    const text: Expression =
      column.type === 'string' || !textual ? of : { kind: 'call', name: 'tostring', arguments: [of], type: 'string' };
    return context.compile({ ...call, arguments: [text, right, ...more] });
  });
  return anyOf(calls);
}

function compileIfExists(call: Call, context: CompileContext): Compiled {
  const [name, fallback] = call.arguments;
  const wanted = name === undefined ? undefined : name.kind === 'column' ? name.name : context.compile(name).constant;
  if (typeof wanted !== 'string' || fallback === undefined)
    throw new KqlFailure('semantic', `${call.name}() takes the name of a column and what to use instead.`);
  return columnIndex(context.table, wanted) >= 0 ? compileColumn(wanted, call.at, context) : context.compile(fallback);
}

/** When a row was taken in: the tables that know it say so in a column. */
function compileIngestionTime(call: Call, context: CompileContext): Compiled {
  const found = ['_TimeReceived', 'TimeGenerated', 'timestamp'].find((name) => columnIndex(context.table, name) >= 0);
  return found === undefined ? constantOf(null, 'datetime') : compileColumn(found, call.at, context);
}
