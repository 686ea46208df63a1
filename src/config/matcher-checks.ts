import { fitsPattern, labelPrefix, type Matchers, nameMeant, valuesThatExist } from '../core/model/matchers.ts';
import type { Suggest } from '../core/ports.ts';
import type { Fault, Path } from './faults.ts';
import type { FileContent } from './schema/index.ts';

interface Known {
  readonly services: readonly string[];
  readonly suggest: Suggest;
}

/** A matcher with a slip of the pen would match nothing, and nobody would be told. */
export function checkMatchers({ hold = [], expire, inhibit, maintenance }: FileContent['incidents'], known: Known): readonly Fault[] {
  const of = (rules: readonly { readonly match: Matchers }[], name: string): readonly Fault[] =>
    rules.flatMap(({ match }, index) => checkMatch(match, ['incidents', name, index, 'match'], known));
  return [
    ...of(hold, 'hold'),
    ...of(expire, 'expire'),
    ...of(maintenance, 'maintenance'),
    ...inhibit.flatMap(({ source, target, equal }, index) => {
      const path = ['incidents', 'inhibit', index];
      return [
        ...checkMatch(source, [...path, 'source'], known),
        ...checkMatch(target, [...path, 'target'], known),
        ...equal.flatMap((name, at) => checkName(name, [...path, 'equal', at], known)),
      ];
    }),
  ];
}

function checkMatch(match: Matchers, path: Path, known: Known): readonly Fault[] {
  return Object.entries(match).flatMap(([name, values]) => [
    ...checkName(name, [...path, name], known),
    ...values.flatMap((value) => checkValue(name, value, [...path, name], known)),
  ]);
}

function checkName(name: string, path: Path, { suggest }: Known): readonly Fault[] {
  const near = nameMeant(name, suggest);
  if (near === undefined) return [];
  return [{ path, message: `did you mean ${near}? A label that is called so is written ${labelPrefix}${name}` }];
}

function checkValue(name: string, value: string, path: Path, { services, suggest }: Known): readonly Fault[] {
  const all = valuesThatExist(name, services);
  if (all === undefined || all.some((one) => fitsPattern(value, one))) return [];
  const near = suggest(value, all);
  const hint = near === undefined ? `there are ${all.join(', ') || 'none'}` : `did you mean ${near}?`;
  return [{ path, message: `there is no ${name} of this name; ${hint}` }];
}
