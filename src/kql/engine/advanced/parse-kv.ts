import { RE2JS } from 're2js';
import { KqlFailure } from '../../failure.ts';
import type { Step } from '../../plan.ts';
import { nullOf } from '../lazy.ts';
import type { Value } from '../shapes.ts';
import { converter } from '../values/convert.ts';
import { toText } from '../values/text.ts';
import type { StepRunner } from './helpers.ts';
import { splitPairs } from './key-values.ts';
import { withColumns } from './parse.ts';

type ParseKv = Extract<Step, { readonly kind: 'parse-kv' }>;
type Pairs = readonly (readonly [key: string, value: string])[];

/** Adds the columns asked for, each from the first pair of its name; empty where there is none. */
export const parseKv: StepRunner<'parse-kv'> = (step, input, run) => {
  const pairsOf = reader(step);
  const convert = step.columns.map(({ type }) => converter('string', type));
  const made: Value[][] = step.columns.map(() => []);
  const { evaluate, type } = run.compile(step.of, input);
  for (let row = 0; row < input.length; row++) {
    if ((row & 0x3ff) === 0x3ff) run.check(0);
    const pairs = pairsOf(toText(evaluate(row), type));
    for (const [index, column] of step.columns.entries()) {
      const text = pairs.find(([key]) => key === column.name)?.[1];
      made[index]?.push((text === undefined ? undefined : convert[index]?.(text)) ?? nullOf(column.type));
    }
  }
  return withColumns(input, step.columns, made);
};

function reader({ options, columns }: ParseKv): (text: string) => Pairs {
  const { regex } = options;
  if (regex !== undefined) return byPattern(regex);
  return (text) =>
    splitPairs(text, {
      pair: options['pair_delimiter'],
      keyValue: options['kv_delimiter'],
      quotes: options['quote'],
      escape: options['escape'],
      greedyFor: options['greedy'] === 'true' ? columns.map(({ name }) => name) : undefined,
    });
}

/** Two groups: the key and the value. */
function byPattern(expression: string): (text: string) => Pairs {
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(expression);
  } catch {
    throw new KqlFailure('semantic', `The pattern of parse-kv is no regular expression: “${expression}”.`);
  }
  if (pattern.groupCount() !== 2) throw new KqlFailure('semantic', 'The pattern of parse-kv needs two groups: the key and the value.');
  return (text) => {
    const pairs: [string, string][] = [];
    const matcher = pattern.matcher(text);
    while (matcher.find()) pairs.push([(matcher.group(1) ?? '').trim(), (matcher.group(2) ?? '').trim()]);
    return pairs;
  };
}
