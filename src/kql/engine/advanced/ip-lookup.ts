import { KqlFailure } from '../../failure.ts';
import type { Expression } from '../../plan.ts';
import { freeName } from '../join.ts';
import { columnIndex, type LazyColumn, lazily, lazyTable, select } from '../lazy.ts';
import { toText } from '../values/text.ts';
import type { StepRunner } from './helpers.ts';

/** (table, address, network, whether rows without one stay): each row beside the rows of the table whose network its address is in. */
export const ipLookup =
  (isMatch: 'ipv4_is_match' | 'ipv6_is_match'): StepRunner<'evaluate'> =>
  (step, input, run) => {
    const [table, address, network, unmatched, ...more] = step.arguments;
    if (table?.kind !== 'query' || address === undefined || network?.kind !== 'column')
      throw new KqlFailure('semantic', `${step.plugin}() takes a table, a column and a column of that table.`);
    if (more.length > 0 || (unmatched !== undefined && unmatched.kind !== 'literal'))
      throw new KqlFailure('unsupported', `${step.plugin}() with further keys is not supported here.`);
    const known = run.pipeline(table.pipeline, input);
    const place = columnIndex(known, network.name);
    if (place < 0) throw new KqlFailure('semantic', `The table has no column “${network.name}”.`, { at: network.at });
    const tests = known.values(place).map((value) => {
      const text: Expression = { kind: 'literal', type: 'string', value: toText(value, known.columns[place]?.type ?? 'string') };
      return run.compile({ kind: 'call', name: isMatch, arguments: [address, text], type: 'bool' }, input).evaluate;
    });
    const keepsAll = unmatched?.kind === 'literal' && unmatched.value === true;
    const [left, right]: [number[], number[]] = [[], []];
    for (let row = 0; row < input.length; row += 1) {
      const found = tests.flatMap((test, at) => (test(row) === true ? [at] : []));
      const partners = found.length === 0 && keepsAll ? [-1] : found;
      left.push(...partners.map(() => row));
      right.push(...partners);
      run.check(partners.length);
    }
    const [own, other] = [select(input, Int32Array.from(left)), select(known, Int32Array.from(right))];
    const columns: LazyColumn[] = own.columns.map((_, at) => lazily(own, at));
    other.columns.forEach(({ name }, at) => {
      columns.push(lazily(other, at, freeName(name, columns)));
    });
    return lazyTable(columns, left.length);
  };
