import { describe, expect, it } from 'vitest';
import { KqlFailure } from '../failure.ts';
import type { Expression, Pipeline, Plan, Step } from '../plan.ts';
import { rowsTable, tablesOf } from '../rows-table.ts';
import type { Table, TableSource } from '../table.ts';
import type { KqlType, Value } from '../types.ts';
import { type RunOptions, runPlan } from './run.ts';

const column = (name: string, type: KqlType | 'unknown' = 'long'): Expression => ({ kind: 'column', name, type });
const literal = (value: Value, type: KqlType = 'long'): Expression => ({ kind: 'literal', value, type });
const call = (name: string, ...given: readonly Expression[]): Expression => ({ kind: 'call', name, arguments: given, type: 'unknown' });
const from = (name: string, ...steps: readonly Step[]): Pipeline => ({ source: { kind: 'table', name }, steps });
const planOf = (result: Pipeline, bindings: Plan['bindings'] = []): Plan => ({ bindings, result, render: undefined });
const options: RunOptions = { nowMs: Date.UTC(2026, 10, 20), limits: { ms: 1_000, rows: 100_000 }, elapsed: () => 0 };
const rowsOf = (table: Table) =>
  Array.from({ length: table.length }, (_, row) => table.columns.map((_column, at) => table.values(at)[row]));

/** Tables that say which of their columns were asked for. */
function watched(tables: TableSource): { readonly tables: TableSource; readonly asked: readonly string[] } {
  const asked: string[] = [];
  const watch = (name: string, table: Table): Table => ({
    ...table,
    values: (at) => {
      asked.push(`${name}.${table.columns[at]?.name}`);
      return table.values(at);
    },
  });
  return {
    asked,
    tables: {
      schemas: tables.schemas,
      table: (name) => {
        const table = tables.table(name);
        return table === undefined ? undefined : watch(name, table);
      },
    },
  };
}

const numbers = tablesOf({
  T: rowsTable(
    [
      { name: 'a', type: 'long' },
      { name: 'b', type: 'long' },
      { name: 'c', type: 'string' },
    ],
    [
      [1, 10, 'x'],
      [2, 20, 'y'],
      [3, 30, 'z'],
    ],
  ),
});

describe('a run', () => {
  it('asks a table only for the columns that the query touches', () => {
    const { tables, asked } = watched(numbers);
    const big: Step = { kind: 'where', predicate: call('>', column('a'), literal(1)) };
    const doubled: Step = { kind: 'extend', columns: [{ name: 'never', type: 'long', expression: call('*', column('b'), literal(2)) }] };
    const only: Step = { kind: 'project', columns: [{ name: 'a', type: 'long', expression: column('a') }] };
    expect(rowsOf(runPlan(planOf(from('T', big, doubled, only)), tables, options))).toEqual([[2], [3]]);
    expect(new Set(asked)).toEqual(new Set(['T.a']));
  });

  it('makes a binding once, however often it is used', () => {
    const { tables, asked } = watched(numbers);
    const bound: Pipeline = from('T', { kind: 'distinct', columns: [{ name: 'c', type: 'string', expression: column('c', 'string') }] });
    const again: Pipeline = { source: { kind: 'binding', name: 'B' }, steps: [] };
    const both: Pipeline = {
      source: {
        kind: 'union',
        branches: [1, 2].map((number) => ({ name: `B${number}`, pipeline: again })),
        join: 'outer',
        sourceColumn: 'from',
      },
      steps: [],
    };
    const result = runPlan(planOf(both, [{ name: 'B', pipeline: bound }]), tables, options);
    expect(rowsOf(result)).toEqual(['B1', 'B2'].flatMap((name) => ['x', 'y', 'z'].map((letter) => [name, letter])));
    expect(asked).toEqual(['T.c']);
  });

  it('finds out types that the parser could not tell', () => {
    const sum: Step = {
      kind: 'extend',
      columns: [{ name: 's', type: 'unknown', expression: call('+', column('a', 'unknown'), literal(0.5, 'real')) }],
    };
    const result = runPlan(planOf(from('T', sum)), numbers, options);
    expect(result.columns.at(-1)).toEqual({ name: 's', type: 'real' });
    expect(result.values(3)).toEqual([1.5, 2.5, 3.5]);
  });

  it('says which column is missing, and where', () => {
    const wrong: Expression = { kind: 'column', name: 'nope', type: 'unknown', at: { start: 10, length: 4 } };
    const run = () => runPlan(planOf(from('T', { kind: 'where', predicate: call('>', wrong, literal(1)) })), numbers, options);
    expect(run).toThrow(expect.objectContaining({ kind: 'semantic', code: 'SEM0100', at: { start: 10, length: 4 } }));
  });

  it('says which function it does not know', () => {
    const unknown: Expression = { kind: 'call', name: 'ai_embed', arguments: [column('a')], type: 'unknown', at: { start: 3, length: 8 } };
    const run = () => runPlan(planOf(from('T', { kind: 'where', predicate: call('>', unknown, literal(1)) })), numbers, options);
    expect(run).toThrow(KqlFailure);
    expect(run).toThrow(
      expect.objectContaining({
        kind: 'unsupported',
        message: 'The function ai_embed() is not supported here.',
        at: { start: 3, length: 8 },
      }),
    );
  });

  it('ends a computation of one column that takes too long', () => {
    let looked = 0;
    const slow: RunOptions = {
      ...options,
      elapsed: () => {
        looked += 1;
        return looked * 20;
      },
    };
    const many: Pipeline = {
      source: { kind: 'range', column: 'n', type: 'long', from: literal(1), to: literal(90_000), step: literal(1) },
      steps: [],
    };
    expect(() => runPlan(planOf(many), numbers, slow)).toThrow(expect.objectContaining({ kind: 'limit' }));
  });

  it('takes expressions that are nested deeper than the stack for a limit, not for a fault', () => {
    let deep = column('a');
    for (let level = 0; level < 50_000; level += 1) deep = call('not', deep);
    const run = () => runPlan(planOf(from('T', { kind: 'where', predicate: deep })), numbers, options);
    expect(run).toThrow(expect.objectContaining({ kind: 'limit' }));
  });
});
