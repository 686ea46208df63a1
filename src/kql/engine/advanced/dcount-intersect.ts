import { lazily, lazyTable } from '../lazy.ts';
import { isList } from '../values/guards.ts';
import { type StepRunner, valuesOver } from './helpers.ts';

/** (hll, hll…): how many different values the first one has, the first two have in common, the first three… as s0, s1, s2… */
export const dcountIntersect: StepRunner<'evaluate'> = (step, input, run) => {
  const sketches = step.arguments.map((argument) => valuesOver(argument, input, run));
  const counts = sketches.map((): number[] => []);
  for (let row = 0; row < input.length; row += 1) {
    let common: readonly unknown[] | undefined;
    for (const [place, values] of sketches.entries()) {
      const sketch = values[row];
      const own = new Set<unknown>(isList(sketch) ? sketch : []);
      common = common === undefined ? [...own] : common.filter((key) => own.has(key));
      counts[place]?.push(common.length);
    }
    run.check(1);
  }
  const added = counts.map((values, place) => ({ name: `s${place}`, type: 'long' as const, make: () => values }));
  return lazyTable([...input.columns.map((_, at) => lazily(input, at)), ...added], input.length);
};
