import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part, scalarType } from '../parser/tree.ts';
import type { Expression, Pipeline } from '../plan.ts';
import type { KqlType } from '../types.ts';
import {
  atIn,
  type Context,
  innerScope,
  lowerExpression,
  lowerPipeline,
  type Meaning,
  noRow,
  once,
  type Scope,
  semantic,
  shared,
  spend,
} from './context.ts';
import { literalAs } from './literal.ts';
import { declare } from './statements.ts';
import { isTabular, nameOf, needed } from './tree-text.ts';

type Declared = Extract<Meaning, { kind: 'function' }>;

/** What a call of a function gives, as one or the other; which one it is, the place where it stands knows. */
export interface Called {
  readonly scalar: () => Expression;
  readonly tabular: () => Pipeline;
}

/** What is given for one parameter: an argument of the call, or the rows before `| invoke`. */
type Given = KustoNode | { readonly rows: Pipeline };

const isRows = (given: Given): given is { readonly rows: Pipeline } => 'rows' in given;

/** A function that the query declares, put in the place of its call: its parameters mean the arguments. */
export function callDeclared(node: KustoNode, declared: Declared, given: readonly Given[], context: Context): Called {
  spend(node, context);
  // The parser binds the body for the types of this call.
  const body = node.GetCalledFunctionBody?.() ?? part(declared.declaration, 'Body');
  if (body === undefined) throw semantic('The function has no body.', node, context);
  const scope = innerScope(declared.scope);
  bindParameters(node, declared, given, scope, context);
  const inner: Context = { ...context, scope, row: noRow, calledAt: atIn(node, context), scanSteps: new Set() };
  for (const statement of elements(part(body, 'Statements'))) declare(statement, inner);
  const result = needed(body, 'Expression');
  return { scalar: () => lowerExpression(result, inner), tabular: () => lowerPipeline(result, inner) };
}

function bindParameters(node: KustoNode, declared: Declared, given: readonly Given[], scope: Scope, context: Context): void {
  const parameters = elements(part(needed(declared.declaration, 'Parameters'), 'Parameters'));
  const named = new Map<string, KustoNode>();
  const inOrder: Given[] = [];
  for (const one of given) {
    if (!isRows(one) && kindOf(one) === 'SimpleNamedExpression') named.set(nameOf(needed(one, 'Name')), needed(one, 'Expression'));
    else inOrder.push(one);
  }
  for (const parameter of parameters) {
    const declaration = needed(parameter, 'NameAndType');
    const name = nameOf(needed(declaration, 'Name'));
    const value = named.get(name) ?? inOrder.shift();
    const otherwise = part(parameter, 'DefaultValue');
    if (value !== undefined) {
      scope.names.set(name, meaningOfArgument(name, value, typeOfParameter(declaration), context));
    } else if (otherwise !== undefined) {
      const outside: Context = { ...context, scope: declared.scope, row: noRow };
      scope.names.set(name, meaningOfArgument(name, needed(otherwise, 'Value'), typeOfParameter(declaration), outside));
    } else {
      throw semantic(`The call gives no value for “${name}”.`, node, context, 'SEM0219');
    }
  }
}

/** Undefined: a table. */
function typeOfParameter(declaration: KustoNode): KqlType | undefined {
  return scalarType(part(declaration, 'Type')?.ReferencedSymbol ?? undefined);
}

function meaningOfArgument(name: string, given: Given, type: KqlType | undefined, context: Context): Meaning {
  if (isRows(given)) return { kind: 'tabular', pipeline: shared(name, () => given.rows, context.session) };
  if (isTabular(given)) return { kind: 'tabular', pipeline: shared(name, () => lowerPipeline(given, context), context.session) };
  return { kind: 'scalar', expression: once(() => asParameter(lowerExpression(given, context), type)) };
}

const conversions: Partial<Record<KqlType, string>> = { int: 'toint', long: 'tolong', real: 'toreal', decimal: 'todecimal' };

/** Numbers take the type of the parameter that they are given for. */
function asParameter(value: Expression, type: KqlType | undefined): Expression {
  if (type === undefined || !('type' in value) || value.type === type || value.type === 'unknown') return value;
  if (value.kind === 'literal') return literalAs(value, type) ?? value;
  const conversion = conversions[type];
  return conversion !== undefined && conversions[value.type] !== undefined
    ? { kind: 'call', name: conversion, arguments: [value], type, at: value.at }
    : value;
}
