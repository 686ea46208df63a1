import { KqlFailure } from '../failure.ts';
import type { Expression, Pipeline, Plan, Source } from '../plan.ts';
import type { Table, TableSource } from '../table.ts';
import { createContext } from './compile.ts';
import type { Compiled } from './compiled.ts';
import { unitTable } from './lazy.ts';
import { createMeter } from './meter.ts';
import { runSteps } from './pipeline.ts';
import { project } from './project.ts';
import type { QueryRun } from './query-run.ts';
import { datatable, range } from './sources.ts';
import { branchOf } from './steps.ts';
import { union } from './union.ts';
import { fromUnixMs } from './values/calendar.ts';

export interface RunOptions {
  /** What now() is, in milliseconds since 1970. */
  readonly nowMs: number;
  /** What the query may take: time, and rows that its steps make. */
  readonly limits: { readonly ms: number; readonly rows: number };
  /** Milliseconds since the query began. */
  readonly elapsed: () => number;
}

/**
 * Carries a query out. All columns of the result are there when it returns.
 * Throws KqlFailure: 'unsupported' for what the engine does not know, 'semantic' and 'evaluation' for what the service refuses,
 * too, 'limit' where time or rows run out.
 */
export function runPlan(plan: Plan, tables: TableSource, options: RunOptions): Table {
  try {
    const result = createRun(plan, tables, options).pipeline(plan.result);
    result.columns.forEach((_, column) => {
      result.values(column);
    });
    return result;
  } catch (error) {
    // Calls nested so deep that the stack does not hold them.
    if (error instanceof RangeError) throw new KqlFailure('limit', 'The query is nested too deeply, or makes lists that are too long.');
    throw error;
  }
}

function createCheck({ limits, elapsed }: RunOptions): (rows: number) => void {
  let made = 0;
  return (rows) => {
    made += rows;
    if (made > limits.rows)
      throw new KqlFailure(
        'limit',
        `The query makes more than ${limits.rows.toLocaleString('en-US')} rows on its way. Filter earlier, or join on fewer rows.`,
      );
    if (elapsed() > limits.ms)
      throw new KqlFailure(
        'limit',
        `The query took longer than ${Math.round(limits.ms / 100) / 10} s. Look at less time, or filter earlier.`,
      );
  };
}

function createRun(plan: Plan, tables: TableSource, options: RunOptions): QueryRun {
  const bindings = new Map(plan.bindings.map(({ name, pipeline }) => [name, pipeline]));
  const made = new Map<string, Table>();
  const answers = new Map<Pipeline, Table>();
  const now = fromUnixMs(options.nowMs);
  const check = createCheck(options);
  const meter = createMeter(() => check(0), options.elapsed);
  // The rows that `input` stands for, and those that were asked for: what depends on them cannot be kept.
  let input: Table | undefined;
  const read = new Set<Table>();

  const within = (rows: Table | undefined, pipeline: Pipeline): Table => {
    const outer = input;
    input = rows;
    try {
      return runSteps(pipeline, readSource(pipeline.source), run);
    } finally {
      input = outer;
    }
  };

  const queried = (pipeline: Pipeline): Table => {
    const kept = answers.get(pipeline);
    if (kept !== undefined) return kept;
    if (input !== undefined) read.delete(input);
    const answer = within(input, pipeline);
    if (input === undefined || !read.has(input)) answers.set(pipeline, answer);
    return answer;
  };

  const compile = (expression: Expression, over: Table): Compiled =>
    createContext({ table: over, now, meter, queried }).compile(expression);

  const bound = (name: string): Table => {
    const kept = made.get(name);
    if (kept !== undefined) return kept;
    const pipeline = bindings.get(name);
    if (pipeline === undefined)
      throw new KqlFailure('semantic', `Failed to resolve table or column expression named '${name}'`, { code: 'SEM0100' });
    const table = within(undefined, pipeline);
    made.set(name, table);
    return table;
  };

  const readSource = (source: Source): Table => {
    switch (source.kind) {
      case 'table':
        return source.place === undefined
          ? (tables.table(source.name) ?? bound(source.name))
          : tableElsewhere(source.place, source.name, tables);
      case 'binding':
        return bound(source.name);
      case 'input':
        if (input === undefined) throw new KqlFailure('semantic', 'The query has no rows to work on here.');
        read.add(input);
        return input;
      case 'datatable':
        return datatable(source, run);
      case 'print':
        return project(unitTable, source.columns, run);
      case 'range':
        return range(source, run);
      case 'pipeline':
        return within(input, source.pipeline);
      case 'union':
        return union(
          source.branches.map((branch) => branchOf(branch, run)),
          source.join,
          source.sourceColumn,
        );
    }
  };

  const run: QueryRun = {
    tables,
    now,
    compile,
    pipeline: (pipeline, rows) => within(rows ?? input, pipeline),
    check,
    meter,
  };
  return run;
}

function tableElsewhere(place: string, name: string, { elsewhere }: TableSource): Table {
  const found = elsewhere?.(place, name);
  if (found === undefined)
    throw new KqlFailure('semantic', `Failed to resolve table '${name}' of '${place}': there is no such place, or it has no such table`, {
      code: 'SEM0100',
    });
  return found;
}
