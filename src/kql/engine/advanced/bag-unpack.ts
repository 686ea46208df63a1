import { KqlFailure } from '../../failure.ts';
import type { Expression } from '../../plan.ts';
import { nullOf, tableOf } from '../lazy.ts';
import type { ColumnSpec, KqlType, Run, Value } from '../shapes.ts';
import { asValue, isBag } from '../values/guards.ts';
import { constantOf, type StepRunner } from './helpers.ts';

type Conflict = 'error' | 'replace_source' | 'keep_source';

interface Options {
  readonly prefix: string;
  readonly conflict: Conflict;
  readonly ignored: ReadonlySet<unknown>;
}

/** The properties of one column's bags become columns, by the alphabet, behind all others; that column goes. */
export const bagUnpack: StepRunner<'evaluate'> = (step, input, run) => {
  const [bag, ...rest] = step.arguments;
  const column = bag?.kind === 'column' ? input.columns.findIndex(({ name }) => name === bag.name) : -1;
  if (column < 0) throw new KqlFailure('semantic', 'bag_unpack() takes a dynamic column first.', { at: bag?.at });
  const options = optionsOf(rest, run);
  const bags = input.values(column);
  const all = new Map<string, Value[]>();
  for (const [row, value] of bags.entries()) {
    if (!isBag(value)) continue;
    run.check(0);
    for (const [name, property] of Object.entries(value)) {
      if (options.ignored.has(name)) continue;
      const values = all.get(name) ?? Array.from<Value>({ length: bags.length }).fill(null);
      all.set(name, values);
      values[row] = asValue(property);
    }
  }
  const others = input.columns.map((spec, index) => ({ spec, values: input.values(index) })).filter((_, index) => index !== column);
  const slots = [...all].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, values]) => slot(options.prefix + name, values));
  const taken = new Set(others.map(({ spec }) => spec.name));
  const clashes = new Set(slots.map(({ spec }) => spec.name).filter((name) => taken.has(name)));
  if (clashes.size > 0 && options.conflict === 'error') {
    throw new KqlFailure('evaluation', `bag_unpack() would make a second column called “${[...clashes].join('”, “')}”.`);
  }
  // A name that is there twice stands where the bag's is, whichever of the two it shows.
  const made = slots.map((one) =>
    options.conflict === 'keep_source' ? (others.find(({ spec }) => spec.name === one.spec.name) ?? one) : one,
  );
  const columns = [...others.filter(({ spec }) => !clashes.has(spec.name)), ...made];
  return tableOf(
    columns.map(({ spec }) => spec),
    columns.map(({ values }) => values),
    input.length,
  );
};

/** (column, prefix, columnsConflict, ignoredProperties): by place, or by name in any order. */
function optionsOf(given: readonly Expression[], run: Run): Options {
  const [prefix, conflict, ignored] = given.map((one) => constantOf(one, run));
  const conflicts: ReadonlyMap<string, Conflict> = new Map(
    Object.entries<Conflict>({ replace_source: 'replace_source', keep_source: 'keep_source' }),
  );
  return {
    prefix: typeof prefix === 'string' ? prefix : '',
    conflict: (typeof conflict === 'string' ? conflicts.get(conflict) : undefined) ?? 'error',
    ignored: new Set(Array.isArray(ignored) ? ignored : []),
  };
}

/** Of the type that all its values have, else dynamic. */
function slot(name: string, values: readonly Value[]): { readonly spec: ColumnSpec; readonly values: readonly Value[] } {
  const types = new Set(values.filter((value) => value !== null).map(typeOf));
  const [only] = types;
  // Whole numbers beside fractions are numbers all the same.
  const numbers = types.size === 2 && types.has('long') && types.has('real') ? 'real' : undefined;
  const type: KqlType = types.size === 1 && only !== undefined ? only : (numbers ?? 'dynamic');
  return { spec: { name, type }, values: values.map((value) => value ?? nullOf(type)) };
}

function typeOf(value: Value): KqlType {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'real';
  return 'dynamic';
}
