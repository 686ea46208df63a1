import type { Assignment, Step } from '../plan.ts';
import type { Table } from '../table.ts';
import type { KqlType, Value } from '../types.ts';
import { columnIndex, type LazyColumn, lazily, lazyTable, nullOf, select } from './lazy.ts';
import { room } from './plain.ts';
import { valuesOf } from './project.ts';
import type { QueryRun } from './query-run.ts';
import { concatenated } from './union.ts';
import { converter } from './values/convert.ts';
import { asValue, isBag, isList } from './values/guards.ts';

type Expanded = Assignment & { readonly to: KqlType | undefined };
type ExpandStep = Pick<Extract<Step, { kind: 'mv-expand' }>, 'columns' | 'withItemIndex'> & {
  readonly bagExpansion: 'bag' | 'array';
  readonly limit: number;
};

/** The elements of one cell; null is one element, an empty list none. */
function elementsOf(value: Value, bags: 'bag' | 'array'): readonly Value[] {
  if (isList(value)) return value.map(asValue);
  if (isBag(value)) return Object.entries(value).map(([key, inner]) => (bags === 'array' ? [key, inner] : { [key]: inner }));
  return [value];
}

/** A cast, no conversion: what is of another type is null. Times and guids are texts inside a dynamic, and read as such. */
export function cast(to: KqlType): (value: Value) => Value {
  const convert = converter('dynamic', to);
  switch (to) {
    case 'dynamic':
      return (value) => value;
    case 'string':
      return (value) => (value === null ? '' : convert(value));
    case 'bool':
      return (value) => (typeof value === 'boolean' ? value : null);
    case 'int':
    case 'long':
    case 'real':
      return (value) => (typeof value === 'number' || typeof value === 'bigint' ? convert(value) : null);
    case 'decimal':
    case 'datetime':
    case 'timespan':
    case 'guid':
      return convert;
  }
}

/** Every row once per element; several columns go side by side, the shorter ones end in nulls. */
export function expand(table: Table, step: ExpandStep, run: QueryRun): Table {
  const cells = step.columns.map((column) => {
    const compiled = run.compile(column.expression, table);
    // What is no dynamic is expanded as the one value that it is.
    return {
      values: valuesOf(compiled, table, run),
      to: column.to ?? (compiled.type === 'dynamic' ? 'dynamic' : compiled.type),
      own: compiled.type,
    };
  });
  const rows: number[] = [];
  const indexes: number[] = [];
  const lists = cells.map((): Value[] => []);
  const casts = cells.map(({ to, own }) => (to === own ? (value: Value) => value : cast(to)));
  for (let row = 0; row < table.length; row += 1) {
    const expanded = cells.map(({ values }) => elementsOf(values[row] ?? null, step.bagExpansion));
    const count = Math.min(Math.max(...expanded.map((elements) => elements.length)), step.limit);
    for (let at = 0; at < count; at += 1) {
      rows.push(row);
      indexes.push(at);
      expanded.forEach((elements, place) => {
        const value = elements[at];
        lists[place]?.push(
          value === undefined ? nullOf(cells[place]?.to ?? 'dynamic') : (casts[place]?.(value) ?? nullOf(cells[place]?.to ?? 'dynamic')),
        );
      });
    }
    run.check(count);
  }
  const made = step.columns.map(({ name }, at): LazyColumn => ({ name, type: cells[at]?.to ?? 'dynamic', make: () => lists[at] ?? [] }));
  const index: readonly LazyColumn[] =
    step.withItemIndex === undefined ? [] : [{ name: step.withItemIndex, type: 'long', make: () => indexes }];
  return beside(select(table, new Int32Array(rows)), [...made, ...index]);
}

/** A column that has the name of one that is there takes its place. */
function beside(table: Table, made: readonly LazyColumn[]): Table {
  const all = table.columns.map((_, at) => lazily(table, at));
  for (const column of made) {
    const there = all.findIndex(({ name }) => name === column.name);
    if (there >= 0) all[there] = column;
    else all.push(column);
  }
  return lazyTable(all, table.length);
}

/** Each row is expanded to a table of its own, on which the inner pipeline runs. */
export function applyEach(table: Table, step: Extract<Step, { kind: 'mv-apply' }>, limit: number, run: QueryRun): Table {
  const columns: readonly Expanded[] = step.columns;
  const each = (rows: Int32Array): Table => {
    const outer = select(table, rows);
    const inner = run.pipeline(
      step.pipeline,
      expand(outer, { columns, withItemIndex: step.withItemIndex, bagExpansion: 'bag', limit }, run),
    );
    return withContext(inner, outer, step.context);
  };
  const none = each(new Int32Array(0));
  const results = Array.from({ length: table.length }, (_, row) => {
    const result = each(Int32Array.of(row));
    run.check(result.length);
    return result;
  });
  return concatenated(results, (results[0] ?? none).columns);
}

/** The columns of the outer row first, unless the inner pipeline gives them itself. */
function withContext(inner: Table, outer: Table, context: readonly string[]): Table {
  const kept = context.map((name): LazyColumn => {
    const own = columnIndex(inner, name);
    if (own >= 0) return lazily(inner, own);
    const column = lazily(outer, columnIndex(outer, name));
    return { ...column, name, make: () => room(inner.length).fill(column.make()[0] ?? nullOf(column.type)) };
  });
  const rest = inner.columns.flatMap(({ name }, at) => (context.includes(name) ? [] : [lazily(inner, at)]));
  return lazyTable([...kept, ...rest], inner.length);
}
