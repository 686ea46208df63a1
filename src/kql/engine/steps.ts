import { KqlFailure } from '../failure.ts';
import type { Step, UnionBranch } from '../plan.ts';
import type { Table } from '../table.ts';
import { advancedSteps } from './advanced/index.ts';
import { applyEach, expand } from './expand.ts';
import { filterRows } from './filter.ts';
import { join, lookup } from './join.ts';
import { firstRows } from './lazy.ts';
import { partition } from './partition.ts';
import { extend, keepNames, project, rename, reorder, schemaOf } from './project.ts';
import type { QueryRun } from './query-run.ts';
import { searchStep } from './search.ts';
import { count, sample, sampleDistinct, sort, top } from './sort.ts';
import { countOf } from './sources.ts';
import { distinct, summarize } from './summarize.ts';
import { type Branch, union } from './union.ts';

export const branchOf = (branch: UnionBranch, run: QueryRun): Branch => ({ name: branch.name, table: run.pipeline(branch.pipeline) });

/** `name`: of the table that the rows come from, where they come from one. */
export function carryOut(step: Step, table: Table, name: string, run: QueryRun): Table {
  switch (step.kind) {
    case 'where':
      return filtered(table, step, run);
    case 'project':
      return project(table, step.columns, run);
    case 'extend':
    case 'serialize':
      return extend(table, step.columns, run);
    case 'project-away':
      return keepNames(table, step.names, 'others');
    case 'project-keep':
      return keepNames(table, step.names, 'these');
    case 'project-rename':
      return rename(table, step.renames);
    case 'project-reorder':
      return reorder(table, step.names);
    case 'distinct':
      return distinct(table, step.columns, run);
    case 'summarize':
      return summarize(table, step.aggregates, step.by, run);
    case 'sort':
      return sort(table, step.keys, run);
    case 'top':
      return top(table, countOf(step.count, run), step.keys, run);
    case 'take':
      return firstRows(table, countOf(step.count, run));
    case 'sample':
      return sample(table, countOf(step.count, run));
    case 'sample-distinct':
      return sampleDistinct(table, countOf(step.count, run), step.of, run);
    case 'count':
      return count(table, step.name);
    case 'getschema':
      return schemaOf(table);
    case 'join':
      return join(table, step, run);
    case 'lookup':
      return lookup(table, step, run);
    case 'union':
      return union(
        [{ name: step.inputName, table }, ...step.branches.map((branch) => branchOf(branch, run))],
        step.join,
        step.sourceColumn,
      );
    case 'mv-expand':
      return expand(table, { ...step, limit: limitOf(step, run) }, run);
    case 'mv-apply':
      return applyEach(table, step, limitOf(step, run), run);
    case 'search':
      return searchStep(table, step, name, run);
    case 'partition':
      return partition(table, step, run);
    case 'make-series':
      return advancedSteps['make-series'](step, table, run);
    case 'parse':
      return advancedSteps.parse(step, table, run);
    case 'parse-kv':
      return advancedSteps['parse-kv'](step, table, run);
    case 'top-nested':
      return advancedSteps['top-nested'](step, table, run);
    case 'top-hitters':
      return advancedSteps['top-hitters'](step, table, run);
    case 'scan':
      return advancedSteps.scan(step, table, run);
    case 'evaluate':
      return advancedSteps.evaluate(step, table, run);
    case 'reduce':
      throw new KqlFailure('unsupported', 'The operator “reduce” is not supported here.');
  }
}

export function filtered(table: Table, { predicate }: Extract<Step, { kind: 'where' }>, run: QueryRun): Table {
  return filterRows(
    table,
    predicate,
    (expression) => run.compile(expression, table),
    () => run.check(0),
  );
}

const limitOf = ({ limit }: Extract<Step, { kind: 'mv-expand' | 'mv-apply' }>, run: QueryRun): number =>
  limit === undefined ? Number.POSITIVE_INFINITY : countOf(limit, run);
