import { shorten } from '../core/clauses.ts';
import { UserError } from '../core/errors.ts';
import type { Suggest } from '../core/ports.ts';
import { initialLiteral, kqlLiteral } from './queries-literals.ts';
import type { QueryParameter, QueryTexts, ShippedQuery } from './query-services.ts';

export interface Given {
  readonly name: string;
  readonly value: string;
}

/**
 * The texts of the query with a `let` of a literal for each parameter in front. What a person gave becomes a literal of the
 * parameter's type and never a part of the text. Throws UserError for an unknown parameter, one given twice, one that is missing,
 * and a value of another type.
 */
export function bindParameters(
  query: Pick<ShippedQuery, 'name' | 'parameters' | 'texts'>,
  given: readonly Given[],
  suggest: Suggest,
): QueryTexts {
  for (const one of given) checkGiven(one, query, given, suggest);
  const lets = query.parameters.map((parameter) => `let ${parameter.name} = ${literalOf(parameter, query, given)};\n`).join('');
  const { classic, workspace } = query.texts;
  return {
    ...(classic === undefined ? {} : { classic: `${lets}${classic}` }),
    ...(workspace === undefined ? {} : { workspace: `${lets}${workspace}` }),
  };
}

function checkGiven(
  { name }: Given,
  { parameters, name: query }: Pick<ShippedQuery, 'name' | 'parameters'>,
  all: readonly Given[],
  suggest: Suggest,
): void {
  const names = parameters.map((one) => one.name);
  const example = `query ${query}${names[0] === undefined ? '' : ` ${names[0]}=…`}`;
  if (!names.includes(name)) {
    const near = suggest(name, names);
    const there = names.length === 0 ? 'It takes no parameters.' : `It takes ${names.join(', ')}.`;
    throw new UserError(`${query} has no parameter “${shorten(name)}”. ${near === undefined ? there : `Did you mean ${near}?`}`, [example]);
  }
  if (all.filter((one) => one.name === name).length > 1) throw new UserError(`“${name}” is given twice.`, [example]);
}

function literalOf(parameter: QueryParameter, query: Pick<ShippedQuery, 'name'>, given: readonly Given[]): string {
  const value = given.find((one) => one.name === parameter.name)?.value;
  if (value !== undefined) return kqlLiteral(parameter, value);
  if (parameter.initial !== undefined) return initialLiteral(parameter, parameter.initial);
  throw new UserError(`${query.name} needs ${parameter.name}: ${parameter.description}`, [`query ${query.name} ${parameter.name}=…`]);
}
