import type { KqlType, Value } from '../types.ts';
import { type Call, type CompileContext, type Compiled, computed, constantOf } from './compiled.ts';
import { asValue, isList } from './values/guards.ts';

const setNames = new Set(['in', '!in', 'in~', '!in~']);
const listNames = new Set([...setNames, 'has_any', 'has_all', '!has_any', '!has_all']);

/** Operators that take a left side and then items, of which some may be whole columns of a query. */
export const isMembership = (name: string): boolean => listNames.has(name);

/** One list of items out of what stands in the parentheses: values, lists (dynamic) and the first column of queries. */
function itemsOf(call: Call, context: CompileContext): readonly Compiled[] {
  return call.arguments.slice(1).flatMap((argument): readonly Compiled[] => {
    if (argument.kind !== 'query') return [context.compile(argument)];
    const table = context.queried(argument.pipeline);
    const type = table.columns[0]?.type ?? 'dynamic';
    return table.length === 0 ? [] : table.values(0).map((value) => constantOf(value, type));
  });
}

const flat = (item: Compiled): readonly Compiled[] =>
  item.type === 'dynamic' && isList(item.constant) ? item.constant.map((inner) => constantOf(asValue(inner), 'dynamic')) : [item];

const exact: ReadonlySet<KqlType> = new Set(['string', 'int', 'long', 'real', 'datetime', 'timespan', 'guid', 'bool']);

/** A long list is looked up, not gone through. `registered` makes the call of the function for what cannot be. */
export function compileMembership(call: Call, context: CompileContext, registered: (made: readonly Compiled[]) => Compiled): Compiled {
  const [left] = call.arguments;
  if (left === undefined) return registered([]);
  const subject = context.compile(left);
  const items = itemsOf(call, context);
  const looked = setNames.has(call.name) && exact.has(subject.type) ? compileLookup(call, subject, items) : undefined;
  return looked ?? registered([subject, ...items]);
}

function compileLookup(call: Call, subject: Compiled, listed: readonly Compiled[]): Compiled | undefined {
  const ignoresCase = call.name.endsWith('~');
  const negated = call.name.startsWith('!');
  const items = listed.flatMap(flat);
  const values = items.map(({ constant }) => constant);
  // Nulls, and values of other types than the left side's, are compared by the function's rules.
  if (!items.every((item) => isAlike(subject.type, item)) || (ignoresCase && subject.type !== 'string')) return undefined;
  const keyOf = (value: Value | undefined): Value => (typeof value === 'string' && ignoresCase ? value.toLowerCase() : (value ?? null));
  const keys = new Set(values.map(keyOf));
  const { evaluate } = subject;
  const test = ignoresCase
    ? (value: Value): boolean => keys.has(keyOf(value)) !== negated
    : (value: Value): boolean => keys.has(value) !== negated;
  return subject.constant === undefined ? computed('bool', (row) => test(evaluate(row))) : constantOf(test(subject.constant), 'bool');
}

function isAlike(type: KqlType, { type: own, constant }: Compiled): boolean {
  if (constant === undefined || constant === null || Number.isNaN(constant)) return false;
  const isNumber = (one: KqlType) => one === 'int' || one === 'long' || one === 'real';
  if (own === 'dynamic') {
    if (isNumber(type)) return typeof constant === 'number';
    return type === 'string' ? typeof constant === 'string' : type === 'bool' && typeof constant === 'boolean';
  }
  // A double beyond 2^53 may be the same as a bigint, which a look-up would not see.
  return own === type || (isNumber(type) && isNumber(own) && typeof constant === 'number' && Math.abs(constant) <= Number.MAX_SAFE_INTEGER);
}
