import { nameOf } from '../lower/tree-text.ts';
import type { KustoNode } from '../parser/load.ts';
import { elements, kindOf, part } from '../parser/tree.ts';

/** What a name was given by `let`, `as`, a parameter; seen from where it was given. */
export interface Meaning {
  /** An expression, or a FunctionDeclaration. */
  readonly node: KustoNode;
  readonly scope: Scope;
}

/** Names that the query itself declares. Immutable: a later `let` makes a new one. */
export interface Scope {
  readonly find: (name: string) => Meaning | undefined;
}

export const emptyScope: Scope = { find: () => undefined };

export function withName(scope: Scope, name: string, meaning: Meaning): Scope {
  return { find: (asked) => (asked === name ? meaning : scope.find(asked)) };
}

/** The scope after these statements. */
export function withStatements(scope: Scope, statements: readonly KustoNode[]): Scope {
  return statements.reduce(withStatement, scope);
}

function withStatement(scope: Scope, statement: KustoNode): Scope {
  const kind = kindOf(statement);
  if (kind === 'LetStatement') {
    const name = part(statement, 'Name');
    const node = part(statement, 'Expression');
    return name === undefined || node === undefined ? scope : withName(scope, nameOf(name), { node, scope });
  }
  if (kind !== 'QueryParametersStatement') return scope;
  return elements(part(statement, 'Parameters')).reduce((all, parameter) => withParameter(all, parameter, undefined), scope);
}

/** `given`: the argument; without one the default value counts. */
function withParameter(scope: Scope, parameter: KustoNode, given: Meaning | undefined): Scope {
  const declaration = part(parameter, 'NameAndType');
  const name = declaration === undefined ? undefined : part(declaration, 'Name');
  const otherwise = part(parameter, 'DefaultValue');
  const value = otherwise === undefined ? undefined : part(otherwise, 'Value');
  const meaning = given ?? (value === undefined ? undefined : { node: value, scope });
  return name === undefined || meaning === undefined ? scope : withName(scope, nameOf(name), meaning);
}

export interface Body {
  readonly node: KustoNode;
  readonly scope: Scope;
}

/** The result expression of a declared function, seen from inside a call. `before`: the rows in front of `| invoke`. */
export function bodyOf({ node, scope }: Meaning, given: readonly KustoNode[], caller: Scope, before?: Meaning): Body | undefined {
  const parameters = part(node, 'Parameters');
  const body = part(node, 'Body');
  const result = body === undefined ? undefined : part(body, 'Expression');
  if (kindOf(node) !== 'FunctionDeclaration' || body === undefined || result === undefined) return undefined;
  const named = new Map<string, KustoNode>();
  const inOrder: Meaning[] = before === undefined ? [] : [before];
  for (const argument of given) {
    const name = kindOf(argument) === 'SimpleNamedExpression' ? part(argument, 'Name') : undefined;
    const value = part(argument, 'Expression');
    if (name !== undefined && value !== undefined) named.set(nameOf(name), value);
    else inOrder.push({ node: argument, scope: caller });
  }
  const declared = parameters === undefined ? [] : elements(part(parameters, 'Parameters'));
  const inside = declared.reduce((all, parameter) => {
    const name = nameOfParameter(parameter);
    const byName = name === undefined ? undefined : named.get(name);
    return withParameter(all, parameter, byName === undefined ? inOrder.shift() : { node: byName, scope: caller });
  }, scope);
  return { node: result, scope: withStatements(inside, elements(part(body, 'Statements'))) };
}

function nameOfParameter(parameter: KustoNode): string | undefined {
  const declaration = part(parameter, 'NameAndType');
  const name = declaration === undefined ? undefined : part(declaration, 'Name');
  return name === undefined ? undefined : nameOf(name);
}

export interface Call {
  readonly name: string;
  readonly arguments: readonly KustoNode[];
}

/** `f(…)`; undefined: it is no call. */
export function callOf(node: KustoNode): Call | undefined {
  if (kindOf(node) !== 'FunctionCallExpression') return undefined;
  const name = part(node, 'Name');
  return name === undefined ? undefined : { name: nameOf(name), arguments: elements(part(node, 'ArgumentList')) };
}

/** What an expression stands for when names and calls of declared functions are followed and brackets taken off. */
export function resolve(node: KustoNode, scope: Scope, steps = 0): Meaning {
  if (steps > mostSteps) return { node, scope };
  const kind = kindOf(node);
  if (kind === 'ParenthesizedExpression') {
    const inner = part(node, 'Expression');
    return inner === undefined ? { node, scope } : resolve(inner, scope, steps + 1);
  }
  if (kind === 'NameReference') {
    const meaning = scope.find(nameOf(node));
    return meaning === undefined ? { node, scope } : resolve(meaning.node, meaning.scope, steps + 1);
  }
  const call = callOf(node);
  const declared = call === undefined ? undefined : scope.find(call.name);
  const body = call === undefined || declared === undefined ? undefined : bodyOf(declared, call.arguments, scope);
  return body === undefined ? { node, scope } : resolve(body.node, body.scope, steps + 1);
}

/** Names that stand for names, far more than anybody writes: a function cannot call itself, so this ends anyway. */
const mostSteps = 200;
