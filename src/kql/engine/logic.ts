import type { Expression } from '../plan.ts';
import { type Call, type CompileContext, type Compiled, computed, constantOf } from './compiled.ts';

/** The operands of a chain of the same operator, as deep as it may be (5,000 terms are one level each). */
export function operandsOf(call: Call): readonly Expression[] {
  const operands: Expression[] = [];
  const waiting: Expression[] = [call];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'call' && next.name === call.name) waiting.push(...next.arguments.toReversed());
    else operands.push(next);
  }
  return operands;
}

/** Logic stops at the first operand that decides; undefined: the call is another one. */
export function compileLogic(call: Call, context: CompileContext): Compiled | undefined {
  switch (call.name) {
    case 'and':
      return allOf(operandsOf(call).map(context.compile));
    case 'or':
      return anyOf(operandsOf(call).map(context.compile));
    default:
      return undefined;
  }
}

/** null: nothing is false, and something is unknown. */
function allOf(operands: readonly Compiled[]): Compiled {
  if (operands.some(({ constant }) => constant === false)) return constantOf(false, 'bool');
  const open = operands.filter(({ constant }) => constant !== true).map(({ evaluate }) => evaluate);
  if (open.length === 0) return constantOf(true, 'bool');
  return computed('bool', (row) => {
    let unknown = false;
    for (const evaluate of open) {
      const value = evaluate(row);
      if (value === false) return false;
      if (value !== true) unknown = true;
    }
    return unknown ? null : true;
  });
}

export function anyOf(operands: readonly Compiled[]): Compiled {
  if (operands.some(({ constant }) => constant === true)) return constantOf(true, 'bool');
  const open = operands.filter(({ constant }) => constant !== false).map(({ evaluate }) => evaluate);
  if (open.length === 0) return constantOf(false, 'bool');
  return computed('bool', (row) => {
    let unknown = false;
    for (const evaluate of open) {
      const value = evaluate(row);
      if (value === true) return true;
      if (value !== false) unknown = true;
    }
    return unknown ? null : false;
  });
}

/** iff(condition, then, else), case(condition, then, condition, then, …, else). Left to the function where the branches must be converted. */
export function compileChoice(call: Call, made: readonly Compiled[]): Compiled | undefined {
  if (call.name !== 'iff' && call.name !== 'iif' && call.name !== 'case') return undefined;
  if (made.length < 3 || made.length % 2 === 0) return undefined;
  const conditions = made.filter((_, at) => at % 2 === 0 && at < made.length - 1);
  const branches = made.filter((_, at) => at % 2 === 1 || at === made.length - 1);
  const [first] = branches;
  const last = branches.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const { type } = first;
  if (conditions.some((condition) => condition.type !== 'bool') || branches.some((branch) => branch.type !== type)) return undefined;
  if (call.type !== 'unknown' && call.type !== type) return undefined;
  const tests = conditions.map(({ evaluate }) => evaluate);
  const outcomes = branches.map(({ evaluate }) => evaluate);
  const otherwise = last.evaluate;
  return computed(type, (row) => {
    for (let at = 0; at < tests.length; at += 1) if (tests[at]?.(row) === true) return outcomes[at]?.(row) ?? null;
    return otherwise(row);
  });
}
