import type { ParsePart } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { type LazyColumn, lazily, lazyTable, nullOf, select } from '../lazy.ts';
import type { Value } from '../shapes.ts';
import { converter } from '../values/convert.ts';
import { toText } from '../values/text.ts';
import type { StepRunner } from './helpers.ts';
import { patternMatcher } from './parse-pattern.ts';
import { simpleMatcher } from './parse-simple.ts';

type ColumnPart = Extract<ParsePart, { readonly kind: 'column' }>;

/** Adds the pattern's columns; a row that does not fit has them empty (parse) or is left out (parse-where). */
export const parse: StepRunner<'parse'> = (step, input, run) => {
  const parts = step.pattern.filter((part): part is ColumnPart => part.kind === 'column');
  const match = step.mode === 'regex' ? patternMatcher(step.pattern, step.flags) : simpleMatcher(step.pattern);
  const read = parts.map((part) => ({ part, convert: converter('string', part.type) }));
  const { evaluate, type } = run.compile(step.of, input);
  const made: Value[][] = parts.map(() => []);
  const fits: number[] = [];
  for (let row = 0; row < input.length; row++) {
    if ((row & 0x3ff) === 0x3ff) run.check(0);
    const found = match(toText(evaluate(row), type));
    const values = found?.map((text, index) => read[index]?.convert(trimmedFor(read[index]?.part, text)) ?? null);
    const isFit = values !== undefined && (step.mode === 'relaxed' || values.every((value) => value !== null));
    if (isFit) fits.push(row);
    for (const [index, { type: wanted }] of parts.entries()) {
      made[index]?.push((isFit ? values[index] : undefined) ?? nullOf(wanted));
    }
  }
  const wide = withColumns(input, parts, made);
  return step.unmatched === 'drop' ? select(wide, Int32Array.from(fits)) : wide;
};

const trimmedFor = (part: ColumnPart | undefined, text: string): string => (part?.type === 'string' ? text : text.trim());

/** In the place of columns of the same name, or behind all others. */
export function withColumns(
  input: Table,
  columns: readonly Pick<ColumnPart, 'name' | 'type'>[],
  values: readonly (readonly Value[])[],
): Table {
  const fresh = columns.map(({ name, type }, index): LazyColumn => ({ name, type, make: () => values[index] ?? [] }));
  const kept = input.columns.map((column, index) => fresh.find(({ name }) => name === column.name) ?? lazily(input, index));
  const known = new Set(input.columns.map(({ name }) => name));
  return lazyTable([...kept, ...fresh.filter(({ name }) => !known.has(name))], input.length);
}
